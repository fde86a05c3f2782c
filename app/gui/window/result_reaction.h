/// A result comes: its desk to the front, the picture, the words, the commands that it allows.
#pragma once

#include <optional>

#include "viz/scene/camera.h"

class QMainWindow;

namespace baryscope {

class Desk;
class Desks;
class Menus;
class Session;
class SharedDocks;
class StatusRow;
class WindowFrame;
class WindowLook;

class ResultReaction {
 public:
  struct Parts {
    QMainWindow& window;
    const Session& session;
    WindowFrame& frame;
    SharedDocks& docks;
    Desks& desks;
    const Menus& menus;
    StatusRow& status;
    WindowLook& look;
  };
  /// `camera`: that of the first result.
  ResultReaction(const Parts& parts, std::optional<Camera> camera);

  void show();
  /// The camera of a session that is being opened, for the picture that it brings.
  void look_through(const Camera& camera);
  /// Nothing comes any more: what was asked for failed or was cancelled.
  void end() { m_next_camera.reset(); }

 private:
  void show_on(Desk& desk);
  void show_words(const Desk& desk) const;

  Parts m_parts;
  std::optional<Camera> m_next_camera;
};

}  // namespace baryscope
