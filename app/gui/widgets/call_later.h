/// One call for all that ask for it before the present event is done.
#pragma once

#include <functional>

class QObject;

namespace baryscope {

class CallLater {
 public:
  /// A member of `owner`, or of what lives as long: once that is gone nothing is called.
  CallLater(QObject& owner, std::function<void()> call);

  /// Asks for the call, once all that happens at present is done.
  void ask();

 private:
  QObject& m_owner;
  std::function<void()> m_call;
  bool m_waiting = false;
};

}  // namespace baryscope
