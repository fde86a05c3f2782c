// What a play does to the picture: cameras and pulses in motion, apart from the history of
// gestures.
#include "app/gui/scene/scene_widget.h"
#include "viz/scene/camera_path.h"
#include "viz/scene/flat_camera.h"

namespace baryscope {

void SceneWidget::set_flow(std::optional<double> phase) {
  if (m_follower != nullptr) m_follower->set_flow(phase);
  if (m_flow == phase) return;
  m_flow = phase;
  if (m_view != nullptr) m_view->set_flow(phase);
  m_still = false;
  m_settle.start();
  update();
}

void SceneWidget::show_from(const Camera& camera) {
  if (m_shown == camera) return;
  m_shown = camera;
  m_flying = false;
  moved();
}

void SceneWidget::keep_shown_camera() {
  if (!m_flying && !(m_shown == control().camera())) control().go(m_shown);
}

Camera SceneWidget::turning_camera() const {
  const Camera& camera = cameras().camera();
  if (m_scene == nullptr || m_view == nullptr || cameras().touched()) return camera;
  return fitted_turning(camera, whole_extent(), common_viewport());
}

}  // namespace baryscope
