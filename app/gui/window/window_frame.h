/// What stands in the window: message, bars and pictures in the middle, docks around.
#pragma once

#include "app/gui/scene/scene_widget.h"
#include "app/gui/window/dock_area.h"

class QBoxLayout;

namespace baryscope {

class Desks;
class MessageBar;
class PairedScenes;
class SharedDocks;

class WindowFrame {
 public:
  WindowFrame(QMainWindow& window, SceneWidget::MakeView make_view);

  /// Above all, in the middle.
  [[nodiscard]] MessageBar& message() const { return *m_message; }
  [[nodiscard]] SceneWidget& scene() const { return *m_scene; }
  [[nodiscard]] PairedScenes& scenes() const { return *m_scenes; }
  [[nodiscard]] const DockArea& docks() const { return m_docks; }
  /// From top to bottom.
  [[nodiscard]] QBoxLayout& middle() const { return *m_middle; }

  /// Puts in the bars and docks of the desks and those that they share, arranged for the desk in
  /// front.
  void place(const Desks& desks, SharedDocks& shared);
  /// Deletes all of it, while what it tells is still there.
  void take_down();

 private:
  QMainWindow& m_window;
  DockArea m_docks;
  MessageBar* m_message;
  SceneWidget* m_scene;
  PairedScenes* m_scenes;
  QBoxLayout* m_middle = nullptr;
};

}  // namespace baryscope
