#include "app/session/session.h"

#include <algorithm>
#include <chrono>

#include "app/session/all_options.h"
#include "app/session/evaluation_run.h"
#include "app/session/history.h"
#include "app/session/option_changes.h"
#include "app/session/session_requests.h"
#include "app/session/training_run.h"
#include "app/session/worker.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr std::chrono::milliseconds progress_interval{30};

}  // namespace

std::vector<std::shared_ptr<const Analysis>> Finished::all_analyses() const {
  auto all = analyses;
  all.insert(all.end(), compared.begin(), compared.end());
  return all;
}

struct Session::State {
  State(Session* session, OptionValues initial, MakeEngine make_engine, Post post_function)
      : owner(session),
        options(std::move(initial)),
        post(std::move(post_function)),
        make(std::move(make_engine)),
        evaluation(post) {
    evaluation.on_end = [this] { end_evaluation(); };
    evaluation.on_progress = [this](double fraction, const std::string& step) {
      if (owner->on_evaluation_progress) {
        owner->on_evaluation_progress(fraction, step);
      }
    };
  }

  void start_worker(const std::shared_ptr<State>& self);
  void arrive(const Outcome& outcome);
  void apply(OptionValues values);
  void submit(const SessionRequests& wanted_request, bool force);
  void end_evaluation();
  /// True where the evaluation is (or will be) of what is shown.
  [[nodiscard]] bool evaluates_shown() const {
    return current != nullptr && !current->studies.empty() &&
           evaluation.studies() == current->studies;
  }
  void tell_error(const std::exception_ptr& thrown) const {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      if (owner->on_error) {
        owner->on_error(error.what());
      }
    }
  }
  void tell_options() const {
    if (owner->on_changed_options) {
      owner->on_changed_options();
    }
  }

  Session* owner;
  OptionValues options;
  History history;
  Post post;
  MakeEngine make;
  std::optional<int> selected;
  std::string system_theme = "light";
  std::shared_ptr<const Finished> current;
  std::exception_ptr failure;

  std::optional<SessionRequests> request;  ///< what is wanted
  std::optional<SessionRequests> refused;  ///< cancelled or failed: not tried again by itself
  std::uint64_t generation = 0;            ///< of the newest wish
  std::uint64_t oldest_useful = 0;         ///< results before it answer another request
  std::uint64_t shown = 0;
  std::uint64_t settled = 0;  ///< == generation: idle
  int n_tasks = 0;

  std::unique_ptr<Worker> worker;
  std::unique_ptr<TrainingRun> training;
  EvaluationRun evaluation;
};

void Session::State::start_worker(const std::shared_ptr<State>& self) {
  const std::weak_ptr<State> weak = self;
  const Post post_function = post;
  auto last_progress = std::make_shared<std::chrono::steady_clock::time_point>();
  worker = std::make_unique<Worker>(
      make, Worker::Listener{.deliver =
                                 [weak, post_function](Outcome outcome) {
                                   post_function([weak, outcome = std::move(outcome)] {
                                     if (const auto state = weak.lock()) {
                                       state->arrive(outcome);
                                     }
                                   });
                                 },
                             .progress =
                                 [weak, post_function, last_progress](
                                     std::uint64_t of, double fraction, std::string_view step) {
                                   const auto now = std::chrono::steady_clock::now();
                                   if (now - *last_progress < progress_interval && fraction < 1) {
                                     return;
                                   }
                                   *last_progress = now;
                                   post_function([weak, of, fraction, name = std::string(step)] {
                                     const auto state = weak.lock();
                                     if (state && of >= state->oldest_useful &&
                                         state->settled != state->generation &&
                                         state->owner->on_progress) {
                                       state->owner->on_progress(fraction, name);
                                     }
                                   });
                                 }});
}

