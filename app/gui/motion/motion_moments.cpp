// A moment of what plays in the picture, and what others do to it meanwhile.
#include <algorithm>
#include <utility>

#include "app/gui/motion/motion_player.h"
#include "app/gui/scene/scene_widget.h"
#include "app/session/film/film_words.h"
#include "app/session/option_changes.h"
#include "viz/scene/camera_path.h"

namespace baryscope {
namespace {

constexpr const char* k_drag = "playhead";

}  // namespace

void MotionPlayer::show() {
  const FilmFrame frame = frame_here();
  show_options(frame);
  if (!m_plan) return;  // what was asked for failed
  if (frame.flow) {
    m_flows = true;
    m_scene.set_flow(frame.flow);
  }
  show_camera(frame);
  show_words(frame);
  if (on_playhead) on_playhead();
}

void MotionPlayer::show_options(const FilmFrame& frame) {
  if (m_plan->keeps_options()) return;
  Session& session = m_dispatcher.session();
  OptionChanges changes;
  for (const auto& [id, value] : frame.options.changed()) {
    if (!m_plan->changes(id)) continue;
    m_sent[id] = value;
    const std::string now = session.options().text(id);
    const auto played = m_played.find(id);
    if (played == m_played.end() || played->second.now != now) {
      m_played[id] = {now, value};
    } else {
      played->second.now = value;
    }
    if (now != value) changes.emplace_back(id, value);
  }
  if (changes.empty()) return;
  m_live = true;
  m_scene.set_live(true, false);
  m_applying = true;
  const bool done = m_dispatcher.run([&] { session.drag_options(changes, k_drag); });
  m_applying = false;
  if (!done) pause();
}

void MotionPlayer::begin_camera() {
  m_moves_camera = true;
  m_hand = m_scene.cameras().camera();
  m_base = m_scene.turning_camera();
  m_turn = m_base_turn = frame_here().view.turn;
}

void MotionPlayer::show_camera(const FilmFrame& frame) {
  const bool taken = !(m_scene.cameras().camera() == m_hand);
  m_hand = m_scene.cameras().camera();
  if (frame.view.camera) {
    // Somebody took the picture into the hand.
    taken&& playing() ? pause() : m_scene.show_from(*frame.view.camera);
  } else if (m_plan->kind() == FilmKind::turntable) {
    if (taken) {  // and it goes on turning from there
      m_base = m_scene.turning_camera();
      m_base_turn = m_turn;
    }
    m_turn = frame.view.turn;
    m_scene.show_from(carried_around(m_base, m_turn - m_base_turn));
  }
}

void MotionPlayer::settle_camera() {
  if (!std::exchange(m_moves_camera, false) || !m_plan) return;
  const bool keys = m_plan->kind() == FilmKind::keys && frame_here().view.camera.has_value();
  if (keys || m_plan->kind() == FilmKind::turntable) m_scene.keep_shown_camera();
}

void MotionPlayer::show_words(const FilmFrame& frame) {
  m_value = to_qt(frame.value);
  const auto shown = m_dispatcher.session().current();
  m_caption = shown == nullptr ? QString() : to_qt(filled_caption(frame.caption, *shown));
}

void MotionPlayer::options_changed() {
  if (plan_signature() != m_signature) {
    const bool same_kind = m_plan && m_plan->kind() == film_kind(m_dispatcher.session().options());
    if (!same_kind) pause();
    find_plan();
    if (!m_plan) pause();
    // Behind the end there is room for key frames alone.
    const double keys = plays_keys() || !m_plan ? m_dispatcher.session().timeline().seconds() : 0;
    m_seconds = std::min(m_seconds, std::max(length(), keys));
    if (!same_kind || !shows_the_moment()) forget();
    if (!m_value.isEmpty() || !m_caption.isEmpty()) refresh_words();
    if (on_state) on_state();
    if (on_playhead) on_playhead();
  }
  if (!m_dispatcher.session().busy()) m_waits = false;  // it came to nothing
  if (m_applying || !m_plan || m_plan->keeps_options()) return;
  // A value that is not the player's own ends the play.
  const OptionValues& options = m_dispatcher.session().options();
  const bool own = std::all_of(m_sent.begin(), m_sent.end(), [&](const auto& sent) {
    return !m_plan->changes(sent.first) || options.text(sent.first) == sent.second;
  });
  if (own) return;
  pause();
  forget();
}

/// True where the options are what the plan has at the playhead.
bool MotionPlayer::shows_the_moment() const {
  if (!m_plan) return false;
  if (m_plan->keeps_options() || playing()) return true;
  const FilmFrame frame = frame_here();
  const OptionValues& options = m_dispatcher.session().options();
  return std::all_of(m_sent.begin(), m_sent.end(), [&](const auto& sent) {
    return frame.options.text(sent.first) == options.text(sent.first);
  });
}

OptionChanges MotionPlayer::values_before() const {
  OptionChanges changes;
  const OptionValues& options = m_dispatcher.session().options();
  for (const auto& [id, played] : m_played) {
    if (played.before != played.now && options.text(id) == played.now) {
      changes.emplace_back(id, played.before);
    }
  }
  return changes;
}

void MotionPlayer::rewind() {
  m_played.clear();
  m_seconds = 0;
  forget();
}

void MotionPlayer::refresh_words() {
  if (!m_plan || m_dispatcher.session().current() == nullptr) return;
  show_words(frame_here());
  if (on_playhead) on_playhead();
}

/// What was shown of the play is not shown any more.
void MotionPlayer::forget() {
  m_sent.clear();
  m_value.clear();
  m_caption.clear();
  if (on_playhead) on_playhead();
}

void MotionPlayer::timeline_changed() {
  const bool plays_keys = film_kind(m_dispatcher.session().options()) == FilmKind::keys;
  if (plays_keys) {
    find_plan();
    if (!m_plan) pause();
    if (!m_plan) forget();
    if (!m_caption.isEmpty()) refresh_words();
  }
  if (on_state) on_state();
  if (on_playhead) on_playhead();
}

void MotionPlayer::result_shown() {
  find_pulses();
  if (!m_plan) return;
  const FilmFrame frame = frame_here();
  if (playing() || m_moves_camera) {
    const auto shown = m_dispatcher.session().current();
    const bool goes_on = m_dispatcher.run([&] { check_view(*shown); });
    if (!goes_on) {
      pause();
      return;
    }
    m_hand = m_plan->kind() == FilmKind::keys ? m_scene.cameras().camera() : m_hand;
    show_camera(frame);
  }
  if (std::exchange(m_waits, false)) show();
  if (!m_value.isEmpty() || !m_caption.isEmpty()) {
    show_words(frame);
    if (on_playhead) on_playhead();
  }
}

}  // namespace baryscope
