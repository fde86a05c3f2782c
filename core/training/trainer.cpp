#include "core/training/trainer.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/processor.h"
#include "core/model/device.h"
#include "core/text/word_level.h"
#include "core/training/adamw.h"
#include "core/training/checkpoint.h"
#include "core/training/evaluation.h"
#include "core/training/kept_weights.h"
#include "core/training/model_folder.h"
#include "core/training/schedule.h"
#include "core/training/task_tensors.h"

namespace baryscope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tell_interval{100};
constexpr int points_a_curve = 400;

// A smoothed loss this many times the first one, for so many steps in a row, does not come back.
constexpr double wild_factor = 20, least_first_loss = 1e-2, smoothing = 0.05;
constexpr int max_wild_steps = 200;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Examples that no training sees: another stream for every seed and step.
Random evaluation_random(std::uint64_t seed, int step) {
  Random mixed(seed ^ 0xe7037ed1a0b428dbULL);
  return Random(mixed() + static_cast<std::uint64_t>(step));
}

/// The number of threads is the calling thread's own in OpenMP and MKL; at::set_num_threads()
/// besides keeps it for threads that have not asked yet. Analyses set theirs on their thread before
/// they compute, so neither changes the other's sums.
class ThreadScope {
 public:
  explicit ThreadScope(int n_threads) : m_before(at::get_num_threads()) {
    at::set_num_threads(n_threads);
  }
  ~ThreadScope() { at::set_num_threads(m_before); }
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  int m_before;
};

Transformer fresh_transformer(const TrainingRequest& request, const Task& task, Random& random,
                              const at::Device& device) {
  Transformer model(requested_transformer(request, task), feature_tensor(task.vocabulary()), random,
                    device);
  for (const auto& [name, values] : model.parameters()) {
    at::Tensor(values).set_requires_grad(true);
  }
  return model;
}

class Training {
 public:
  Training(const TrainingRequest& request, const TrainingListener& listener, const Watch& watch,
           const PublishModel& publish)
      : m_request(request),
        m_listener(listener),
        m_watch(watch),
        m_publish(publish),
        m_task(make_task(request.task)),
        m_folder(request),
        m_device(open_device(request.device)),
        m_random(request.seed),
        m_model(fresh_transformer(request, *m_task, m_random, m_device)),
        m_optimizer(m_model.parameters(), request.optimizer.weight_decay) {
    m_state.request = request_options(request);
    m_kept_steps = kept_steps(request.optimizer.steps, request.keep_checkpoints);
  }

  TrainingResult run() {
    if (m_request.resume) {
      resume();
    } else {
      remove_kept_weights(m_folder.path());
    }
    try {
      return run_steps();
    } catch (...) {
      // Of a training that cannot be gone on with nothing stays.
      if (m_checkpoint_step < 0) remove_kept_weights(m_folder.path());
      throw;
    }
  }

 private:
  TrainingResult run_steps() {
    keep_weights_if_due();
    m_begin = m_last_rate = Clock::now();
    m_seconds_before = m_state.seconds;
    m_first_step = m_rate_step = m_state.steps_done;
    const int n_steps = m_request.optimizer.steps;
    bool stopped = false;
    while (m_state.steps_done < n_steps) {
      if (m_listener.go_on && !m_listener.go_on()) {
        stopped = true;
      }
      m_watch.check();
      if (stopped) {
        break;
      }
      publish_if_wanted();
      step();
      keep_weights_if_due();
      const int done = m_state.steps_done;
      const bool last = done == n_steps;
      if (!last && done % m_request.evaluate_every == 0) {
        record(evaluation(false));
      } else if (!last && (done == 1 || done % std::max(1, n_steps / points_a_curve) == 0)) {
        record({});
      } else if (!last && m_listener.on_point && Clock::now() - m_last_told >= tell_interval) {
        tell(current_point());  // a long training is heard between the points of its curve
      }
      if (!last && done % m_request.checkpoint_every == 0) {
        write_checkpoint();
      }
    }
    return finish(stopped);
  }

  void resume();
  void step();
  void check_finite(const char* what, double value, double rate) const;
  void check_divergence(double rate) const;
  [[nodiscard]] TaskMetrics evaluation(bool at_the_end) const;
  TrainingPoint current_point();
  void tell(const TrainingPoint& point);
  void record(std::optional<TaskMetrics> metrics);
  void publish_if_wanted();
  void keep_weights_if_due();
  void write_checkpoint();
  TrainingResult finish(bool stopped);
  [[nodiscard]] std::string kept() const;

  const TrainingRequest& m_request;
  const TrainingListener& m_listener;
  const Watch& m_watch;
  const PublishModel& m_publish;
  std::unique_ptr<const Task> m_task;
  ModelFolder m_folder;
  at::Device m_device;
  Random m_random;
  Transformer m_model;
  AdamW m_optimizer;
  std::shared_ptr<const Tokenizer> m_tokenizer;  ///< made for the first snapshot
  CheckpointState m_state;
  std::vector<int> m_kept_steps;
  int m_checkpoint_step = -1;  ///< of the checkpoint in the folder that is ours; −1: none

