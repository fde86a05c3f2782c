#include "viz/text/label_scenery.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "viz/scene/drawn_size.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/visit.h"

namespace baryscope {
namespace {

constexpr double k_point_gap = 1;
// Labels may stand over flat marks that have receded this far.
constexpr double k_faint = 0.4;
// And over points that are hardly larger than a full stop, of which there are thousands.
constexpr double k_speck = 2;
// A hair disturbs a word almost as much as a thin line.
constexpr double k_least_thickness = 1.5;

}  // namespace

std::optional<ScreenPoint> find_on_screen(const Camera& camera, const Viewport& viewport,
                                          Vec3 point) {
  auto at = to_screen(camera, viewport, point);
  if (at && (!std::isfinite(at->x) || !std::isfinite(at->y))) at.reset();
  return at;
}

std::optional<ScreenBox> find_axis_title_box(const ScreenPoint& origin, const ScreenPoint& end,
                                             double width, double height,
                                             const Viewport& viewport) {
  constexpr double gap = 6, edge = 4;
  if (end.x < 0 || end.x > viewport.width || end.y < 0 || end.y > viewport.height ||
      width > viewport.width - 2 * edge) {
    return std::nullopt;
  }
  const double dx = end.x - origin.x, dy = end.y - origin.y;
  const double span = std::max(std::hypot(dx, dy), 1e-6);
  const double beyond = gap + 0.5 * (std::abs(dx) * width + std::abs(dy) * height) / span;
  double left = end.x + dx / span * beyond - 0.5 * width;
  // Above the area of the scene stand the picture's own title and finding, below it the legend.
  const double highest = viewport.margin_top;
  const double lowest = viewport.height - viewport.margin_bottom - height;
  if (lowest < highest) return std::nullopt;
  double top = std::max(end.y + dy / span * beyond - 0.5 * height, highest);
  const double inside = std::max(edge, std::min(left, viewport.width - edge - width));
  if (inside != left) {
    left = inside;
    top = std::max(top, end.y + gap);
  }
  if (top > lowest) {
    top = std::clamp(end.y - gap - height, highest, lowest);
    // Off the axis, which comes from above.
    const double right_of = end.x + gap;
    left =
        right_of + width <= viewport.width - edge ? right_of : std::max(edge, end.x - gap - width);
  }
  return ScreenBox{left, top, left + width, top + height};
}

AxisTitleBoxes axis_title_boxes(const Scene& scene, const Camera& camera, const Viewport& viewport,
                                TextPainter& painter) {
  AxisTitleBoxes boxes;
  const auto origin = find_on_screen(camera, viewport, scene.axes.origin);
  if (!scene.axes.visible || !origin) return boxes;
  const double lowest = viewport.height - viewport.margin_bottom;
  TextStyle style;
  style.size = label_points(scene, k_axis_title_scale);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const auto end = find_on_screen(camera, viewport, scene.axes.ends[i]);
    if (!end || scene.axes.titles[i].empty()) continue;
    double width = 0, height = 0;
    painter.measure({{scene.axes.titles[i]}}, style, width, height);
    const auto home = find_axis_title_box(*origin, *end, width, height, viewport);
    if (!home) continue;
    const auto is_free = [&](const ScreenBox& box) {
      return box.top >= viewport.margin_top && box.bottom <= lowest &&
             std::none_of(boxes.begin(), boxes.begin() + static_cast<std::ptrdiff_t>(i),
                          [&](const auto& other) { return other && overlap(box, *other); });
    };
    // Two axes that end in one place: the later title goes below the earlier, or above it.
    for (const double lines : {0.0, 1.0, -1.0, 2.0, -2.0}) {
      const double down = 1.1 * lines * height;
      const ScreenBox box{home->left, home->top + down, home->right, home->bottom + down};
      if (!is_free(box)) continue;
      boxes[i] = box;
      break;
    }
  }
  return boxes;
}

LabelScenery::LabelScenery(const Scene& scene, const Camera& camera, const Viewport& viewport,
                           TextPainter& painter)
    : obstacles(viewport.width, viewport.height), ink(viewport.width, viewport.height) {
  const DrawnSize size(scene, camera, viewport);
  double n_points = 0;
  for (const TokenCloud& cloud : scene.clouds)
    for (const ScenePoint& point : cloud.points) {
      const auto at = find_on_screen(camera, viewport, point.position);
      if (!at) continue;
      const bool speck = point.radius < k_speck;
      middle_x += at->x;
      middle_y += at->y;
      ++n_points;
      if (!speck && point.opacity > (is_flat(point.glyph) ? k_faint : 0))
        obstacles.add(
            ScreenDisc{at->x, at->y, point.radius * size.at(point.position) + k_point_gap});
    }
  middle_x = n_points > 0 ? middle_x / n_points : viewport.width / 2;
  middle_y = n_points > 0 ? middle_y / n_points : viewport.height / 2;

  const auto add_stroke = [&](Vec3 from, Vec3 to, double width) {
    const auto a = find_on_screen(camera, viewport, from);
    const auto b = find_on_screen(camera, viewport, to);
    const double scale = 0.5 * (size.at(from) + size.at(to));
    if (a && b) ink.add({a->x, a->y, b->x, b->y}, std::max(k_least_thickness, width * scale));
  };
  for_each_edge(scene, [&](const SceneEdge& edge) {
    if (edge.opacity > 0) add_stroke(edge.from, edge.to, edge.width);
  });
  for (const CurveSet& set : scene.curves)
    for (const SceneCurve& curve : set.curves)
      for (std::size_t i = 0; i + 1 < curve.points.size() && curve.opacity > 0; ++i)
        add_stroke(curve.points[i], curve.points[i + 1], curve.width);
  for (const HullSet& hull : scene.hulls)
    for (const auto& [i, j] : hull.edges)
      add_stroke(hull.points.at(static_cast<std::size_t>(i)),
                 hull.points.at(static_cast<std::size_t>(j)), hull.edge_width);
  for (const TriangleSet& set : scene.triangles)
    for (const SceneTriangle& triangle : set.triangles)
      for (std::size_t i = 0; i < 3; ++i)
        add_stroke(triangle.corners[i], triangle.corners[(i + 1) % 3], 1);
  ink.sum();

  for (const auto& box : axis_title_boxes(scene, camera, viewport, painter)) {
    if (box) obstacles.add(*box);
  }
}

}  // namespace baryscope
