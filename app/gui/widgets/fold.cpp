#include "app/gui/widgets/fold.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QTextDocumentFragment>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/gui/widgets/panel.h"
#include "app/gui/widgets/style.h"

namespace baryscope {

Fold::Fold(const QString& title, const QString& tip, QWidget* parent)
    : QWidget(parent),
      m_button(new QToolButton),
      m_summary(muted_label({})),
      m_content(new QWidget),
      m_column(new QVBoxLayout(m_content)) {
  m_button->setText(title);
  m_button->setToolTip(tip);
  m_button->setCheckable(true);
  m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_button->setProperty("fold", true);
  m_button->setIconSize(QSize(12, 12));
  m_button->setAccessibleName(title);
  m_button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(m_button);
  m_summary->setContentsMargins(21, 0, 0, 2);
  column->addWidget(m_summary);
  m_column->setContentsMargins(2, 4, 0, 8);
  m_column->setSpacing(7);
  column->addWidget(m_content);
  connect(m_button, &QToolButton::toggled, this, [this] { show_state(); });
  show_state();
}

void Fold::set_summary(const QString& text) {
  m_summary->setText(text);
  m_button->setAccessibleDescription(
      Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text);
  show_state();
}

void Fold::set_open(bool open) { m_button->setChecked(open); }

bool Fold::is_open() const { return m_button->isChecked(); }

void Fold::show_state() {
  const bool open = m_button->isChecked();
  m_button->setIcon(
      QIcon(QStringLiteral(":/baryscope/chevron-%1-%2.svg")
                .arg(open ? QStringLiteral("down") : QStringLiteral("right"),
                     style_is_dark() ? QStringLiteral("dark") : QStringLiteral("light"))));
  m_summary->setVisible(!open && !m_summary->text().isEmpty());
  m_content->setVisible(open);
}

void Fold::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange) show_state();
}

}  // namespace baryscope
