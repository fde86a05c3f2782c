#include "viz/scene/default_camera.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "viz/scene/camera_score.h"

namespace baryscope {
namespace {

constexpr double k_degree = std::numbers::pi / 180;

}  // namespace

Camera fitted(const Camera& direction, const std::vector<Vec3>& extent, const Viewport& viewport) {
  const double width = std::max(1.0, viewport.width - viewport.margin_left - viewport.margin_right);
  const double height =
      std::max(1.0, viewport.height - viewport.margin_top - viewport.margin_bottom);
  const double inner = 1 - 2 * k_frame_margin;
  const double slope_y = std::tan(direction.view_angle * k_degree / 2) * inner;
  const double slope_x = slope_y * width / height;
  const CameraFrame f = frame(direction);

  std::vector<Vec3> points = extent;
  Vec3 low = points.empty() ? Vec3{} : points.front();
  Vec3 high = low;
  for (const Vec3& p : points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  const Vec3 middle = low + 0.5 * (high - low);
  const double radius = length(high - low) / 2;
  if (!(radius > 1e-9 * (1e-60 + length(middle)))) {
    // A single place: show it in the middle of a box of its own.
    const double half = length(middle) > 0 ? 0.5 * length(middle) : 1;
    points = {middle - half * f.right, middle + half * f.right, middle - half * f.up,
              middle + half * f.up};
  }

  // In the camera's frame a point (x, y, z) is inside iff |x − X| ≤ slope_x · (z − Z), and likewise
  // for y: four bounds on the eye (X, Y, Z), which stands as far forward as they allow.
  constexpr double infinite = std::numeric_limits<double>::infinity();
  double left = -infinite, right = infinite, bottom = -infinite, top = infinite;
  double nearest = infinite;
  for (const Vec3& p : points) {
    const Vec3 at = p - middle;
    const double x = dot(at, f.right), y = dot(at, f.up), z = dot(at, f.forward);
    left = std::max(left, x - slope_x * z);
    right = std::min(right, x + slope_x * z);
    bottom = std::max(bottom, y - slope_y * z);
    top = std::min(top, y + slope_y * z);
    nearest = std::min(nearest, z);
  }
  // left + slope·Z ≤ X ≤ right − slope·Z needs Z ≤ (right − left) / (2 slope); and no point may lie
  // at the eye or behind it.
  double z = std::min((right - left) / (2 * slope_x), (top - bottom) / (2 * slope_y));
  const double least_gap = 1e-3 * std::max(radius, 1e-60);
  z = std::min(z, nearest - least_gap);
  Camera camera = direction;
  const double x = (left + right) / 2;
  const double y = (bottom + top) / 2;
  camera.position = middle + x * f.right + y * f.up + z * f.forward;
  camera.focal_point = camera.position + (-z) * f.forward;
  camera.up = f.up;
  camera.parallel_scale = pixels_per_unit(camera, viewport, -z) > 0
                              ? height / 2 / pixels_per_unit(camera, viewport, -z)
                              : 1;
  return camera;
}

namespace {

/// Where the eye may stand, as unit vectors from what it looks at.
std::vector<Vec3> eye_directions(std::span<const CameraSubject> subjects) {
  const auto any = [&](const auto& holds) {
    return std::any_of(subjects.begin(), subjects.end(), holds);
  };
  const bool has_ground = any([](const CameraSubject& s) { return s.has_ground; });
  std::vector<double> elevations = {has_ground ? 18.0 : 12.0, 24.0, has_ground ? 30.0 : -10.0,
                                    38.0};
  if (any([](const CameraSubject& s) { return !s.groups.empty(); })) {
    elevations = {18, 30, 46, 62, 78};
  }
  constexpr int n_around = 12;
  std::vector<Vec3> directions;
  for (const double elevation : elevations) {
    for (int step = 0; step < n_around; ++step) {
      const double azimuth = (15 + 30 * step) * k_degree, lift = elevation * k_degree;
      directions.push_back(
          {std::cos(lift) * std::sin(azimuth), std::sin(lift), std::cos(lift) * std::cos(azimuth)});
    }
  }
  for (const CameraSubject& subject : subjects) {
    const Vec3 way = normalized(subject.way_out);
    if (!(length(subject.way_out) > 0)) {
      continue;
    }
    const Vec3 across =
        normalized(cross(way, std::abs(way.y) < 0.9 ? Vec3{0, 1, 0} : Vec3{1, 0, 0}));
    const Vec3 upwards = cross(across, way);
    for (int step = 0; step < n_around; ++step) {
      const double turn = 30 * step * k_degree;
      const Vec3 direction = std::cos(turn) * across + std::sin(turn) * upwards;
      constexpr double steepest = 0.85, lowest = -0.2;
      if (direction.y < steepest && direction.y > (has_ground ? 0.2 : lowest)) {
        directions.push_back(direction);
      }
    }
  }
  return directions;
}

Camera best_of_directions(std::span<const CameraSubject> subjects, const std::vector<Vec3>& extent,
                          const Viewport& viewport, double roll) {
  Camera best;
  double best_score = -std::numeric_limits<double>::infinity();
  for (const Vec3& eye : eye_directions(subjects)) {
    Camera direction;
    direction.position = eye;
    direction.focal_point = {};
    const Camera camera = fitted(rolled(direction, roll), extent, viewport);
    double score = 0;
    for (const CameraSubject& subject : subjects) {
      score += camera_score(subject, camera, viewport);
    }
    if (score > best_score + 1e-9) {
      best_score = score;
      best = camera;
    }
  }
  return best;
}

}  // namespace

Camera default_camera(const CameraSubject& subject, const Viewport& viewport) {
  return default_camera(std::span(&subject, 1), viewport);
}

Camera default_camera(std::span<const CameraSubject> subjects, const Viewport& viewport) {
  std::vector<Vec3> extent;
  for (const CameraSubject& subject : subjects) {
    extent.insert(extent.end(), subject.extent.begin(), subject.extent.end());
  }
  const Camera upright = best_of_directions(subjects, extent, viewport, 0);
  if (std::any_of(subjects.begin(), subjects.end(), [](const auto& s) { return s.has_ground; })) {
    return upright;
  }
  double left = viewport.width, right = 0, top = viewport.height, bottom = 0;
  for (const Vec3& point : extent) {
    const ScreenPoint at = to_screen(upright, viewport, point).value_or(ScreenPoint{});
    left = std::min(left, at.x);
    right = std::max(right, at.x);
    top = std::min(top, at.y);
    bottom = std::max(bottom, at.y);
  }
  const double usable = viewport.width - viewport.margin_left - viewport.margin_right;
  constexpr double tall = 0.4;
  return right - left < tall * usable && bottom - top > right - left
             ? best_of_directions(subjects, extent, viewport, 90)
             : upright;
}

}  // namespace baryscope