void Session::State::arrive(const Outcome& outcome) {
  if (outcome.generation < oldest_useful || outcome.generation <= shown) {
    return;
  }
  const bool newest = outcome.generation == generation;
  if (outcome.failure) {
    if (!newest) {
      return;
    }
    settled = generation;
    refused = request;
    failure = outcome.failure;
    tell_error(outcome.failure);
    return;
  }
  shown = outcome.generation;
  if (newest) {
    settled = generation;
    failure = nullptr;
  }
  if (outcome.finished) {
    current = outcome.finished;
    if (owner->on_finished) {
      owner->on_finished();
    }
  }
}

void Session::State::end_evaluation() {
  if (evaluation.failure()) {
    tell_error(evaluation.failure());
  } else if (owner->on_evaluated) {
    owner->on_evaluated();
  }
}

void Session::State::submit(const SessionRequests& wanted_request, bool force) {
  ++generation;
  if (force || request != wanted_request) {
    oldest_useful = generation;
    evaluation.stop();
  }
  if (force || refused != wanted_request) {
    refused.reset();
  }
  request = wanted_request;
  ViewRequest view = make_view_request(options, system_theme);
  view.selected_token = selected;
  worker->submit({.generation = generation,
                  .requests = wanted_request,
                  .view = std::move(view),
                  .compute = !refused,
                  .force = force});
}

void Session::State::apply(OptionValues values) {
  const SessionRequests wanted = make_session_requests(values);
  const std::vector<std::string> ids = differing_ids(options, values);
  if (std::any_of(ids.begin(), ids.end(),
                  [](const auto& id) { return id == "text" || id == "text-b" || id == "model"; })) {
    selected.reset();
  }
  options = std::move(values);
  if (request != wanted || change_the_drawing(ids)) {
    submit(wanted, false);
  }
  if (!ids.empty()) {
    tell_options();
  }
}

Session::Session(const OptionTable& table, MakeEngine make_engine, Post post)
    : Session(OptionValues(table), std::move(make_engine), std::move(post)) {}

Session::Session(OptionValues options, MakeEngine make_engine, Post post)
    : m_state(std::make_shared<State>(this, std::move(options), std::move(make_engine),
                                      std::move(post))) {
  m_state->start_worker(m_state);
}

Session::~Session() {
  m_state->evaluation.stop();
  m_state->training.reset();  // it may wait for the engine, which the worker makes
  m_state->worker.reset();
}

const OptionValues& Session::options() const { return m_state->options; }

void Session::set_option(std::string_view id, std::string_view value) {
  set_options({{std::string(id), std::string(value)}});
}

void Session::set_options(const OptionChanges& values) {
  replace_options(changed_values(m_state->options, values));
}

void Session::drag_option(std::string_view id, std::string_view value) {
  drag_options({{std::string(id), std::string(value)}});
}

void Session::drag_options(const OptionChanges& values) {
  OptionValues before = m_state->options;
  OptionValues after = changed_values(before, values);
  if (after == before) {
    return;
  }
  check_values(after, m_state->system_theme);
  m_state->history.record_drag(std::move(before), values.front().first);
  m_state->apply(std::move(after));
}

void Session::end_drag() { m_state->history.end_drag(); }

void Session::replace_options(const OptionValues& values) {
  BARYSCOPE_CHECK(&values.table() == &m_state->options.table());
  check_values(values, m_state->system_theme);
  if (!differing_ids(m_state->options, values).empty()) {
    m_state->history.record(m_state->options);
  }
  m_state->apply(values);
}

void Session::reset_options() {
  OptionValues values(m_state->options.table());
  for (const auto& [id, value] : m_state->options.changed()) {
    if (!is_session_option(values.table().spec(id))) {
      values.set(id, value);
    }
  }
  apply_shipped_session(values);
  replace_options(values);
}

bool Session::undo() {
  const auto values = m_state->history.undo(m_state->options);
  if (values) {
    m_state->apply(*values);
  }
  return values.has_value();
}

bool Session::redo() {
  const auto values = m_state->history.redo(m_state->options);
  if (values) {
    m_state->apply(*values);
  }
  return values.has_value();
}

