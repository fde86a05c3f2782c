#include "app/gui/message_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace baryscope {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), m_label(new QLabel) {
  setObjectName(QStringLiteral("message-bar"));
  setProperty("message", true);
  m_label->setWordWrap(true);
  m_label->setTextFormat(Qt::PlainText);
  m_label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* close = new QToolButton;
  close->setText(QStringLiteral("✕"));
  close->setToolTip(tr("Dismiss this message"));
  close->setAccessibleName(tr("Dismiss this message"));
  connect(close, &QToolButton::clicked, this, [this] { hide(); });
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 8, 10, 8);
  row->addWidget(m_label, 1);
  row->addWidget(close, 0, Qt::AlignTop);
  setAccessibleName(tr("Message"));
  hide();
}

void MessageBar::show_message(const QString& text) {
  m_label->setText(text);
  m_label->setAccessibleName(text);
  show();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

QString MessageBar::text() const { return isVisible() ? m_label->text() : QString(); }

}  // namespace baryscope
