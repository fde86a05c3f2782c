#include "app/gui/widgets/message_stack.h"

#include <QEvent>
#include <QVBoxLayout>

#include "app/gui/widgets/message_bar.h"

namespace baryscope {

MessageStack::MessageStack() : m_column(new QVBoxLayout(this)) {
  setObjectName(QStringLiteral("messages"));
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(0);
  m_column->setSizeConstraint(QLayout::SetNoConstraint);
  hide();
}

void MessageStack::lie_over(QWidget& under) {
  m_under = &under;
  under.installEventFilter(this);
  fit();
}

void MessageStack::add(MessageBar* bar) {
  m_column->insertWidget(0, bar);
  bar->installEventFilter(this);
  fit();
}

bool MessageStack::event(QEvent* event) {
  const bool done = QWidget::event(event);
  if (event->type() == QEvent::LayoutRequest) fit();
  return done;
}

bool MessageStack::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::Move:
    case QEvent::Resize:
      if (watched == m_under) fit();
      break;
    // Told of a bar even while this, its parent, is hidden.
    case QEvent::ShowToParent:
    case QEvent::HideToParent:
      if (watched != m_under) fit();
      break;
    default:
      break;
  }
  return false;
}

void MessageStack::fit() {
  if (m_under == nullptr) return;
  bool any = false;
  for (const QWidget* bar : findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
    any = any || !bar->isHidden();
  }
  setVisible(any);
  if (!any) return;
  const int width = m_under->width();
  setGeometry({m_under->pos(), QSize(width, m_column->totalHeightForWidth(width))});
  raise();
}

}  // namespace baryscope
