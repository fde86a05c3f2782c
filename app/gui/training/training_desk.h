/// Trainings in the window: the panel's wishes, the run, the picture that follows, the closing.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "app/gui/widgets/dispatcher.h"
#include "app/session/training_run.h"

class QDockWidget;
class QMainWindow;

namespace baryscope {

class MessageBar;
class SceneWidget;
class TrainingFollower;
class TrainingPanel;
class WindowHost;

class TrainingDesk {
 public:
  struct Parts {
    QMainWindow& window;
    const Dispatcher& dispatcher;
    SceneWidget& scene;
    QDockWidget& dock;
    TrainingPanel& panel;
  };
  explicit TrainingDesk(Parts parts);
  ~TrainingDesk();

  /// Gives the window's actions and the command table's host what trainings need.
  void connect_to(WindowHost& host, CommandHost& commands);
  /// Shows the dock, ready to start.
  void show();
  void start();
  /// Pauses, or goes on.
  void pause();
  void stop();
  /// True where the window may close now; else it asks the person, and closes when that is settled.
  bool may_close();

  /// A result came: runs `show` and takes what that costs into account for the next picture.
  void show_result(const std::function<void()>& show);
  void options_changed();

  [[nodiscard]] const TrainingFollower& follower() const { return *m_follower; }

 private:
  [[nodiscard]] TrainingRun* run() const;
  void begin(TrainingRequest request);
  void go_on();
  void open_model();
  void changed();
  void ended();
  void ask_before_closing();

  Parts m_parts;
  std::unique_ptr<TrainingFollower> m_follower;
  WindowHost* m_host = nullptr;
  bool m_close_at_end = false;
};

}  // namespace baryscope
