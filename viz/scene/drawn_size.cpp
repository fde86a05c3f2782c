#include "viz/scene/drawn_size.h"

#include <algorithm>
#include <cmath>

namespace baryscope {

DepthRange depth_range(const Camera& camera, const Bounds& box) {
  const Vec3 forward = frame(camera).forward;
  if (box.empty) {
    const double distance = dot(camera.focal_point - camera.position, forward);
    return {0.5 * distance, 1.5 * distance};
  }
  const Vec3 center = 0.5 * (box.minimum + box.maximum);
  const double depth = dot(center - camera.position, forward);
  // A single point stands in the middle of its range.
  const double radius =
      std::max({0.5 * length(box.maximum - box.minimum), 0.01 * std::abs(depth), 1e-6});
  return {depth - radius, depth + radius};
}

DrawnSize::DrawnSize(const Scene& scene, const Camera& camera, const Viewport& viewport)
    : m_eye(camera.position),
      m_forward(frame(camera).forward),
      m_range(depth_range(camera, bounds(scene))),
      m_strokes(stroke_scale(viewport)) {}

double DrawnSize::at(Vec3 place) const {
  const double span = std::max(m_range.farthest - m_range.nearest, 1e-6);
  const double fraction =
      std::clamp((dot(place - m_eye, m_forward) - m_range.nearest) / span, 0.0, 1.0);
  return m_strokes * (k_nearest_size + fraction * (k_farthest_size - k_nearest_size));
}

}  // namespace baryscope
