#include "app/session/film/film_extent.h"

#include <cmath>
#include <numbers>

#include "viz/scene/default_camera.h"

namespace baryscope {

FilmExtent::FilmExtent(const Camera& direction, const Viewport& viewport) {
  const CameraFrame f = frame(direction);
  const double width = viewport.width - viewport.margin_left - viewport.margin_right;
  const double height = viewport.height - viewport.margin_top - viewport.margin_bottom;
  const double slope_y =
      std::tan(direction.view_angle * std::numbers::pi / 360) * (1 - 2 * k_frame_margin);
  const double slope_x = slope_y * width / height;
  // The four bounds of a frustum, exactly; then all around, where margins turn out otherwise.
  for (const double side : {-1.0, 1.0}) {
    m_ways.push_back(side * f.right - slope_x * f.forward);
    m_ways.push_back(side * f.up - slope_y * f.forward);
    m_ways.push_back({side, 0, 0});
    m_ways.push_back({0, side, 0});
    m_ways.push_back({0, 0, side});
    m_ways.push_back(side * f.forward);
  }
  constexpr int n_around = 32;
  for (int i = 0; i < n_around; ++i) {
    const double angle = 2 * std::numbers::pi * i / n_around;
    for (const Vec3& across : {f.right, f.up}) {
      m_ways.push_back(std::cos(angle) * across + std::sin(angle) * f.forward);
    }
  }
}

void FilmExtent::hold(const std::vector<Vec3>& points) {
  for (const Vec3& point : points) {
    if (m_points.empty()) {
      m_points.assign(m_ways.size(), point);
    }
    for (std::size_t i = 0; i < m_ways.size(); ++i) {
      if (dot(point, m_ways[i]) > dot(m_points[i], m_ways[i])) {
        m_points[i] = point;
      }
    }
  }
}

}  // namespace baryscope
