/// Keeps the picture at the newest weights of a training, as often as it may.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/gui/training/training_pace.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/session/training_run.h"

namespace baryscope {

class SceneWidget;

/// The options that show a trained model on the text that shows its task best: its own mechanism,
/// its last layer that has it.
std::vector<std::pair<std::string, std::string>> example_options(const TrainingRequest& request,
                                                                 const OptionValues& now,
                                                                 const std::string& model);

/// One picture at a time: the weights are asked for, analysed under the model's path and drawn;
/// what that took says when the next may be asked for. The options are set once, so that one undo
/// leads back to what was shown before; opening another model ends the following.
class TrainingFollower {
 public:
  TrainingFollower(const Dispatcher& dispatcher, SceneWidget& scene);

  void begin(TrainingRun& run);
  void set_enabled(bool enabled);
  [[nodiscard]] bool enabled() const { return m_enabled; }

  // What the window is told, passed on.
  void training_changed();
  void result_shown(double window_seconds);
  void options_changed();

  /// Another model was opened by hand: nothing is followed any more.
  std::function<void()> on_left;

  [[nodiscard]] int n_pictures() const { return m_n_pictures; }
  /// What the newest picture took.
  [[nodiscard]] const PictureCost& cost() const { return m_cost; }

 private:
  enum class Stage { idle, asked, analysing, drawing, resting };

  [[nodiscard]] TrainingRun* run() const;
  void wake();
  void ask();
  void show_snapshot();
  void drawn();
  void rest(double seconds);

  const Dispatcher& m_dispatcher;
  SceneWidget& m_scene;
  QTimer m_rest;
  QElapsedTimer m_clock;  ///< since the analysis was asked for
  Stage m_stage = Stage::idle;
  bool m_enabled = true;
  bool m_adopted = false;  ///< the session's model is the one in training
  bool m_setting = false;
  bool m_refused = false;  ///< its last picture could not be made: not asked for again by itself
  bool m_ended = true;
  int m_step = -1;
  int m_n_pictures = 0;
  double m_drawn_before = 0;
  PictureCost m_cost;
};

}  // namespace baryscope
