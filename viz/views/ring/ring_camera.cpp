// Room for the names around the ring, and the side that it is seen from.
#include "viz/views/ring/ring_camera.h"

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

/// How far a name reaches from the middle, to the side and up: so many radii and so many pixels.
struct Reach {
  double radii_across = 0, pixels_across = 0, radii_up = 0, pixels_up = 0;
};

std::vector<Reach> reaches(const Scene& scene, const Viewport& viewport, double width) {
  constexpr double k_most_beside = 0.3, k_gap = 5;  // of a very long name no more than its share
  const auto beside = [](double part) {
    return std::min(1.0, 0.5 + 0.5 * std::numbers::sqrt2 * part);
  };
  std::vector<Reach> all;
  for (const SceneLabel& label : scene.labels) {
    const double away = length(label.anchor);
    if (!(away > 0)) {
      continue;
    }
    const TextExtent box = extent_of(scene, label);
    const double x = std::abs(label.anchor.x) / away, y = std::abs(label.anchor.y) / away;
    const double clear = label.clearance * stroke_scale(viewport) + k_gap;
    all.push_back({away * x, std::min(box.width, k_most_beside * width) * beside(x) + clear * x,
                   away * y, box.height * beside(y) + clear * y});
  }
  return all;
}

/// Pixels of the largest circle whose names fit beside it.
double circle_radius(const std::vector<Reach>& names, double width, double height) {
  constexpr double k_middle = 0.05;  // what stands above the middle is bound by the height alone
  double radius = 0.5 * std::min(width, height) / (1 + k_outside);
  for (const Reach& name : names) {
    if (name.radii_across > k_middle) {
      radius = std::min(radius, (0.5 * width - name.pixels_across) / name.radii_across);
    }
    if (name.radii_up > k_middle) {
      radius = std::min(radius, (0.5 * height - name.pixels_up) / name.radii_up);
    }
  }
  // Where names crowd at the top and the bottom they need a second row.
  constexpr double k_row = 24, k_few = 24, k_most = RingLayout::k_most_on_circle;
  const double crowd = (static_cast<double>(names.size()) - k_few) / (k_most - k_few);
  return std::max(radius - k_row * std::clamp(crowd, 0.0, 1.0), 0.28 * std::min(width, height));
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
  const std::vector<Reach> names = reaches(scene, viewport, width);
  const double radius = circle_radius(names, width, height);
  double x = 1 + k_outside, y = 1 + k_outside;
  for (const Reach& name : names) {
    x = std::max(x, name.radii_across + name.pixels_across / radius);
    y = std::max(y, name.radii_up + name.pixels_up / radius);
  }
  // The rows of a crowd are in the room that the height leaves.
  x = std::min(x, 0.5 * width / radius);
  y = names.size() > RingLayout::k_most_on_circle / 2 ? 0.5 * height / radius
                                                      : std::min(y, 0.5 * height / radius);
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
