#include "app/session/session_state.h"

#include <chrono>
#include <string_view>
#include <utility>

#include "app/session/option_changes.h"
#include "core/base/error.h"
#include "core/base/error_text.h"

namespace baryscope {
namespace {

constexpr std::chrono::milliseconds progress_interval{30};

std::shared_ptr<const Finished> with_options(const Finished& finished,
                                             const OptionValues& options) {
  auto copy = std::make_shared<Finished>(finished);
  copy->options = options;
  return copy;
}

/// What can be asked for: `wanted`, else `safe`.
OptionValues valid_or(OptionValues wanted, const OptionValues& safe, const std::string& theme) {
  try {
    check_values(wanted, theme);
    return wanted;
  } catch (const UsageError&) {
    return safe;
  }
}

}  // namespace

Session::State::State(Session* session, OptionValues initial, MakeEngine make_engine,
                      Post post_function)
    : owner(session),
      wishes(std::move(initial)),
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
                                         state->wishes.pending() && state->owner->on_progress) {
                                       state->owner->on_progress(fraction, name);
                                     }
                                   });
                                 }});
}

void Session::State::arrive(const Outcome& outcome) {
  if (outcome.generation < oldest_useful || outcome.generation <= wishes.shown().generation) {
    return;
  }
  if (!outcome.failure) {
    wishes.grant(outcome.generation);
    wishes.settle("orientation", outcome.finished->options);
    show(outcome.finished);
  } else if (outcome.generation == generation) {
    failure = outcome.failure;
    refused = wishes.newest().options;
    fall_back();
    tell_error(outcome.failure);
  }
  tell_busy();
}

void Session::State::show(std::shared_ptr<const Finished> finished) {
  const OptionValues& options = wishes.shown().options;
  const std::shared_ptr<const Finished> before = std::move(current);
  // Since the request something may have changed for which nothing is to be made.
  last_views[view(options.text("view")).source] = options.text("view");
  current = finished->options == options ? std::move(finished) : with_options(*finished, options);
  selection = before == nullptr ? Selection() : selection_after(*before);
  follow_sample();
  go_on_evaluating();
  if (owner->on_finished) {
    owner->on_finished();
  }
}

Selection Session::State::selection_after(const Finished& before) const {
  Selection kept = selection;
  if (!current->studies.empty()) {
    kept.in_compared = kept.in_compared && current->studies.size() > 1;
    const SamplingStudy& study =
        *(kept.in_compared ? current->studies.back() : current->studies.front());
    // Of other data it would be another row.
    const bool same = !before.studies.empty() && before.studies.front()->data == study.data;
    return same ? remaining(kept, study) : Selection();
  }
  // Of another text it would be another token.
  kept.in_compared = kept.in_compared && !current->compared.empty();
  const auto& side = kept.in_compared ? current->compared : current->analyses;
  const bool same = read_the_same(before.options, current->options);
  return same && !side.empty() ? remaining(kept, *side.front()) : Selection();
}

/// `sample` is the selection too, however it was set.
void Session::State::follow_sample() {
  if (current->studies.empty()) {
    return;
  }
  const bool follows =
      selection.subject.kind == Subject::Kind::synthetic_point && !selection.in_compared;
  if (const auto sample = current->options.find_integer("sample")) {
    const Selection named{synthetic_point_subject(static_cast<int>(*sample))};
    if (!remaining(named, *current->studies.front()).none()) {
      selection = named;
      return;
    }
  }
  if (follows) {
    selection = {};
  }
}

std::optional<int> Session::State::shown_query() const {
  if (current == nullptr || current->analyses.empty() ||
      !read_the_same(current->options, wishes.newest().options)) {
    return std::nullopt;
  }
  const QueryResult* focus = find_focus(*current->analyses.front());
  return focus == nullptr ? std::nullopt : std::optional(focus->position);
}

void Session::State::check_selection(const Selection& wanted) const {
  const std::string words = to_text(wanted.subject) + ": ";
  if (current == nullptr) {
    throw UsageError(words + "nothing is shown yet");
  }
  const std::size_t side = wanted.in_compared ? 1 : 0;
  if (wanted.is_sample()) {
    if (current->studies.empty()) {
      throw UsageError(words + "a text is shown, which has no samples; show-samples shows some");
    }
    if (side >= current->studies.size() || remaining(wanted, *current->studies[side]).none()) {
      throw UsageError(words + "there is no such point in what is shown");
    }
    return;
  }
  const auto& analyses = wanted.in_compared ? current->compared : current->analyses;
  if (analyses.empty()) {
    throw UsageError(words + (wanted.in_compared && current->studies.empty()
                                  ? std::string("nothing is compared")
                                  : "samples are shown, which have no tokens; --view " +
                                        first_view(ViewSource::text).name + " shows a text"));
  }
  if (remaining(wanted, *analyses.front()).none()) {
    throw UsageError(words + "expected positions from 0 to " +
                     std::to_string(analyses.front()->tokens.size() - 1));
  }
}

