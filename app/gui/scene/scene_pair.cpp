// Two scene widgets that look through one camera.
#include <QPainter>
#include <algorithm>

#include "app/gui/scene/scene_widget.h"

namespace baryscope {

void SceneWidget::lead(SceneWidget* follower) {
  if (m_follower == follower) return;
  if (m_follower != nullptr) m_follower->m_leader = nullptr;
  m_follower = follower;
  if (follower != nullptr) {
    follower->m_leader = this;
    follower->m_reduced_motion = m_reduced_motion;
    follower->set_flow(m_flow);
    follower->set_paper(m_paper);
  }
  fit_again(m_drawn_shape);
  tell_partner();
}

std::vector<Vec3> SceneWidget::whole_extent() const {
  std::vector<Vec3> points = extent(*m_scene);
  for (const SceneWidget* partner : {m_follower, m_leader}) {
    if (partner == nullptr || partner->m_scene == nullptr) continue;
    const std::vector<Vec3> more = extent(*partner->m_scene);
    points.insert(points.end(), more.begin(), more.end());
  }
  return points;
}

Viewport SceneWidget::common_viewport() const {
  Viewport area = viewport();
  for (const SceneWidget* partner : {m_follower, m_leader}) {
    if (partner != nullptr) area.width = std::min(area.width, partner->viewport().width);
  }
  return area;
}

/// A window of another shape shows the whole scene again, or what a person chose to see of it.
void SceneWidget::fit_again(double former_shape) {
  if (m_leader != nullptr) {
    m_leader->fit_again(former_shape);
    return;
  }
  if (m_cameras.touched()) {
    keep_in_sight(former_shape);
  } else {
    m_fit = true;
  }
  update();
}

/// Width by height of what the scene may use.
double SceneWidget::shape() const {
  const Viewport area = common_viewport();
  return (area.width - area.margin_left - area.margin_right) /
         std::max(1.0, area.height - area.margin_top - area.margin_bottom);
}

/// A view angle spans the height, so a taller window would push the sides out: it is seen from
/// farther away, and from as near as it was chosen once the shape is back.
void SceneWidget::keep_in_sight(double former_shape) {
  const double now = m_scene == nullptr ? 0 : shape();
  if (!(former_shape > 0) || !(now > 0)) return;
  const Camera before = m_cameras.camera();
  if (!(before == m_adapted) || !(m_chosen_shape > 0)) {
    m_chosen = before;
    m_chosen_shape = former_shape;
  }
  m_adapted = zoomed(m_chosen, std::min(1.0, now / m_chosen_shape));
  if (m_adapted == before) return;
  m_cameras.drag(m_adapted);
  if (m_shown == before) m_shown = m_adapted;
  tell_partner();
}

void SceneWidget::tell_partner() {
  SceneWidget* partner = m_follower != nullptr ? m_follower : m_leader;
  if (partner == nullptr || partner->m_shown == m_shown) return;
  partner->m_shown = m_shown;
  partner->m_flying = false;
  partner->m_still = false;
  partner->m_settle.start();
  partner->update();
}

QImage SceneWidget::figure() {
  QImage own = own_figure();
  if (m_follower == nullptr || own.isNull()) return own;
  const QImage other = m_follower->own_figure();
  if (other.isNull()) return own;
  QImage both(own.width() + other.width(), std::max(own.height(), other.height()),
              QImage::Format_RGBA8888);
  both.fill(m_paper);
  QPainter painter(&both);
  painter.drawImage(0, 0, own);
  painter.drawImage(own.width(), 0, other);
  return both;
}

}  // namespace baryscope
