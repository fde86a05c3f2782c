#include "app/session/training_run.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

#include "core/base/error.h"
#include "core/base/error_text.h"
#include "core/training/checkpoint_state.h"

namespace baryscope {
namespace {

/// A curve longer than this loses every second point that carries no evaluation.
constexpr std::size_t max_points = 4000;

void append_point(std::vector<TrainingPoint>& curve, const TrainingPoint& point) {
  curve.push_back(point);
  if (curve.size() <= max_points) {
    return;
  }
  std::size_t index = 0;
  std::erase_if(curve,
                [&](const TrainingPoint& old) { return index++ % 2 == 1 && !old.evaluation; });
}

}  // namespace

struct TrainingRun::Shared {
  // Touched by the thread of `post` alone.
  TrainingRun* owner = nullptr;
  TrainingState state;

  std::function<void(std::function<void()>)> post;
  std::stop_source stop;  ///< ends at once

  std::mutex mutex;
  std::condition_variable wake;
  bool paused = false;
  bool stopping = false;
  std::atomic<bool> snapshot_wanted = false;

  void tell() const {
    if (owner != nullptr && owner->on_change) {
      owner->on_change();
    }
  }
  void steer(bool Shared::* flag, bool value) {
    {
      const std::lock_guard lock(mutex);
      this->*flag = value;
    }
    wake.notify_all();
  }
};

namespace {

/// Of the checkpoint that a training goes on from; what is wrong with one is for the engine to say.
std::vector<TrainingPoint> kept_curve(const std::filesystem::path& folder) {
  try {
    return read_checkpoint_state(folder).curve;
  } catch (const Error&) {
    return {};
  }
}

using EngineFuture = std::shared_future<std::shared_ptr<Engine>>;

}  // namespace

TrainingRun::TrainingRun(EngineFuture engine, TrainingRequest request,
                         std::function<void(std::function<void()>)> post)
    : m_shared(std::make_shared<Shared>()) {
  m_shared->owner = this;
  m_shared->state.request = std::move(request);
  m_shared->post = std::move(post);
  // The thread owns nothing: the destructor waits for it. What it posts may outlive both.
  m_thread = std::thread([shared = m_shared.get(), weak = std::weak_ptr(m_shared),
                          wanted = m_shared->state.request, engine = std::move(engine)] {
    // Changes the state on the thread that looks at it, and tells.
    const auto change = [&](std::function<void(TrainingState&)> work) {
      shared->post([weak, work = std::move(work)] {
        if (const auto living = weak.lock()) {
          work(living->state);
          living->tell();
        }
      });
    };
    TrainingListener listener;
    listener.on_point = [&](const TrainingPoint& point) {
      change([point](TrainingState& state) { append_point(state.curve, point); });
    };
    listener.wants_snapshot = [shared] { return shared->snapshot_wanted.exchange(false); };
    listener.on_snapshot = [&](int step) {
      change([step](TrainingState& state) { state.snapshot_step = step; });
    };
    listener.go_on = [shared] {
      std::unique_lock lock(shared->mutex);
      shared->wake.wait(lock, [shared] { return !shared->paused || shared->stopping; });
      return !shared->stopping;
    };
    try {
      if (wanted.resume) {
        change([curve = kept_curve(wanted.output)](TrainingState& state) { state.curve = curve; });
      }
      TrainingResult result =
          engine.get()->train(wanted, listener, Watch(shared->stop.get_token(), {}));
      change([result = std::move(result)](TrainingState& state) {
        state.status = result.stopped ? TrainingStatus::stopped : TrainingStatus::done;
        state.message = state.request.output.string();
        state.result = result;
      });
    } catch (...) {
      change([failure = std::current_exception()](TrainingState& state) {
        state.failure = failure;
        state.status = TrainingStatus::failed;
        try {
          std::rethrow_exception(failure);
        } catch (const Cancelled&) {
          state.status = TrainingStatus::stopped;
          state.message = "cancelled";
        } catch (const std::exception& error) {
          state.message = error_text(error);
        }
      });
    }
  });
}

TrainingRun::~TrainingRun() {
  m_shared->owner = nullptr;
  m_shared->steer(&Shared::stopping, true);
  m_thread.join();
}

void TrainingRun::pause(bool paused) {
  TrainingStatus& status = m_shared->state.status;
  if (status != TrainingStatus::running && status != TrainingStatus::paused) {
    return;
  }
  status = paused ? TrainingStatus::paused : TrainingStatus::running;
  m_shared->steer(&Shared::paused, paused);
  m_shared->tell();
}

void TrainingRun::stop() {
  if (!active()) {
    return;
  }
  m_shared->state.status = TrainingStatus::stopping;
  m_shared->steer(&Shared::stopping, true);
  m_shared->tell();
}

void TrainingRun::cancel() {
  m_shared->stop.request_stop();
  stop();
}

void TrainingRun::request_snapshot() { m_shared->snapshot_wanted = true; }

const TrainingState& TrainingRun::state() const { return m_shared->state; }

bool TrainingRun::active() const {
  const TrainingStatus status = m_shared->state.status;
  return status == TrainingStatus::running || status == TrainingStatus::paused ||
         status == TrainingStatus::stopping;
}

}  // namespace baryscope
