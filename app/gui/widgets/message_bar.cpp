#include "app/gui/widgets/message_bar.h"

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <utility>

#include "app/gui/widgets/plain_words.h"

namespace baryscope {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_label(new QLabel), m_close(new QToolButton), m_row(new QHBoxLayout(this)) {
  setObjectName(QStringLiteral("message-bar"));
  setProperty("message", true);
  m_label->setWordWrap(true);
  m_label->setTextFormat(Qt::PlainText);
  m_label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_close->setText(QStringLiteral("✕"));
  m_close->setToolTip(tr("Dismiss this message"));
  m_close->setAccessibleName(tr("Dismiss this message"));
  connect(m_close, &QToolButton::clicked, this, [this] { hide(); });
  m_row->setContentsMargins(16, 8, 10, 8);
  m_row->addWidget(m_label, 1);
  m_row->addWidget(m_close, 0, Qt::AlignTop);
  setAccessibleName(tr("Message"));
  hide();
}

void MessageBar::show_message(const QString& message) {
  const QString text = plain_words(message.toStdString());
  m_label->setText(text);
  m_label->setAccessibleName(text);
  show();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void MessageBar::add_answer(const QString& name, const QString& tip, std::function<void()> answer) {
  setProperty("message", false);
  setProperty("question", true);
  m_close->hide();
  auto* button = new QPushButton(name);
  button->setToolTip(tip);
  button->setAccessibleName(name);
  connect(button, &QPushButton::clicked, this, [button, answer = std::move(answer)] {
    button->clearFocus();  // hidden with it, Qt would put the next field into the hand
    answer();
  });
  m_row->addWidget(button);
}

void MessageBar::hide_after(int milliseconds) {
  QTimer::singleShot(milliseconds, this, [this, milliseconds] {
    const QWidget* focus = QApplication::focusWidget();
    underMouse() || (focus != nullptr && isAncestorOf(focus)) ? hide_after(milliseconds) : hide();
  });
}

QString MessageBar::text() const { return isVisible() ? m_label->text() : QString(); }

}  // namespace baryscope
