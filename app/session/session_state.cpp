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
    show(outcome.finished);
  } else if (outcome.generation == generation) {
    failure = outcome.failure;
    fall_back();
    tell_error(outcome.failure);
  }
  tell_busy();
}

void Session::State::show(std::shared_ptr<const Finished> finished) {
  const OptionValues& options = wishes.shown().options;
  // Of another text it would be another token.
  selection.in_compared = selection.in_compared && !finished->compared.empty();
  const auto& side = selection.in_compared ? finished->compared : finished->analyses;
  const bool same = current != nullptr && read_the_same(current->options, options);
  selection = same && !side.empty() ? remaining(selection, *side.front()) : Selection();
  // Since the request something may have changed for which nothing is to be made.
  current = finished->options == options ? std::move(finished) : with_options(*finished, options);
  go_on_evaluating();
  if (owner->on_finished) {
    owner->on_finished();
  }
}

void Session::State::change(OptionValues values, History steps) {
  const bool differs = !differing_ids(wishes.newest().options, values).empty();
  failure = nullptr;
  take(std::move(values), std::move(steps));
  if (differs) {
    tell_options();
  }
  tell_busy();
}

void Session::State::take(OptionValues values, History steps) {
  Wish wish{generation, std::move(values), {}, std::move(steps)};
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
  worker->submit({.generation = generation,
                  .options = wish.options,
                  .requests = wish.requests,
                  .view = view_of(wish.options),
                  .shown = current,
                  .for_screen = for_screen,
                  .force = force});
  wishes.add(std::move(wish));
}

ViewRequest Session::State::view_of(const OptionValues& values) const {
  ViewRequest view = make_view_request(values, system_theme);
  if (current != nullptr && read_the_same(current->options, values)) {
    view.selected_token = selection.marked_token();
  }
  return view;
}

void Session::State::fall_back() {
  oldest_useful = ++generation;
  if (current == nullptr) {
    wishes.keep_newest();
    return;
  }
  const OptionValues wanted = wishes.fall_back();
  const Wish shown = wishes.shown();
  const OptionValues values = valid_or(wanted, shown.options, system_theme);
  const ViewRequest view = view_of(values);
  if (values != shown.options) {
    History steps = shown.history;
    steps.record(shown.options);
    take(values, std::move(steps));
  } else if (view.theme != current->view.theme ||
             view.selected_token != current->view.selected_token) {
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