void Session::State::select(const Selection& wanted) {
  if (!wanted.none()) {
    check_selection(wanted);
  }
  const bool samples = current != nullptr && !current->studies.empty();
  if (samples) {
    const bool follows =
        wanted.subject.kind == Subject::Kind::synthetic_point && !wanted.in_compared;
    const std::string sample = follows ? std::to_string(wanted.subject.number()) : "auto";
    if (wishes.newest().options.text("sample") != sample) {
      selection = wanted;  // the picture that comes marks it
      owner->set_option("sample", sample);
      if (owner->on_selected) {
        owner->on_selected();
      }
      return;
    }
  }
  if (selection == wanted) {
    return;
  }
  const bool other_mark = samples || selection.subject != wanted.subject;
  selection = wanted;
  if (owner->on_selected) {
    owner->on_selected();
  }
  if (other_mark) {
    draw_again();
  }
}

void Session::State::change(Edited after, History steps, bool follows) {
  const Wish& before = wishes.newest();
  const bool differs = !differing_ids(before.options, after.options).empty();
  const bool other_keys = before.timeline != after.timeline && *before.timeline != *after.timeline;
  failure = nullptr;
  refused.reset();
  take(std::move(after), std::move(steps), follows);
  if (differs) {
    tell_options();
  }
  if (other_keys && owner->on_changed_timeline) {
    owner->on_changed_timeline();
  }
  tell_busy();
}

void Session::State::replace(Edited after, bool follows) {
  check_values(after.options, system_theme);
  const Wish& before = wishes.newest();
  History steps = before.history;
  if (!differing_ids(before.options, after.options).empty() ||
      *before.timeline != *after.timeline) {
    steps.record(before.edited());
  }
  change(std::move(after), std::move(steps), follows);
}

void Session::State::take(Edited after, History steps, bool follows) {
  Wish wish{generation, std::move(after.options), {}, std::move(steps),
            follows,    std::move(after.timeline)};
  wish.requests = make_session_requests(wish.options);
  const Wish& before = wishes.newest();
  if (wish.requests != before.requests ||
      change_the_drawing(differing_ids(before.options, wish.options))) {
    submit(std::move(wish), false);
    return;
  }
  wish.generation = before.generation;
  wishes.add(std::move(wish));
  if (current != nullptr && !wishes.pending()) {
    current = with_options(*current, wishes.shown().options);
  }
}

void Session::State::compute_again() {
  Wish wish = wishes.newest();
  wish.requests = make_session_requests(wish.options);
  failure = nullptr;
  refused.reset();
  submit(std::move(wish), true);
  tell_busy();
}

void Session::State::draw_again() {
  if (current != nullptr || wishes.pending()) {
    submit(wishes.newest(), false);
    tell_busy();
  }
}

void Session::State::submit(Wish wish, bool force) {
  wish.generation = ++generation;
  if (force || wish.requests != wishes.newest().requests) {
    oldest_useful = generation;
    wishes.drop_pending();
    evaluation_interrupted = evaluation_interrupted || evaluation.active();
    evaluation.stop();
  }
  Job job{WantedPicture{wish.options, wish.requests, view_of(wish.options), current, wish.follows,
                        for_screen},
          generation, force};
  worker->submit(std::move(job));
  wishes.add(std::move(wish));
}

ViewRequest Session::State::view_of(const OptionValues& values) const {
  ViewRequest view = make_view_request(values, system_theme);
  if (current != nullptr && (current->studies.empty() ? read_the_same(current->options, values)
                                                      : shows_samples(values))) {
    view.selected = selection.subject;
    view.selected_in_compared = selection.in_compared;
  }
  return view;
}

void Session::State::fall_back() {
  oldest_useful = ++generation;
  if (current == nullptr) {
    wishes.keep_newest();
    return;
  }
  // Key frames ask for nothing: what became of them stays.
  const std::shared_ptr<const Timeline> timeline = wishes.newest().timeline;
  const OptionValues wanted = wishes.fall_back();
  const Wish shown = wishes.shown();
  const OptionValues values = valid_or(wanted, shown.options, system_theme);
  const ViewRequest view = view_of(values);
  if (values != shown.options || *timeline != *shown.timeline) {
    History steps = shown.history;
    steps.record(shown.edited());
    take({values, timeline}, std::move(steps), true);
  } else if (view.theme != current->view.theme || view.selected != current->view.selected) {
    submit(shown, false);  // chosen while the request ran
  }
  go_on_evaluating();
  tell_options();
}

void Session::State::go_on_evaluating() {
  if (std::exchange(evaluation_interrupted, false) && evaluates_shown()) {
    evaluation.start(current->studies);
  }
}

void Session::State::end_evaluation() {
  if (evaluation.failure()) {
    tell_error(evaluation.failure());
  } else if (owner->on_evaluated) {
    owner->on_evaluated();
  }
}

void Session::State::tell_busy() {
  if (told_busy == busy()) {
    return;
  }
  told_busy = busy();
  if (owner->on_busy) {
    owner->on_busy(told_busy);
  }
}

void Session::State::tell_error(const std::exception_ptr& thrown) const {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    if (owner->on_error) {
      owner->on_error(error_text(error));
    }
  }
}

void Session::State::tell_options() const {
  if (owner->on_changed_options) {
    owner->on_changed_options();
  }
}

}  // namespace baryscope
