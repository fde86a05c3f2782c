#include "app/gui/motion/motion_player.h"

#include <algorithm>
#include <cmath>

#include "app/gui/scene/scene_widget.h"
#include "app/gui/widgets/plain_words.h"
#include "app/session/film/film_obstacle.h"
#include "app/session/film/film_options.h"
#include "app/session/film/film_output.h"
#include "core/base/error.h"
#include "core/base/error_text.h"
#include "viz/scene/scene_time.h"

namespace baryscope {
namespace {

constexpr double k_screen_rate = 60;  // frames a second of what is only moved
constexpr double k_last_frame = 1e6;  // of a timeline
constexpr double k_rounding = 6e-4;   // seconds: keys stand at whole thousandths
constexpr double k_same_time = 1e-9;  // seconds

}  // namespace

MotionPlayer::MotionPlayer(const Dispatcher& dispatcher, SceneWidget& scene)
    : m_dispatcher(dispatcher), m_scene(scene) {
  m_clock.busy = [this] {
    return m_plan && !m_plan->keeps_options() && m_dispatcher.session().busy();
  };
  m_clock.on_tick = [this](double seconds) { advance(seconds); };
  find_plan();
}

double MotionPlayer::length() const {
  const OptionValues& options = m_dispatcher.session().options();
  if (!m_plan) return options.find_number("duration").value();
  return m_plan->kind() == FilmKind::keys ? m_plan->frame(m_plan->n_frames() - 1).seconds
                                          : m_plan->n_frames() / m_plan->frames_per_second();
}

double MotionPlayer::frames_per_second() const {
  return m_dispatcher.session().options().find_number("fps").value();
}

bool MotionPlayer::plays_keys() const { return m_plan && m_plan->kind() == FilmKind::keys; }

int MotionPlayer::frame_at(double seconds) const {
  const double frame = std::floor((seconds + k_rounding) * frames_per_second());
  const double last = m_plan && !plays_keys() ? m_plan->n_frames() - 1 : k_last_frame;
  return static_cast<int>(std::clamp(frame, 0.0, last));
}

double MotionPlayer::time_of(int frame) const { return frame / frames_per_second(); }

/// The film's frame that is nearest to the playhead: of key frames the last one is the last key's.
FilmFrame MotionPlayer::frame_here() const {
  const FilmPlan& plan = m_smooth ? *m_smooth : *m_plan;
  const int last = plan.n_frames() - 1;
  double frame = plays_keys() ? (length() > 0 ? std::round(m_seconds / length() * last) : 0)
                              : std::floor((m_seconds + k_rounding) * plan.frames_per_second());
  frame = std::clamp(frame, 0.0, static_cast<double>(last));
  if (plays_keys() && frame < last) {
    // At a key that lies between two frames what it says is shown already.
    const double shown = plan.frame(static_cast<int>(frame)).seconds;
    for (const KeyFrame& key : m_dispatcher.session().timeline().keys()) {
      if (key.seconds > m_seconds + k_rounding) break;
      if (key.seconds <= shown + k_same_time) continue;
      ++frame;
      break;
    }
  }
  return plan.frame(static_cast<int>(frame));
}

std::string MotionPlayer::plan_signature() const {
  const OptionValues& options = m_dispatcher.session().options();
  std::string signature = options.is_set("duration") ? "given" : "";
  for (const char* id : {"animate", "duration", "fps", "sweep", "loop", "easing", "frame"}) {
    signature += "\n" + options.text(id);
  }
  return film_kind(options) == FilmKind::training ? signature + "\n" + options.text("model")
                                                  : signature;
}

void MotionPlayer::find_plan() {
  const Session& session = m_dispatcher.session();
  m_signature = plan_signature();
  m_plan.reset();
  m_smooth.reset();
  m_pulse_seconds = -1;
  m_problem.clear();
  if (film_kind(session.options()) != FilmKind::none) {
    try {
      m_plan = film_of(session.options(), session.timeline());
    } catch (const Error& error) {
      m_problem = plain_words(error_text(error));
    }
  }
  find_pulses();
  const FilmKind kind = m_plan ? m_plan->kind() : FilmKind::none;
  if (m_flows && kind != FilmKind::flow && kind != FilmKind::keys) {
    m_flows = false;
    m_scene.set_flow(std::nullopt);
  }
}

void MotionPlayer::find_pulses() {
  if (!m_plan) return;
  const SceneTime* flow =
      m_scene.scene() == nullptr ? nullptr : find_time(*m_scene.scene(), SceneTime::Kind::flow);
  const double seconds = flow == nullptr ? 0 : flow->seconds;
  if (std::exchange(m_pulse_seconds, seconds) == seconds) return;
  m_plan = m_plan->with_pulses(seconds);
  m_smooth.reset();
  if (!m_plan->keeps_options()) return;
  const int times =
      std::max(1, static_cast<int>(std::ceil(k_screen_rate / m_plan->frames_per_second())));
  m_smooth = m_plan->with_rate(m_plan->n_frames() * times, m_plan->frames_per_second() * times);
}

/// Throws UsageError where the picture cannot move so.
void MotionPlayer::check_view(const Finished& shown) const {
  const std::string obstacle = view_obstacle(m_plan->kind(), shown);
  if (!obstacle.empty()) {
    throw UsageError("--animate " + std::string(film_kind_name(m_plan->kind())) + ": " + obstacle);
  }
}

QString MotionPlayer::obstacle() const {
  const auto shown = m_dispatcher.session().current();
  if (!m_plan || shown == nullptr || shown->scene == nullptr) return {};
  return plain_words(view_obstacle(m_plan->kind(), *shown));
}

bool MotionPlayer::shows_a_plan() {
  if (!m_problem.isEmpty()) throw UsageError(m_problem.toStdString());
  const auto shown = m_dispatcher.session().current();
  if (!m_plan || shown == nullptr || shown->scene == nullptr) return false;
  check_view(*shown);
  return true;
}

void MotionPlayer::play() {
  if (playing()) return;
  m_dispatcher.run([this] {
    if (!shows_a_plan()) return;
    if (m_seconds >= length() - k_rounding) m_seconds = 0;
    begin_camera();
    m_clock.start();
    show();
    if (on_state) on_state();
  });
}

void MotionPlayer::pause() {
  if (!playing()) return;
  m_clock.stop();
  settle_camera();
  if (std::exchange(m_live, false)) m_scene.set_live(false);
  if (on_state) on_state();
}

void MotionPlayer::seek(double seconds) {
  scrub(seconds);
  end_scrub();
}

void MotionPlayer::scrub(double seconds) {
  pause();
  m_seconds = std::max(0.0, seconds);
  if (m_plan) {
    m_dispatcher.run([this] {
      if (!shows_a_plan()) return;
      if (!m_moves_camera) begin_camera();
      m_waits = m_clock.waits();
      if (!m_waits) show();
    });
  }
  if (on_playhead) on_playhead();
}

void MotionPlayer::end_scrub() {
  settle_camera();
  if (std::exchange(m_live, false)) m_scene.set_live(false);
}

void MotionPlayer::step(int frames) {
  const double frame = frame_at(m_seconds) + frames;
  const int last = frame_at(k_longest_film);
  seek(time_of(static_cast<int>(std::clamp(frame, 0.0, static_cast<double>(last)))));
}

void MotionPlayer::put_playhead(double seconds) {
  m_seconds = seconds;
  if (on_playhead) on_playhead();
}

void MotionPlayer::advance(double seconds) {
  if (!m_plan) {
    pause();
    return;
  }
  double step = seconds * m_speed;
  // A slow machine plays slowly: no value of the film is left out.
  if (!m_plan->keeps_options()) step = std::min(step, 1 / m_plan->frames_per_second());
  m_seconds += step;
  const double end = length();
  if (m_seconds >= end - k_rounding) {
    if (m_dispatcher.session().options().flag("loop") && end > 0) {
      m_seconds = std::fmod(m_seconds, end);
      if (end - m_seconds <= k_rounding) m_seconds = 0;
    } else {
      m_seconds = end;
      show();
      pause();
      return;
    }
  }
  show();
}

}  // namespace baryscope