  Clock::time_point m_begin, m_last_told, m_last_rate;
  double m_seconds_before = 0;
  int m_first_step = 0;  ///< done before this run
  int m_rate_step = 0;
  double m_rate = 0;      ///< steps a second of late
  double m_loss_sum = 0;  ///< since the last recorded point
  int m_n_losses = 0;
  double m_gradient_norm = 0;
};

void Training::resume() {
  CheckpointState state = read_checkpoint_state(m_folder.path());
  const OptionTexts wanted = request_options(m_request);
  // The optimiser's options may change on the way; the model, its data and seed may not.
  for (const auto& [id, value] : wanted) {
    constexpr std::array free{"steps", "learning-rate", "warm-up", "weight-decay", "clip"};
    if (std::find(free.begin(), free.end(), id) != free.end()) {
      continue;
    }
    const auto before =
        std::find_if(state.request.begin(), state.request.end(),
                     [&name = id](const auto& entry) { return entry.first == name; });
    if (before == state.request.end() || before->second != value) {
      throw UsageError(fmt::format(
          "--{} {} beside --resume on: the training in {} was begun with {}; give the same, or "
          "--force on to train anew",
          id, value, m_folder.path().string(),
          before == state.request.end() ? "another mechanism or task" : before->second));
    }
  }
  if (state.steps_done >= m_request.optimizer.steps) {
    throw UsageError(
        fmt::format("--steps {}: the training in {} has done {} steps already; give "
                    "more to go on",
                    m_request.optimizer.steps, m_folder.path().string(), state.steps_done));
  }
  state = load_checkpoint(m_folder.path(), m_model, m_optimizer);
  state.request = wanted;
  m_state = std::move(state);
  m_random = Random(m_state.random);
  m_checkpoint_step = m_state.steps_done;
}

void Training::step() {
  const double rate = learning_rate(m_request.optimizer, m_state.steps_done);
  const TaskBatch batch = m_task->make(m_random, m_request.optimizer.batch);
  const BatchTensors tensors = batch_tensors(batch, m_task->vector_dim(), m_device);
  const TransformerOutput output = m_model.run(tensors.ids, {}, nullptr, m_watch);
  at::Tensor loss = answer_loss(output.answers, tensors);
  const at::Tensor whole = output.auxiliary_loss.defined() ? loss + output.auxiliary_loss : loss;
  const double value = loss.item<double>();
  check_finite("loss", value, rate);
  whole.backward();
  std::vector<at::Tensor> gradients;
  for (const auto& [name, values] : m_model.parameters()) {
    at::Tensor gradient = values.grad();
    // A parameter that a mechanism does not use has none; queries are used by every one.
    BARYSCOPE_CHECK(gradient.defined() || !name.ends_with(".query.weight"));
    gradients.push_back(gradient.defined() ? gradient : at::zeros_like(values));
    at::Tensor(values).mutable_grad().reset();
  }
  const at::NoGradGuard no_gradients;
  m_gradient_norm = global_norm(gradients);
  check_finite("gradient", m_gradient_norm, rate);
  clip_to_norm(gradients, m_gradient_norm, m_request.optimizer.clip);
  m_optimizer.step(gradients, rate);
  if (m_state.steps_done == 0) {
    m_state.first_loss = m_state.recent_loss = value;
  }
  ++m_state.steps_done;
  m_loss_sum += value;
  ++m_n_losses;
  m_state.recent_loss += smoothing * (value - m_state.recent_loss);
  const bool wild =
      m_state.recent_loss > wild_factor * std::max(m_state.first_loss, least_first_loss);
  m_state.n_wild_steps = wild ? m_state.n_wild_steps + 1 : 0;
  check_divergence(rate);
}

std::string Training::kept() const {
  return m_checkpoint_step < 0 ? "No checkpoint was written before."
                               : fmt::format("The checkpoint of step {} is kept in {}.",
                                             m_checkpoint_step, m_folder.path().string());
}

void Training::check_finite(const char* what, double value, double rate) const {
  if (!std::isfinite(value)) {
    throw Error(fmt::format(
        "the training broke down in step {}: the {} is {} at the learning rate {}. Choose a "
        "smaller --learning-rate or --clip. {}",
        m_state.steps_done + 1, what, std::isnan(value) ? "NaN" : "infinite", to_text(rate),
        kept()));
  }
}

void Training::check_divergence(double rate) const {
  if (m_state.n_wild_steps >= max_wild_steps) {
    throw Error(fmt::format(
        "the training diverges: in step {} the loss is {}, {} at the start, and has been as wild "
        "for {} steps (learning rate {}). Choose a smaller --learning-rate or --clip. {}",
        m_state.steps_done, to_text(m_state.recent_loss, 3), to_text(m_state.first_loss, 3),
        max_wild_steps, to_text(rate), kept()));
  }
}

