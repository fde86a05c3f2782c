/// The parts of the window that all desks work with.
#pragma once

#include "app/gui/widgets/dispatcher.h"

class QMainWindow;

namespace baryscope {

class MessageBar;
class PairedScenes;
class SceneWidget;
class SharedDocks;
class WindowHost;

struct DeskParts {
  QMainWindow& window;
  const Dispatcher& dispatcher;
  CommandHost& commands;
  WindowHost& host;
  SceneWidget& scene;
  PairedScenes& scenes;
  SharedDocks& docks;
  MessageBar& message;
};

}  // namespace baryscope
