#include "app/session/evaluation_run.h"

#include <chrono>

#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr std::chrono::milliseconds progress_interval{30};

}  // namespace

struct EvaluationRun::State {
  EvaluationRun* owner = nullptr;
  std::uint64_t id = 0;  ///< of the newest run
  bool active = false;
  Studies studies;
  Evaluations evaluations;
  std::exception_ptr failure;
};

EvaluationRun::EvaluationRun(Post post)
    : m_post(std::move(post)), m_state(std::make_shared<State>()) {
  m_state->owner = this;
}

EvaluationRun::~EvaluationRun() {
  m_state->owner = nullptr;
  stop();
}

void EvaluationRun::start(Studies studies) {
  stop();
  State& state = *m_state;
  ++state.id;
  state.active = true;
  state.studies = std::move(studies);
  state.evaluations.clear();
  state.failure = nullptr;
  {
    const std::lock_guard lock(m_mutex);
    m_stop = std::stop_source();
    m_wish = Wish{state.id, state.studies, m_stop.get_token()};
  }
  if (!m_thread.joinable()) {
    m_thread = std::jthread([this](const std::stop_token& stop) { loop(stop); });
  }
  m_wake.notify_one();
}

void EvaluationRun::stop() {
  m_state->active = false;
  const std::lock_guard lock(m_mutex);
  m_wish.reset();
  m_stop.request_stop();
}

bool EvaluationRun::active() const { return m_state->active; }
const EvaluationRun::Studies& EvaluationRun::studies() const { return m_state->studies; }
const EvaluationRun::Evaluations& EvaluationRun::evaluations() const {
  return m_state->evaluations;
}
std::exception_ptr EvaluationRun::failure() const { return m_state->failure; }

void EvaluationRun::loop(const std::stop_token& thread_stop) {
  while (true) {
    Wish wish;
    {
      std::unique_lock lock(m_mutex);
      if (!m_wake.wait(lock, thread_stop, [this] { return m_wish.has_value(); })) {
        return;
      }
      wish = std::move(*std::exchange(m_wish, std::nullopt));
    }
    perform(wish);
  }
}

void EvaluationRun::perform(const Wish& wish) {
  // Changes the state on the thread that looks at it, unless a newer run or a stop came between.
  const auto change = [&](std::function<void(State&)> work) {
    m_post([weak = std::weak_ptr(m_state), id = wish.id, work = std::move(work)] {
      const auto state = weak.lock();
      if (state && state->owner != nullptr && state->active && state->id == id) {
        work(*state);
      }
    });
  };
  std::chrono::steady_clock::time_point told;
  double done = 0;
  const auto n_studies = static_cast<double>(wish.studies.size());
  const Watch watch(wish.stop, [&](double fraction, std::string_view step) {
    const auto now = std::chrono::steady_clock::now();
    if (now - told < progress_interval) {
      return;
    }
    told = now;
    change([share = (done + fraction) / n_studies, name = std::string(step)](State& state) {
      if (state.owner->on_progress) {
        state.owner->on_progress(share, name);
      }
    });
  });
  const auto end = [&](Evaluations evaluations, std::exception_ptr failure) {
    change([evaluations = std::move(evaluations), failure = std::move(failure)](State& state) {
      state.active = false;
      state.evaluations = evaluations;
      state.failure = failure;
      if (state.owner->on_end) {
        state.owner->on_end();
      }
    });
  };
  try {
    Evaluations evaluations;
    for (const auto& study : wish.studies) {
      evaluations.push_back(std::make_shared<const SamplingEvaluation>(
          evaluate(*study->data, study->request, watch)));
      ++done;
    }
    end(std::move(evaluations), nullptr);
  } catch (...) {
    end({}, std::current_exception());
  }
}

}  // namespace baryscope
