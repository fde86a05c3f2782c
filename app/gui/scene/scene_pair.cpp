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
  fit_again();
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

/// A window of another shape shows the whole scene again, unless a person chose the camera.
void SceneWidget::fit_again() {
  if (m_leader != nullptr) {
    m_leader->fit_again();
    return;
  }
  m_fit = m_fit || !m_cameras.touched();
  update();
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