bool Session::can_undo() const { return m_state->history.can_undo(); }
bool Session::can_redo() const { return m_state->history.can_redo(); }

void Session::refresh() { m_state->submit(make_session_requests(m_state->options), true); }

void Session::cancel() {
  State& state = *m_state;
  state.evaluation.stop();
  state.worker->cancel();
  if (state.settled == state.generation) {
    return;
  }
  state.refused = state.request;
  state.oldest_useful = ++state.generation;
  state.settled = state.generation;
  state.failure = std::make_exception_ptr(Cancelled());
}

bool Session::busy() const {
  return m_state->settled != m_state->generation || m_state->n_tasks > 0;
}

std::exception_ptr Session::failure() const { return m_state->failure; }

void Session::run_on_engine(EngineTask task, std::function<void(std::exception_ptr)> done) {
  ++m_state->n_tasks;
  const std::weak_ptr<State> weak = m_state;
  const Post post = m_state->post;
  m_state->worker->run(std::move(task),
                       [weak, post, done = std::move(done)](const std::exception_ptr& failure) {
                         post([weak, done, failure] {
                           if (const auto state = weak.lock()) {
                             --state->n_tasks;
                             done(failure);
                           }
                         });
                       });
}

TrainingRun& Session::start_training(TrainingRequest request) {
  State& state = *m_state;
  if (state.training && state.training->active()) {
    throw UsageError("a training runs already (" + state.training->state().request.output.string() +
                     "); stop it or wait for its end");
  }
  state.training.reset();
  state.training =
      std::make_unique<TrainingRun>(state.worker->share_engine(), std::move(request), state.post);
  return *state.training;
}

TrainingRun* Session::training() const { return m_state->training.get(); }

std::shared_ptr<const Finished> Session::current() const { return m_state->current; }

void Session::select_token(std::optional<int> position) {
  State& state = *m_state;
  if (position && state.current && state.current->analyses.empty()) {
    throw UsageError("token " + std::to_string(*position) +
                     ": samples are shown, which have no tokens; --view space shows a text");
  }
  if (position && state.current) {
    const auto n_tokens = static_cast<int>(state.current->analyses.front()->tokens.size());
    if (*position < 0 || *position >= n_tokens) {
      throw UsageError("token " + std::to_string(*position) + ": expected a position from 0 to " +
                       std::to_string(n_tokens - 1));
    }
  }
  if (state.selected == position) {
    return;
  }
  state.selected = position;
  if (state.request) {
    state.submit(*state.request, false);
  }
}

std::optional<int> Session::selected_token() const { return m_state->selected; }

void Session::evaluate_samples() {
  State& state = *m_state;
  if (state.current == nullptr || state.current->studies.empty()) {
    throw UsageError("there are no samples to evaluate yet: --view samples shows some");
  }
  if (state.current->studies.front()->request.classifier == "none") {
    throw UsageError("--classifier none: nothing can be scored; choose knn or logistic");
  }
  state.evaluation.start(state.current->studies);
}

Session::Evaluations Session::evaluations() const {
  return m_state->evaluates_shown() ? m_state->evaluation.evaluations() : Evaluations();
}

std::shared_ptr<const SamplingEvaluation> Session::evaluation() const {
  const Evaluations all = evaluations();
  return all.empty() ? nullptr : all.front();
}

bool Session::evaluating() const { return m_state->evaluation.active(); }

std::exception_ptr Session::evaluation_failure() const {
  return m_state->evaluates_shown() ? m_state->evaluation.failure() : nullptr;
}

void Session::set_system_theme(std::string theme) {
  State& state = *m_state;
  if (state.system_theme == theme) {
    return;
  }
  state.system_theme = std::move(theme);
  if (state.request) {
    state.submit(*state.request, false);
  }
}

const std::string& Session::system_theme() const { return m_state->system_theme; }

}  // namespace baryscope
