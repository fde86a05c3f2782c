#include "app/gui/widgets/call_later.h"

#include <QMetaObject>
#include <QObject>
#include <utility>

namespace baryscope {

CallLater::CallLater(QObject& owner, std::function<void()> call)
    : m_owner(owner), m_call(std::move(call)) {}

void CallLater::ask() {
  if (std::exchange(m_waiting, true)) return;
  QMetaObject::invokeMethod(
      &m_owner,
      [this] {
        m_waiting = false;
        m_call();
      },
      Qt::QueuedConnection);
}

}  // namespace baryscope