TaskMetrics Training::evaluation(bool at_the_end) const {
  EvaluationSize size;
  size.n_examples = std::max(1, at_the_end ? m_request.n_evaluated : m_request.n_evaluated / 4);
  size.n_texts = at_the_end ? 1000 : 100;
  size.max_hull_outputs = at_the_end ? 400 : 100;
  return evaluate(m_model, *m_task, m_request.mechanism.mechanism,
                  evaluation_random(m_request.seed, m_state.steps_done), size, m_watch);
}

TrainingPoint Training::current_point() {
  const Clock::time_point now = Clock::now();
  if (const std::chrono::duration<double> passed = now - m_last_rate;
      passed.count() > 0.5 || m_rate == 0) {
    m_rate = (m_state.steps_done - m_rate_step) / std::max(passed.count(), 1e-9);
    m_last_rate = now;
    m_rate_step = m_state.steps_done;
  }
  TrainingPoint point;
  point.step = m_state.steps_done;
  point.loss = m_n_losses > 0 ? m_loss_sum / m_n_losses : m_state.recent_loss;
  point.learning_rate = learning_rate(m_request.optimizer, std::max(0, m_state.steps_done - 1));
  point.gradient_norm = m_gradient_norm;
  point.steps_per_second = m_rate;
  return point;
}

void Training::tell(const TrainingPoint& point) {
  m_last_told = Clock::now();
  m_listener.on_point(point);
}

void Training::record(std::optional<TaskMetrics> metrics) {
  TrainingPoint point = current_point();
  point.evaluation = metrics;
  m_loss_sum = 0;
  m_n_losses = 0;
  m_state.curve.push_back(point);
  if (m_listener.on_point && (point.evaluation || Clock::now() - m_last_told >= tell_interval)) {
    tell(point);
  }
}

void Training::publish_if_wanted() {
  if (!m_publish || !m_listener.wants_snapshot || !m_listener.wants_snapshot()) {
    return;
  }
  if (!m_tokenizer) {
    const TaskVocabulary& vocabulary = m_task->vocabulary();
    m_tokenizer =
        read_tokenizer(to_word_level_json(vocabulary.tokens, vocabulary.blank), "the tokenizer");
  }
  m_publish(
      make_model(m_folder.path().filename().string(), m_folder.path(), m_tokenizer, m_model.copy()),
      m_state.steps_done);
  if (m_listener.on_snapshot) {
    m_listener.on_snapshot(m_state.steps_done);
  }
}

void Training::keep_weights_if_due() {
  if (std::binary_search(m_kept_steps.begin(), m_kept_steps.end(), m_state.steps_done)) {
    write_weights(made_kept_folder(m_folder.path(), m_state.steps_done), m_model, *m_task);
  }
}

void Training::write_checkpoint() {
  m_state.random = m_random.state();
  m_state.seconds = m_seconds_before + seconds_since(m_begin);
  try {
    save_checkpoint(m_folder.path(), m_model, m_optimizer, m_state);
    if (m_checkpoint_step < 0) {
      remove_record(m_folder.path());
    }
    write_weights(m_folder.path(), m_model, *m_task);
  } catch (const Error& error) {
    throw Error(fmt::format("{}. The training stopped after step {}. {}", error.what(),
                            m_state.steps_done, kept()));
  }
  m_checkpoint_step = m_state.steps_done;
}

TrainingResult Training::finish(bool stopped) {
  TrainingResult result;
  result.steps_done = m_state.steps_done;
  result.stopped = stopped;
  if (stopped) {
    write_checkpoint();  // who stops it may not wait for the evaluation
  }
  const double seconds = seconds_since(m_begin);
  result.seconds = m_seconds_before + seconds;
  result.steps_per_second = (m_state.steps_done - m_first_step) / std::max(seconds, 1e-9);
  result.metrics = evaluation(!stopped);
  // The last point tells of the whole run: since the one before it the evaluation took most time.
  m_rate = result.steps_per_second;
  m_last_rate = Clock::now();
  m_rate_step = m_state.steps_done;
  record(result.metrics);
  for (const auto& [name, values] : m_model.parameters()) {
    result.n_parameters += values.numel();
  }
  write_checkpoint();
  result.curve = m_state.curve;
  try {
    write_model_folder(m_folder.path(), m_model, *m_task, m_request, result);
  } catch (const Error& error) {
    throw Error(fmt::format("{}. {}", error.what(), kept()));
  }
  return result;
}

}  // namespace

TrainingResult train_model(const TrainingRequest& request, const TrainingListener& listener,
                           const Watch& watch, const PublishModel& publish) {
  check_training_request(request);
  const ThreadScope threads(std::max(1, request.n_threads));
  const ProcessorScope processor(request.cpu);
  const at::AutoGradMode gradients(true);
  return Training(request, listener, watch, publish).run();
}

}  // namespace baryscope
