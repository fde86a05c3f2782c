#include "viz/scene/flat_camera.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "viz/scene/figure_layout.h"
#include "viz/scene/text_extent.h"

namespace baryscope {
namespace {

// What the axes' numbers and titles take beside a plot, in layout pixels at 14 pt.
constexpr double k_left = 58, k_right = 30, k_above = 26, k_below = 58, k_bare = 20;

double plot_width(const Viewport& viewport) {
  return std::max(1.0, viewport.width - viewport.margin_left - viewport.margin_right);
}
double plot_height(const Viewport& viewport) {
  return std::max(1.0, viewport.height - viewport.margin_top - viewport.margin_bottom);
}

/// What the longest number beside the plot takes: those of a usual length have room anyway.
double room_for_numbers(const Scene& scene) {
  constexpr double k_digit = 9.4, k_tick = 10;
  std::ptrdiff_t longest = 0;
  for (const SceneLabel& label : scene.labels) {
    if (label.side == std::array<double, 2>{-1, 0}) {
      const std::string& text = label.spans.front().text;
      longest = std::max(
          longest, std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; }));
    }
  }
  return k_tick + k_digit * static_cast<double>(longest);
}

/// What the names of things on the left (-1) or right (1) of their places take.
double room_for_names(const Scene& scene, double side) {
  constexpr double k_beside = 10;  // between the point and its name, and at the paper's edge
  double most = 0;
  for (const SceneLabel& label : scene.labels) {
    if (label.subjects.empty() || label.side != std::array<double, 2>{side, 0}) continue;
    double width = 0;
    for (const LabelSpan& span : label.spans) {
      width += estimated_extent(span.text, span.bold, label_points(scene, label.scale)).width;
    }
    most = std::max(most, width + label.clearance + k_beside);
  }
  return most;
}

}  // namespace

PlotRoom plot_room(const Scene& scene, const Viewport& viewport) {
  const bool framed =
      scene.axes.visible || std::ranges::any_of(scene.labels, [](const SceneLabel& each) {
        return each.side.has_value();
      });
  PlotRoom room{k_bare, k_bare, k_bare, k_bare};
  if (framed) {
    const double grow = std::max(1.0, scene.font_size / 14);
    room = {grow * std::max(k_left, room_for_numbers(scene)), grow * k_right, grow * k_above,
            grow * k_below};
  }
  const double names_left = room_for_names(scene, -1), names_right = room_for_names(scene, 1);
  const bool named = names_left + names_right > 0;
  if (named) {
    // Titles and legends keep their own distance; nothing else stands above or below the names.
    room = {std::max(k_bare, names_left), std::max(k_bare, names_right), k_bare, k_bare};
  }
  const double most = named ? 0.55 : 0.3;
  const double press = std::min({1.0, most * plot_width(viewport) / (room.left + room.right),
                                 0.4 * plot_height(viewport) / (room.above + room.below)});
  return {press * room.left, press * room.right, press * room.above, press * room.below};
}

Camera fitted_flat(const Camera& direction, const std::vector<Vec3>& points,
                   const Viewport& viewport, const PlotRoom& room) {
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
  const double height = plot_height(viewport);
  const double unit = std::max((far_right - left) / (plot_width(viewport) - room.left - room.right),
                               (top - bottom) / (height - room.above - room.below));
  if (!(unit > 0)) return direction;
  const double x = (left + far_right) / 2 + (room.right - room.left) / 2 * unit;
  const double y = (bottom + top) / 2 + (room.above - room.below) / 2 * unit;
  Camera camera = direction;
  camera.focal_point = x * right + y * up + depth * forward;
  camera.parallel_scale = height / 2 * unit;
  camera.position = camera.focal_point + (-4 * camera.parallel_scale) * forward;
  camera.up = up;
  return camera;
}

}  // namespace baryscope
