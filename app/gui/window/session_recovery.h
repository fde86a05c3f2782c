/// After a crash: offers the session that was open, in a bar over the picture.
#pragma once

#include <optional>

#include "app/gui/window/session_keeper.h"

namespace baryscope {

class Dispatcher;
class MessageBar;
class MessageStack;
class SceneWidget;
class WindowHost;

class SessionRecovery {
 public:
  /// The bar comes among `messages`, once there is something to offer.
  SessionRecovery(const Dispatcher& dispatcher, SceneWidget& scene, WindowHost& host,
                  MessageStack& messages);

  /// An option or the camera changed.
  void note() { m_keeper.note(); }

 private:
  void offer(const QString& file, MessageStack& messages);

  const Dispatcher& m_dispatcher;
  WindowHost& m_host;
  MessageBar* m_bar = nullptr;
  SessionKeeper m_keeper;
};

}  // namespace baryscope
