#include "app/session/film/film_plan.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "app/session/film/key_tracks.h"
#include "app/session/film/sweep.h"
#include "app/session/film/value_words.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {

struct FilmPlan::State {
  FilmSource source;
  FilmKind kind = FilmKind::none;
  double seconds = 0, frames_per_second = 30;
  int n_frames = 0;
  double pulse_seconds = 0;                ///< of a period; 0: no pulses
  std::optional<SweepMotion> motion = {};  ///< of a sweep; of a training over its checkpoints
  std::optional<KeyTracks> tracks = {};

  void find_motion();
  /// The index within the film.
  [[nodiscard]] int within(int index) const {
    const bool again = kind == FilmKind::turntable || kind == FilmKind::flow ||
                       (kind == FilmKind::sweep && source.options.flag("loop"));
    return again ? index % n_frames : std::min(index, n_frames - 1);
  }
  [[nodiscard]] double time_of(int index) const {
    // The last frame of key frames is the last key's.
    return kind == FilmKind::keys ? (n_frames < 2 ? 0 : seconds * index / (n_frames - 1))
                                  : index / frames_per_second;
  }
};

namespace {

SweepMotion training_motion(const std::vector<TrainingStep>& steps, int n_frames) {
  if (steps.empty()) {
    throw UsageError(
        "--animate training: the model has no checkpoints to show; --keep-checkpoints K keeps "
        "them while it is trained");
  }
  Sweep sweep{"model"};
  for (const TrainingStep& step : steps) {
    sweep.values.push_back(step.model);
  }
  if (sweep.values.size() > static_cast<std::size_t>(n_frames)) {
    throw UsageError("--animate training: " + to_text(static_cast<std::int64_t>(steps.size())) +
                     " checkpoints need a frame each, and the film has " +
                     to_text(static_cast<std::int64_t>(n_frames)) + "; raise --duration or --fps");
  }
  return {std::move(sweep), n_frames, /*loop=*/false, Easing::linear};
}

}  // namespace

void FilmPlan::State::find_motion() {
  const OptionValues& options = source.options;
  if (kind == FilmKind::sweep) {
    motion.emplace(find_sweep(options).value(), n_frames, options.flag("loop"), easing_of(options));
  } else if (kind == FilmKind::training) {
    motion.emplace(training_motion(source.training, n_frames));
  }
}

FilmPlan::FilmPlan(std::shared_ptr<const State> state) : m_state(std::move(state)) {}

FilmPlan::FilmPlan(FilmSource source) {
  auto state = std::make_shared<State>(State{std::move(source)});
  const OptionValues& options = state->source.options;
  check_film_options(options);
  state->kind = film_kind(options);
  state->seconds = options.find_number("duration").value();
  state->frames_per_second = options.find_number("fps").value();
  switch (state->kind) {
    case FilmKind::none:
      throw UsageError(
          "--animate none: a film shows something that moves; choose turntable, flow, sweep or "
          "keys");
    case FilmKind::keys:
      if (state->source.timeline.empty()) {
        throw UsageError(
            "--animate keys: there are no key frames; a session (*.bary.json) brings them under "
            "\"keys\"");
      }
      state->tracks.emplace(state->source.timeline, options.table());
      if (const double last = state->source.timeline.seconds();
          !options.is_set("duration") && last > 0) {
        state->seconds = last;
      }
      break;
    case FilmKind::turntable:
    case FilmKind::flow:
    case FilmKind::sweep:
    case FilmKind::training:
      break;
  }
  state->n_frames = n_film_frames(state->seconds, state->frames_per_second);
  state->find_motion();
  if (const auto only = one_frame(options); only && *only >= state->n_frames) {
    throw UsageError("--frame " + to_text(static_cast<std::int64_t>(*only)) + ": the film has " +
                     to_text(static_cast<std::int64_t>(state->n_frames)) +
                     " frames, counted from 0");
  }
  m_state = std::move(state);
}

FilmKind FilmPlan::kind() const { return m_state->kind; }
int FilmPlan::n_frames() const { return m_state->n_frames; }
double FilmPlan::frames_per_second() const { return m_state->frames_per_second; }
bool FilmPlan::closes() const { return m_state->within(m_state->n_frames) == 0; }
const OptionValues& FilmPlan::options() const { return m_state->source.options; }

int FilmPlan::reference() const {
  return m_state->kind == FilmKind::training ? m_state->n_frames - 1 : 0;
}

bool FilmPlan::keeps_options() const {
  return !m_state->motion && (!m_state->tracks || m_state->tracks->keeps_options());
}

std::string FilmPlan::swept_option() const {
  return m_state->kind == FilmKind::sweep ? m_state->motion->sweep().option : std::string();
}

bool FilmPlan::changes(std::string_view option) const {
  const State& state = *m_state;
  return (state.motion && state.motion->sweep().option == option) ||
         (state.tracks && state.tracks->names(option));
}

double FilmPlan::progress(int index) const {
  return m_state->motion ? m_state->motion->progress(m_state->within(index)) : 0;
}

FilmPlan FilmPlan::with_pulses(double seconds_a_period) const {
  auto state = std::make_shared<State>(*m_state);
  state->pulse_seconds = seconds_a_period;
  return FilmPlan(std::move(state));
}

FilmPlan FilmPlan::with_rate(int n_frames, double frames_per_second) const {
  BARYSCOPE_CHECK(n_frames > 0 && frames_per_second > 0);
  auto state = std::make_shared<State>(*m_state);
  state->n_frames = n_frames;
  state->frames_per_second = frames_per_second;
  state->find_motion();
  return FilmPlan(std::move(state));
}

int FilmPlan::n_periods() const {
  const State& state = *m_state;
  if (state.kind != FilmKind::flow || !(state.pulse_seconds > 0)) {
    return 0;
  }
  const double film = state.n_frames / state.frames_per_second;
  return std::max(1, static_cast<int>(std::lround(film / state.pulse_seconds)));
}

FilmFrame FilmPlan::frame(int index) const {
  BARYSCOPE_CHECK(index >= 0);
  const State& state = *m_state;
  const int i = state.within(index);
  FilmFrame frame{i, state.time_of(i), state.source.options};
  if (state.kind == FilmKind::turntable) {
    frame.view.turn = 360.0 * i / state.n_frames;
  }
  if (const int periods = n_periods(); periods > 0) {
    const std::int64_t steps = std::int64_t{i} * periods % state.n_frames;
    frame.flow = static_cast<double>(steps) / state.n_frames;
  }
  if (state.motion) {
    const Sweep& sweep = state.motion->sweep();
    const std::string value = state.motion->value(i);
    frame.options.set(sweep.option, value);
    if (state.kind == FilmKind::training) {
      const auto at = std::find(sweep.values.begin(), sweep.values.end(), value);
      const auto step = static_cast<std::size_t>(at - sweep.values.begin());
      frame.value = "step " + to_text(static_cast<std::int64_t>(state.source.training[step].step));
    } else {
      frame.value = value_words(frame.options.table().spec(sweep.option), sweep, value);
    }
  }
  if (state.tracks) {
    state.tracks->set_options(frame.seconds, frame.options);
    frame.view.camera = state.tracks->camera(frame.seconds);
    frame.caption = state.tracks->caption(frame.seconds);
    if (state.pulse_seconds > 0) {
      const double periods = frame.seconds / state.pulse_seconds;
      frame.flow = periods - std::floor(periods);
    }
  }
  return frame;
}

}  // namespace baryscope
