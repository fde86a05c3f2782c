/// One training on a thread of its own, steered and watched from the session's thread. No Qt.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/training/training_request.h"

namespace baryscope {

enum class TrainingStatus { running, paused, stopping, done, stopped, failed };

/// What is known of a training now; a copy for whoever draws it.
struct TrainingState {
  TrainingRequest request;
  TrainingStatus status = TrainingStatus::running;
  std::vector<TrainingPoint> curve;  ///< thinned to some thousand points at most
  int snapshot_step = -1;            ///< of the newest weights that can be looked at; −1: none yet
  std::string message;               ///< why it failed, or where the model lies
};

/// Owned by a Session (see Session::start_training). Told through the session's post function.
class TrainingRun {
 public:
  /// `engine` is made by the session's worker and outlives the run.
  TrainingRun(std::shared_ptr<Engine> engine, TrainingRequest request,
              std::function<void(std::function<void()>)> post);
  /// Stops and waits; the folder keeps its last checkpoint.
  ~TrainingRun();

  void pause(bool paused);
  /// Ends after the step that runs; the model is written as it is then and can be resumed.
  void stop();
  /// Asks for the weights of the next step, once; on_change tells when they are there.
  void request_snapshot();
  [[nodiscard]] const TrainingState& state() const;
  [[nodiscard]] bool active() const;  ///< running, paused or stopping

  std::function<void()> on_change;

 private:
  struct Shared;
  std::shared_ptr<Shared> m_shared;
};

}  // namespace baryscope
