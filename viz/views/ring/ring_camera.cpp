// Room for the names around the ring, and the side that it is seen from.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "viz/scene/default_camera.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/flat_camera.h"
#include "viz/scene/text_extent.h"
#include "viz/scene/visit.h"
#include "viz/views/ring/ring_camera.h"

namespace baryscope {
namespace {

constexpr double k_outside = 0.1;  // of what stands around the ring but for the names, in radii

/// The box of a label, in layout pixels.
TextExtent extent_of(const Scene& scene, const SceneLabel& label) {
  const double points = label_points(scene, label.scale);
  TextExtent whole;
  for (const LabelSpan& span : label.spans) {
    const TextExtent part = estimated_extent(span.text, span.bold, points);
    whole.width += part.width;
    whole.height = std::max(whole.height, part.height);
  }
  return whole;
}

/// The largest circle whose names fit beside it. A very long name takes no more than its share.
double circle_radius(const RingParts& parts, const Scene& scene, const Viewport& viewport,
                     double width, double height) {
  constexpr double k_most_beside = 0.3, k_gap = 5;
  const double strokes = stroke_scale(viewport);
  double radius = 0.5 * std::min(width, height) / (1 + k_outside);
  for (const SceneLabel& label : scene.labels) {
    const TextExtent box = extent_of(scene, label);
    const double angle_x = label.anchor.x, angle_y = label.anchor.y;
    const double away = std::hypot(angle_x, angle_y);
    if (!(away > 0)) {
      continue;
    }
    const double x = std::abs(angle_x) / away, y = std::abs(angle_y) / away;
    const double clear = label.clearance * strokes + k_gap;
    const double wide = std::min(box.width, k_most_beside * width) *
                        std::min(1.0, 0.5 + 0.5 * std::numbers::sqrt2 * x);
    const double tall = box.height * std::min(1.0, 0.5 + 0.5 * std::numbers::sqrt2 * y);
    if (x > 0.05) {
      radius = std::min(radius, (0.5 * width - wide - clear * x) / (away * x));
    }
    if (y > 0.05) {
      radius = std::min(radius, (0.5 * height - tall - clear * y) / (away * y));
    }
  }
  // Where names crowd at the top and the bottom they need a second row.
  constexpr double k_row = 24, k_few = 24, k_most = RingLayout::k_most_on_circle;
  const double crowd = (static_cast<double>(scene.labels.size()) - k_few) / (k_most - k_few);
  radius -= k_row * std::clamp(crowd, 0.0, 1.0);
  return std::max(radius, 0.28 * std::min(width, height));
}

std::vector<Vec3> places_of(const Scene& scene) {
  std::vector<Vec3> places;
  visit_structures(scene, [&places](const auto& structure) {
    for_each_place(structure, [&places](const Vec3& place) { places.push_back(place); });
  });
  return places;
}

void add_frame(const std::vector<Vec3>& corners, Scene& scene) {
  EdgeSet room{"room for names", {}};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    SceneEdge side;
    side.from = corners[i];
    side.to = corners[(i + 1) % corners.size()];
    side.width = 0.5;
    side.role = Role::minor;
    side.opacity = 0;
    room.edges.push_back(side);
  }
  scene.edges.push_back(std::move(room));
}

}  // namespace

void add_margin(const RingParts& parts, Scene& scene) {
  const Viewport viewport = figure_viewport(scene, parts.request->width, parts.request->height);
  if (parts.layout.is_helix()) {
    constexpr double k_beside = 1.3;
    for (const double end : {0.0, parts.layout.n_tokens() - 1.0}) {
      std::vector<Vec3> corners;
      for (const double turn : {0.125, 0.375, 0.625, 0.875}) {
        Vec3 corner = parts.layout.place(turn * RingLayout::k_most_on_circle, k_beside);
        corner.y = parts.layout.place(end).y;
        corners.push_back(corner);
      }
      add_frame(corners, scene);
    }
    return;
  }
  const PlotRoom room = plot_room(scene, viewport);
  const double width = std::max(
      1.0, viewport.width - viewport.margin_left - viewport.margin_right - room.left - room.right);
  const double height = std::max(1.0, viewport.height - viewport.margin_top -
                                          viewport.margin_bottom - room.above - room.below);
  const double radius = circle_radius(parts, scene, viewport, width, height);
  const double x = 0.5 * width / radius, y = 0.5 * height / radius;
  add_frame({{-x, -y, 0}, {x, -y, 0}, {x, y, 0}, {-x, y, 0}}, scene);
}

Camera ring_camera(std::span<const Scene* const> scenes, bool helix, const Viewport& viewport) {
  std::vector<Vec3> extent;
  for (const Scene* scene : scenes) {
    const std::vector<Vec3> places = places_of(*scene);
    extent.insert(extent.end(), places.begin(), places.end());
  }
  Camera direction;
  if (helix) {
    constexpr double k_lift = 0.5;  // radians above the horizon
    direction.position = {0, std::sin(k_lift), std::cos(k_lift)};
    return fitted(direction, extent, viewport);
  }
  direction.orthographic = true;
  return fitted_flat(direction, extent, viewport, plot_room(*scenes.front(), viewport));
}

}  // namespace baryscope
