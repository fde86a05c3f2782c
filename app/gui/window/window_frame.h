/// What stands in the window: bars and pictures in the middle, messages over them, docks around.
#pragma once

#include "app/gui/scene/scene_widget.h"
#include "app/gui/window/dock_area.h"

namespace baryscope {

class Desks;
class MessageBar;
class MessageStack;
class PairedScenes;
class SharedDocks;

class WindowFrame {
 public:
  WindowFrame(QMainWindow& window, SceneWidget::MakeView make_view);

  /// Over the picture.
  [[nodiscard]] MessageBar& message() const { return *m_message; }
  [[nodiscard]] SceneWidget& scene() const { return *m_scene; }
  [[nodiscard]] PairedScenes& scenes() const { return *m_scenes; }
  [[nodiscard]] const DockArea& docks() const { return m_docks; }
  /// What else is to be told or asked goes in here.
  [[nodiscard]] MessageStack& messages() const { return *m_messages; }

  /// Puts in the bars and docks of the desks and those that they share, arranged for the desk in
  /// front.
  void place(const Desks& desks, SharedDocks& shared);
  /// A dock between the side columns, below the picture.
  QDockWidget* add_below(const QString& title, const char* name, QWidget* content);
  /// In a narrow window what lies below the picture takes the whole width.
  void fit_corners();
  /// Deletes all of it, while what it tells is still there.
  void take_down();

 private:
  QMainWindow& m_window;
  DockArea m_docks;
  MessageStack* m_messages;
  MessageBar* m_message;
  SceneWidget* m_scene;
  PairedScenes* m_scenes;
};

}  // namespace baryscope
