/// One training on a thread of its own, steered and watched from the session's thread. No Qt.
#pragma once

#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/engine/engine.h"
#include "core/training/training_request.h"

namespace baryscope {

enum class TrainingStatus { running, paused, stopping, done, stopped, failed };

/// What is known of a training now; a copy for whoever draws it.
struct TrainingState {
  TrainingRequest request;
  TrainingStatus status = TrainingStatus::running;
  /// Thinned to some thousand points at most; of one that goes on, with its earlier part.
  std::vector<TrainingPoint> curve;
  int snapshot_step = -1;  ///< of the newest weights that can be looked at; −1: none yet
  std::string message;     ///< why it failed, or where the model lies
  std::optional<TrainingResult> result;  ///< once done or stopped (not after a cancel)
  std::exception_ptr failure;            ///< what the training threw
};

/// Owned by a Session (see Session::start_training). Told through the session's post function.
class TrainingRun {
 public:
  /// `engine` is made by the session's worker; the training waits for it. All members are called
  /// on the thread that `post` runs functions on.
  TrainingRun(std::shared_future<std::shared_ptr<Engine>> engine, TrainingRequest request,
              std::function<void(std::function<void()>)> post);
  /// As stop(), and waits until the folder is written.
  ~TrainingRun();
  TrainingRun(const TrainingRun&) = delete;
  TrainingRun& operator=(const TrainingRun&) = delete;

  void pause(bool paused);
  /// Ends after the step that runs; the model is written as it is then and can be resumed.
  void stop();
  /// Ends at once; the folder keeps its last checkpoint. The state is then `stopped`.
  void cancel();
  /// Asks for the weights of the next step, once; on_change tells when they are there
  /// (snapshot_step). Session::refresh() then shows them, where `model` is the output folder.
  void request_snapshot();
  [[nodiscard]] const TrainingState& state() const;
  [[nodiscard]] bool active() const;  ///< running, paused or stopping

  std::function<void()> on_change;  ///< state() is new; some ten times a second at most

 private:
  struct Shared;
  std::shared_ptr<Shared> m_shared;  ///< shared with functions that are posted but have not run
  std::thread m_thread;
};

}  // namespace baryscope
