/// After a crash: offers the session that was open, in a bar over the window.
#pragma once

#include <optional>

#include "app/gui/window/session_keeper.h"

class QBoxLayout;

namespace baryscope {

class Dispatcher;
class MessageBar;
class SceneWidget;
class WindowHost;

class SessionRecovery {
 public:
  /// The bar comes first in `column`, once there is something to offer.
  SessionRecovery(const Dispatcher& dispatcher, SceneWidget& scene, WindowHost& host,
                  QBoxLayout& column);

  /// An option or the camera changed.
  void note() { m_keeper.note(); }

 private:
  void offer(const QString& file, QBoxLayout& column);

  const Dispatcher& m_dispatcher;
  WindowHost& m_host;
  MessageBar* m_bar = nullptr;
  SessionKeeper m_keeper;
};

}  // namespace baryscope
