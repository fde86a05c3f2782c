#include "viz/scene/camera_control.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "viz/scene/visit.h"

namespace baryscope {
namespace {

double half_angle_tangent(const Camera& camera) {
  return std::tan(camera.view_angle * 3.14159265358979323846 / 360);
}

}  // namespace

void CameraControl::set_home(const Camera& home, bool adopt) {
  m_home = home;
  if (!adopt) return;
  m_camera = home;
  m_history.assign(1, home);
  m_place = 0;
  m_touched = false;
}

void CameraControl::drag(const Camera& camera) {
  m_camera = camera;
  m_touched = true;
}

void CameraControl::commit() {
  if (m_history[m_place] == m_camera) return;
  m_history.resize(m_place + 1);
  m_history.push_back(m_camera);
  m_place = m_history.size() - 1;
}

void CameraControl::go(const Camera& camera) {
  drag(camera);
  commit();
}

bool CameraControl::back() {
  if (m_place == 0) return false;
  m_camera = m_history[--m_place];
  return true;
}

bool CameraControl::forward() {
  if (m_place + 1 >= m_history.size()) return false;
  m_camera = m_history[++m_place];
  return true;
}

void CameraControl::reset() {
  go(m_home);
  m_touched = false;
}

Camera seen_from(const Camera& camera, const Bounds& box, std::string_view name) {
  Vec3 direction, up{0, 1, 0};
  if (name == "front") {
    direction = {0, 0, 1};
  } else if (name == "back") {
    direction = {0, 0, -1};
  } else if (name == "right") {
    direction = {1, 0, 0};
  } else if (name == "left") {
    direction = {-1, 0, 0};
  } else if (name == "top") {
    direction = {0, 1, 0};
    up = {0, 0, -1};
  } else if (name == "bottom") {
    direction = {0, -1, 0};
    up = {0, 0, 1};
  } else if (name == "isometric") {
    direction = normalized({1, 1, 1});
  } else {
    throw UsageError("view direction '" + std::string(name) +
                     "': expected front, back, left, right, top, bottom or isometric");
  }
  Camera result = camera;
  const Vec3 center = 0.5 * (box.minimum + box.maximum);
  const double radius = std::max(1e-9, 0.5 * length(box.maximum - box.minimum));
  const double tangent = half_angle_tangent(camera);
  const double distance = 1.06 * radius * std::sqrt(1 + 1 / (tangent * tangent));
  result.focal_point = center;
  result.position = center + distance * direction;
  result.up = up;
  result.parallel_scale = 1.06 * radius;
  return result;
}

std::vector<Vec3> extent(const Scene& scene) {
  std::vector<Vec3> points;
  visit_structures(scene, [&points](const auto& structure) {
    for_each_place(structure, [&points](const Vec3& place) { points.push_back(place); });
  });
  if (scene.axes.visible && scene.camera.orthographic) {
    points.insert(points.end(), scene.axes.ends.begin(), scene.axes.ends.end());
  }
  return points;
}

Camera with_other_projection(const Camera& camera) {
  Camera result = camera;
  result.orthographic = !camera.orthographic;
  const Vec3 back = camera.position - camera.focal_point;
  if (result.orthographic) {
    result.parallel_scale = length(back) * half_angle_tangent(camera);
  } else {
    result.position = camera.focal_point +
                      (camera.parallel_scale / half_angle_tangent(camera)) * normalized(back);
  }
  return result;
}

}  // namespace baryscope
