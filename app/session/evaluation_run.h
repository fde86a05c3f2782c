/// Cross-validation of the samples that are shown, on a thread of its own.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/sampling/studies/evaluation.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// The members are for the thread of `post`; none of them waits for the work but the destructor.
class EvaluationRun {
 public:
  using Studies = std::vector<std::shared_ptr<const SamplingStudy>>;
  using Evaluations = std::vector<std::shared_ptr<const SamplingEvaluation>>;
  using Post = std::function<void(std::function<void()>)>;

  explicit EvaluationRun(Post post);
  /// Stops and waits.
  ~EvaluationRun();
  EvaluationRun(const EvaluationRun&) = delete;
  EvaluationRun& operator=(const EvaluationRun&) = delete;

  /// Stops what runs and evaluates these, one after the other.
  void start(Studies studies);
  /// Nothing follows a run that was stopped.
  void stop();

  [[nodiscard]] bool active() const;
  /// What was given to the last start().
  [[nodiscard]] const Studies& studies() const;
  /// One a study; empty until they are there.
  [[nodiscard]] const Evaluations& evaluations() const;
  /// Why there are none; null where nothing failed.
  [[nodiscard]] std::exception_ptr failure() const;

  // Told through `post`'s thread.
  std::function<void()> on_end;  ///< evaluations() or failure() is new
  std::function<void(double fraction, const std::string& step)> on_progress;

 private:
  struct State;
  struct Wish {
    std::uint64_t id = 0;
    Studies studies;
    std::stop_token stop;
  };

  void loop(const std::stop_token& thread_stop);
  void perform(const Wish& wish);

  Post m_post;
  std::shared_ptr<State> m_state;  ///< shared with functions that are posted but have not run

  std::mutex m_mutex;
  std::condition_variable_any m_wake;
  std::optional<Wish> m_wish;
  std::stop_source m_stop;  ///< of what runs or waits
  std::jthread m_thread;    ///< made by the first start()
};

}  // namespace baryscope
