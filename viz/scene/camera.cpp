#include "viz/scene/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "viz/scene/easing.h"
#include "viz/scene/quaternion.h"

namespace baryscope {
namespace {

constexpr double k_radians = std::numbers::pi / 180;
constexpr double k_drag_degrees = 200;  // vtkInteractorStyleTrackballCamera: 20 · motion factor 10

double usable_width(const Viewport& viewport) {
  return std::max(1.0, viewport.width - viewport.margin_left - viewport.margin_right);
}
double usable_height(const Viewport& viewport) {
  return std::max(1.0, viewport.height - viewport.margin_top - viewport.margin_bottom);
}

}  // namespace

Vec3 turned(Vec3 v, Vec3 axis, double degrees) {
  const double c = std::cos(degrees * k_radians);
  const double s = std::sin(degrees * k_radians);
  return c * v + s * cross(axis, v) + ((1 - c) * dot(axis, v)) * axis;
}

double stroke_scale(const Viewport& viewport) {
  return std::max(0.6, std::min(viewport.width / 1600, viewport.height / 1000));
}

CameraFrame frame(const Camera& camera) {
  Vec3 forward = normalized(camera.focal_point - camera.position);
  if (length(forward) == 0) {
    forward = {0, 0, -1};
  }
  Vec3 right = cross(forward, normalized(camera.up));
  if (length(right) < 1e-9) {
    right = cross(forward, std::abs(forward.y) < 0.9 ? Vec3{0, 1, 0} : Vec3{0, 0, 1});
  }
  right = normalized(right);
  return {right, cross(right, forward), forward};
}

double pixels_per_unit(const Camera& camera, const Viewport& viewport, double depth) {
  const double half = usable_height(viewport) / 2;
  return camera.orthographic ? half / camera.parallel_scale
                             : half / (depth * std::tan(camera.view_angle * k_radians / 2));
}

std::optional<ScreenPoint> to_screen(const Camera& camera, const Viewport& viewport, Vec3 point) {
  const CameraFrame f = frame(camera);
  const Vec3 offset = point - camera.position;
  const double depth = dot(offset, f.forward);
  if (!camera.orthographic && depth <= 1e-9 * length(camera.focal_point - camera.position)) {
    return std::nullopt;
  }
  const double scale = pixels_per_unit(camera, viewport, depth);
  return ScreenPoint{
      viewport.margin_left + usable_width(viewport) / 2 + scale * dot(offset, f.right),
      viewport.margin_top + usable_height(viewport) / 2 - scale * dot(offset, f.up), depth};
}

Camera rotated(const Camera& camera, double dx_pixels, double dy_pixels, const Viewport& viewport) {
  const double azimuth = -k_drag_degrees * dx_pixels / std::max(1.0, viewport.width);
  const double elevation = k_drag_degrees * dy_pixels / std::max(1.0, viewport.height);
  const CameraFrame f = frame(camera);
  const Vec3 arm = turned(camera.position - camera.focal_point, f.up, azimuth);
  const Vec3 right = turned(f.right, f.up, azimuth);
  Camera result = camera;
  result.position = camera.focal_point + turned(arm, right, -elevation);
  result.up = turned(f.up, right, -elevation);
  return result;
}

Camera panned(const Camera& camera, double dx_pixels, double dy_pixels, const Viewport& viewport) {
  const CameraFrame f = frame(camera);
  const double scale =
      pixels_per_unit(camera, viewport, length(camera.focal_point - camera.position));
  const Vec3 shift = (-dx_pixels / scale) * f.right + (dy_pixels / scale) * f.up;
  Camera result = camera;
  result.position = camera.position + shift;
  result.focal_point = camera.focal_point + shift;
  return result;
}

Camera zoomed(const Camera& camera, double factor) {
  Camera result = camera;
  if (!(factor > 0) || !std::isfinite(factor)) {
    return result;
  }
  if (camera.orthographic) {
    result.parallel_scale = camera.parallel_scale / factor;
  } else {
    result.position = camera.focal_point + (1 / factor) * (camera.position - camera.focal_point);
  }
  return result;
}

Camera rolled(const Camera& camera, double degrees) {
  const CameraFrame f = frame(camera);
  Camera result = camera;
  result.up = turned(f.up, f.forward, degrees);
  return result;
}

bool same_direction(const Camera& a, const Camera& b) {
  constexpr double tolerance = 4e-6;  // radians
  const CameraFrame one = frame(a), other = frame(b);
  return length(one.forward - other.forward) <= tolerance && length(one.up - other.up) <= tolerance;
}

Camera focused_on(const Camera& camera, Vec3 point) {
  Camera result = camera;
  result.position = camera.position + (point - camera.focal_point);
  result.focal_point = point;
  return result;
}

Camera interpolated(const Camera& from, const Camera& to, double t) {
  if (!(t > 0)) {
    return from;
  }
  if (t >= 1) {
    return to;
  }
  const double way = eased(Easing::cubic, t);
  const Quaternion q = slerp(quaternion(frame(from)), quaternion(frame(to)), way);
  const double near = length(from.position - from.focal_point);
  const double far = length(to.position - to.focal_point);
  const double distance =
      near > 0 && far > 0 ? near * std::pow(far / near, way) : near + way * (far - near);
  Camera result = way < 0.5 ? from : to;
  result.focal_point = from.focal_point + way * (to.focal_point - from.focal_point);
  result.position = result.focal_point + distance * rotate(q, {0, 0, 1});
  result.up = rotate(q, {0, 1, 0});
  result.view_angle = from.view_angle + way * (to.view_angle - from.view_angle);
  result.parallel_scale = from.parallel_scale + way * (to.parallel_scale - from.parallel_scale);
  return result;
}

}  // namespace baryscope
