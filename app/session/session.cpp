#include "app/session/session.h"

#include <algorithm>
#include <memory>
#include <string>

#include "app/session/all_options.h"
#include "app/session/computer.h"
#include "app/session/option_changes.h"
#include "app/session/session_state.h"
#include "core/analysis/analysis_options.h"
#include "core/base/error.h"
#include "core/engine/engine.h"
#include "viz/views/view_list.h"

namespace baryscope {

std::vector<std::shared_ptr<const Analysis>> Computed::all_analyses() const {
  auto all = analyses;
  all.insert(all.end(), compared.begin(), compared.end());
  return all;
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

const OptionValues& Session::options() const { return m_state->wishes.newest().options; }

const OptionValues& Session::shown_options() const {
  return m_state->current == nullptr ? options() : m_state->current->options;
}

void Session::set_option(std::string_view id, std::string_view value) {
  set_options({{std::string(id), std::string(value)}});
}

void Session::set_options(const OptionChanges& values) {
  const bool given = std::any_of(values.begin(), values.end(),
                                 [](const auto& change) { return change.first == "orientation"; });
  m_state->replace({changed_values(options(), values, m_state->shown_query()),
                    m_state->wishes.newest().timeline},
                   !given);
}

void Session::drag_option(std::string_view id, std::string_view value) {
  drag_options({{std::string(id), std::string(value)}}, id);
}

void Session::drag_options(const OptionChanges& values, std::string_view drag) {
  OptionValues after = changed_values(options(), values, m_state->shown_query());
  if (after == options()) {
    return;
  }
  check_values(after, m_state->system_theme);
  const Edited before = m_state->wishes.newest().edited();
  Edited wanted{std::move(after), before.timeline};
  History steps = m_state->wishes.newest().history;
  steps.record_drag(before, wanted, drag);
  m_state->change(std::move(wanted), std::move(steps), true);
}

void Session::end_drag() { m_state->wishes.end_drag(); }

void Session::replace_options(const OptionValues& values) { replace(values, timeline()); }

void Session::replace(const OptionValues& values, Timeline timeline) {
  BARYSCOPE_CHECK(&values.table() == &options().table());
  m_state->replace({values, std::make_shared<const Timeline>(std::move(timeline))}, false);
}

void Session::reset_options() {
  OptionValues values(options().table());
  for (const auto& [id, value] : options().changed()) {
    if (!is_session_option(values.table().spec(id))) {
      values.set(id, value);
    }
  }
  apply_shipped_session(values);
  replace_options(values);
}

bool Session::undo() {
  History steps = m_state->wishes.newest().history;
  std::optional<Edited> values = steps.undo(m_state->wishes.newest().edited());
  if (!values) {
    return false;
  }
  m_state->change(std::move(*values), std::move(steps), false);
  return true;
}

bool Session::redo() {
  History steps = m_state->wishes.newest().history;
  std::optional<Edited> values = steps.redo(m_state->wishes.newest().edited());
  if (!values) {
    return false;
  }
  m_state->change(std::move(*values), std::move(steps), false);
  return true;
}

bool Session::can_undo() const { return m_state->wishes.newest().history.can_undo(); }
bool Session::can_redo() const { return m_state->wishes.newest().history.can_redo(); }

void Session::refresh() { m_state->compute_again(); }

void Session::cancel() {
  State& state = *m_state;
  state.evaluation.stop();
  state.evaluation_interrupted = false;
  state.worker->cancel();
  if (state.wishes.pending()) {
    state.failure = std::make_exception_ptr(Cancelled());
    state.fall_back();
    state.tell_busy();
  }
}

bool Session::busy() const { return m_state->busy(); }

std::exception_ptr Session::failure() const { return m_state->failure; }

const OptionValues& Session::refused_options() const {
  return m_state->refused ? *m_state->refused : options();
}

void Session::run_on_engine(EngineTask task, std::function<void(std::exception_ptr)> done) {
  run_on_worker([task = std::move(task)](Computer& computer,
                                         const Watch& watch) { task(computer.engine(), watch); },
                std::move(done));
}

void Session::continue_text() {
  auto text = std::make_shared<std::string>();
  run_on_engine(
      [request = make_request(options()),
       temperature = options().find_number("sample-temperature").value_or(0),
       text](Engine& engine, const Watch& watch) {
        *text = engine.continue_text(request, temperature, watch);
      },
      [this, text](const std::exception_ptr& failure) {
        if (failure) {
          m_state->failure = failure;
          m_state->tell_error(failure);
        } else {
          set_option("text", *text);
        }
      });
}

void Session::run_on_worker(WorkerTask task, std::function<void(std::exception_ptr)> done,
                            ProgressFunction progress) {
  ++m_state->n_tasks;
  m_state->tell_busy();
  const std::weak_ptr<State> weak = m_state;
  const Post post = m_state->post;
  m_state->worker->run(
      std::move(task),
      [weak, post, done = std::move(done)](const std::exception_ptr& failure) {
        post([weak, done, failure] {
          if (const auto state = weak.lock()) {
            --state->n_tasks;
            done(failure);
            state->tell_busy();
          }
        });
      },
      std::move(progress));
}

std::shared_future<std::shared_ptr<Engine>> Session::share_engine() {
  return m_state->worker->share_engine();
}

const Timeline& Session::timeline() const { return *m_state->wishes.newest().timeline; }

void Session::begin_with(Timeline timeline) {
  m_state->wishes.begin_with(std::make_shared<const Timeline>(std::move(timeline)));
}

void Session::set_timeline(Timeline timeline, const OptionChanges& values) {
  m_state->replace({changed_values(options(), values, m_state->shown_query()),
                    std::make_shared<const Timeline>(std::move(timeline))},
                   true);
}

void Session::drag_timeline(Timeline timeline) {
  if (timeline == this->timeline()) {
    return;
  }
  const Edited before = m_state->wishes.newest().edited();
  Edited after{before.options, std::make_shared<const Timeline>(std::move(timeline))};
  History steps = m_state->wishes.newest().history;
  steps.record_drag(before, after, "key frames");
  m_state->change(std::move(after), std::move(steps), true);
}

std::string Session::last_view(ViewSource source) const {
  const auto found = m_state->last_views.find(source);
  return found == m_state->last_views.end() ? first_view(source).name : found->second;
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

void Session::select(const Selection& selection) { m_state->select(selection); }

void Session::select_token(std::optional<int> position) { select(token_selection(position)); }

const Selection& Session::selection() const { return m_state->selection; }

std::optional<int> Session::selected_token() const { return m_state->selection.marked_token(); }

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
  state.draw_again();
}

void Session::fall_silent() {
  on_changed_options = on_changed_timeline = on_finished = on_selected = on_evaluated = nullptr;
  on_error = nullptr;
  on_busy = nullptr;
  on_progress = on_evaluation_progress = nullptr;
}

void Session::draw_for_screen() { m_state->for_screen = true; }

const std::string& Session::system_theme() const { return m_state->system_theme; }

}  // namespace baryscope
