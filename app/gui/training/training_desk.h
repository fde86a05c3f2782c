/// Trainings in the window: the panel's wishes, the run, the picture that follows, the closing.
#pragma once

#include <functional>
#include <memory>

#include "app/gui/window/desk.h"
#include "app/gui/window/desk_parts.h"
#include "app/session/training_run.h"

class QDockWidget;

namespace baryscope {

class TrainingFollower;
class TrainingPanel;

class TrainingDesk : public Desk {
 public:
  /// Of the program's options those that belong to trainings; its dock shows itself where they ask
  /// for one.
  TrainingDesk(const DeskParts& parts, const OptionValues& options);
  ~TrainingDesk() override;

  [[nodiscard]] TrainingPanel& panel() const { return *m_panel; }
  [[nodiscard]] const TrainingFollower& follower() const { return *m_follower; }
  void start();
  /// Pauses, or goes on.
  void pause();
  void stop();

  /// Hidden until it is asked for.
  void add_docks(DockArea& docks) override;
  [[nodiscard]] QString layout_prefix() const override { return QStringLiteral("training-"); }
  /// What a result costs the window decides when the next picture may come.
  void result_shown(double seconds) override;
  void options_changed() override;
  bool may_close() override;
  /// What was trained is written before the session ends.
  void interrupt() override;

 private:
  [[nodiscard]] TrainingRun* run() const;
  void connect_parts();
  void show_dock();
  void begin(TrainingRequest request);
  void go_on();
  void open_model();
  void changed();
  void ended();
  void ask_before_closing();

  DeskParts m_parts;
  TrainingPanel* m_panel;
  QDockWidget* m_dock = nullptr;
  std::unique_ptr<TrainingFollower> m_follower;
  bool m_close_at_end = false;
  bool m_dock_wanted = false;  ///< once a text is shown
};

}  // namespace baryscope
