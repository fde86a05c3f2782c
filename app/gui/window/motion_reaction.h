/// What plays in the window: the Timeline dock, the Play menu, the words over the picture.
#pragma once

#include <memory>

#include "app/session/option_changes.h"

class QDockWidget;

namespace baryscope {

class CaptionBand;
class Desks;
class Dispatcher;
class Menus;
class TimelinePanel;
class WindowFrame;
class WindowHost;

class MotionReaction {
 public:
  struct Parts {
    const Dispatcher& dispatcher;
    WindowFrame& frame;
    WindowHost& host;
    Desks& desks;
  };
  explicit MotionReaction(const Parts& parts);
  ~MotionReaction();

  /// Ticks the actions of what is on.
  void follow_in(const Menus& menus);
  [[nodiscard]] TimelinePanel& panel() const { return *m_panel; }
  [[nodiscard]] QDockWidget& dock() const { return *m_dock; }

  void options_changed();
  void timeline_changed();
  void result_shown();
  /// The window ends.
  void halt();
  void show_dock();
  /// MotionPlayer::values_before().
  [[nodiscard]] OptionChanges values_before() const;

 private:
  void connect_commands();
  void toggle();
  void step(int by);
  void refresh_menus();
  [[nodiscard]] bool stands_still() const;

  Parts m_parts;
  const Menus* m_menus = nullptr;
  TimelinePanel* m_panel;
  QDockWidget* m_dock;
  CaptionBand* m_caption;
};

}  // namespace baryscope
