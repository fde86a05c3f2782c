// How SceneWidget moves: from scene to scene, and the camera from place to place.
#include <algorithm>
#include <cmath>

#include "app/gui/scene/scene_widget.h"

namespace baryscope {
namespace {

constexpr int k_motion_ms = 250;
constexpr int k_longest_making_ms = 33;    // of one frame's scene: two frames of a screen
constexpr int k_longest_drawing_ms = 200;  // of one frame

double eased(double t, bool swift) {
  // What moves already needs no start of its own.
  if (swift) return 1 - std::pow(1 - t, 3);
  return t < 0.5 ? 4 * t * t * t : 1 - std::pow(2 - 2 * t, 3) / 2;
}

/// The share of the way, which begins when its first frame has been drawn.
double share_of(QElapsedTimer& clock) {
  if (!clock.isValid()) clock.start();
  return std::min(1.0, static_cast<double>(clock.elapsed()) / k_motion_ms);
}

}  // namespace

void SceneWidget::set_reduced_motion(bool reduced) {
  m_reduced_motion = reduced;
  if (m_follower != nullptr) m_follower->set_reduced_motion(reduced);
  if (!reduced || !m_frames.isActive()) return;
  end_motion();
  moved();
}

void SceneWidget::moved() {
  tell_partner();
  m_still = false;
  m_settle.start();
  update();
}

void SceneWidget::move_to(const Camera& target) {
  if (m_reduced_motion || !isVisible() || m_shown.orthographic != target.orthographic) {
    m_shown = target;
    m_flying = false;
    moved();
    return;
  }
  m_from = m_shown;
  m_swift_flight = m_flying;
  m_flying = true;
  m_flight_clock.invalidate();
  begin_moving();
}

void SceneWidget::begin_moving() {
  m_frames.start();
  m_still = false;
}

void SceneWidget::advance() {
  if (m_held) return;
  if (m_flying) {
    const double t = share_of(m_flight_clock);
    m_flying = t < 1;
    m_shown = m_flying ? interpolated(m_from, control().camera(), eased(t, m_swift_flight))
                       : control().camera();
    tell_partner();
  }
  if (m_morph != nullptr) {
    if (const double t = share_of(m_clock); t > 0) advance_scene(t);
  }
  if (!m_flying && m_morph == nullptr) {
    m_frames.stop();
    m_settle.start();
  }
  update();
}

/// A machine that cannot draw the way shows its end.
void SceneWidget::advance_scene(double t) {
  QElapsedTimer making;
  making.start();
  const Camera& camera_there = control().camera();
  if (t < 1 && m_view != nullptr && m_frame_ms <= k_longest_drawing_ms) {
    m_seen = m_morph->at(eased(t, m_swift), camera_there);
    const auto drawing = make_drawing(m_seen);
    if (making.elapsed() <= k_longest_making_ms) {
      m_view->set_drawing(drawing);
      return;
    }
  }
  m_morph.reset();
  m_seen.reset();
  if (m_view != nullptr) draw_scene();
}

void SceneWidget::end_motion() {
  m_frames.stop();
  if (m_flying) m_shown = control().camera();
  m_flying = false;
  if (m_morph == nullptr) return;
  m_morph.reset();
  m_seen.reset();
  if (m_view != nullptr) draw_scene();
}

}  // namespace baryscope
