#include "viz/scene/flat_camera.h"

#include <algorithm>

namespace baryscope {
namespace {

// What numbers and titles take beside a plot, in layout pixels.
constexpr double k_left = 64, k_right = 34, k_above = 30, k_below = 60, k_bare = 20;

}  // namespace

Camera fitted_flat(const Camera& direction, const std::vector<Vec3>& points,
                   const Viewport& viewport, bool axes) {
  if (points.empty()) return direction;
  const Vec3 forward = normalized(direction.focal_point - direction.position);
  const Vec3 right = normalized(cross(forward, direction.up));
  const Vec3 up = cross(right, forward);
  double left = 1e300, far_right = -1e300, bottom = 1e300, top = -1e300, depth = 0;
  for (const Vec3& point : points) {
    left = std::min(left, dot(point, right));
    far_right = std::max(far_right, dot(point, right));
    bottom = std::min(bottom, dot(point, up));
    top = std::max(top, dot(point, up));
    depth += dot(point, forward) / static_cast<double>(points.size());
  }
  const double width = std::max(1.0, viewport.width - viewport.margin_left - viewport.margin_right);
  const double height =
      std::max(1.0, viewport.height - viewport.margin_top - viewport.margin_bottom);
  // A small window keeps most of its room for the plot.
  const double press =
      std::min({1.0, 0.3 * width / (k_left + k_right), 0.4 * height / (k_above + k_below)});
  const double before = press * (axes ? k_left : k_bare), after = press * (axes ? k_right : k_bare);
  const double above = press * (axes ? k_above : k_bare), below = press * (axes ? k_below : k_bare);
  const double unit = std::max((far_right - left) / (width - before - after),
                               (top - bottom) / (height - above - below));
  if (!(unit > 0)) return direction;
  const double x = (left + far_right) / 2 + (after - before) / 2 * unit;
  const double y = (bottom + top) / 2 + (above - below) / 2 * unit;
  Camera camera = direction;
  camera.focal_point = x * right + y * up + depth * forward;
  camera.parallel_scale = height / 2 * unit;
  camera.position = camera.focal_point + (-4 * camera.parallel_scale) * forward;
  camera.up = up;
  return camera;
}

}  // namespace baryscope
