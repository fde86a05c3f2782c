#include "viz/draw/page_view.h"

#include <algorithm>

#include "viz/draw/drawing.h"

namespace baryscope {

PageView::PageView(const Scene& scene, const Camera& camera, const Viewport& viewport)
    : m_scene(scene),
      m_camera(camera),
      m_viewport(viewport),
      m_frame(frame(camera)),
      m_range(depth_range(camera, bounds(scene))),
      m_size(scene, camera, viewport),
      m_stroke_scale(baryscope::stroke_scale(viewport)),
      m_haze(haze_strength(scene, bounds(scene))) {}

std::optional<ScreenPoint> PageView::project(Vec3 place) const {
  return to_screen(m_camera, m_viewport, place);
}

double PageView::near_at_depth(double depth) const {
  if (m_camera.orthographic) {
    return -depth;
  }
  const double focus = length(m_camera.focal_point - m_camera.position);
  return focus * focus / depth;
}

std::optional<DeepPoint> PageView::deep(Vec3 place) const {
  const auto at = project(place);
  if (!at) {
    return std::nullopt;
  }
  return DeepPoint{at->x, at->y, near_at_depth(at->depth)};
}

double PageView::depth(Vec3 place) const { return dot(place - m_camera.position, m_frame.forward); }

double PageView::fraction(Vec3 place) const {
  const double span = std::max(m_range.farthest - m_range.nearest, 1e-6);
  return std::clamp((depth(place) - m_range.nearest) / span, 0.0, 1.0);
}

double PageView::world_per_pixel(double depth) const {
  return 1 / pixels_per_unit(m_camera, m_viewport, depth);
}

Vec3 PageView::look(Vec3 place) const {
  return m_camera.orthographic ? m_frame.forward : normalized(place - m_camera.position);
}

Vec3 PageView::on_screen(Vec3 direction) const {
  return {dot(direction, m_frame.right), dot(direction, m_frame.up),
          -dot(direction, m_frame.forward)};
}

Color PageView::paper(double y) const {
  return mixed(m_scene.theme.paper_top, m_scene.theme.paper_bottom,
               std::clamp(y / m_viewport.height, 0.0, 1.0));
}

Color PageView::hazed(const Color& color, double fraction, double y) const {
  Color result = mixed(color, paper(y), haze(fraction));
  result.alpha = color.alpha;
  return result;
}

}  // namespace baryscope
