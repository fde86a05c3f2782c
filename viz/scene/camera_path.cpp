#include "viz/scene/camera_path.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/error.h"
#include "viz/scene/default_camera.h"

namespace baryscope {
namespace {

constexpr double k_radians_a_degree = std::numbers::pi / 180;
/// An eye on the thing itself has no distance to take a logarithm of.
constexpr double k_least = 1e-12;

/// Through p1 (t = 0) and p2 (t = 1), by the pyramid of Barry and Goldman (1988) over knots that
/// lie √|p − q| apart.
Vec3 centripetal(Vec3 p0, Vec3 p1, Vec3 p2, Vec3 p3, double t) {
  const double middle = std::sqrt(length(p2 - p1));
  if (!(middle > 0)) {
    return p1 + t * (p2 - p1);
  }
  // Where there is no neighbour, or it is the point itself, the curve leaves it straight.
  const auto gap = [middle](Vec3 a, Vec3 b) {
    const double knots = std::sqrt(length(b - a));
    return knots > 1e-6 * middle ? knots : 0;
  };
  double before = gap(p0, p1), after = gap(p2, p3);
  if (before == 0) {
    p0 = p1 - (p2 - p1);
    before = middle;
  }
  if (after == 0) {
    p3 = p2 + (p2 - p1);
    after = middle;
  }
  const double k1 = before, k2 = k1 + middle, k3 = k2 + after, k = k1 + t * middle;
  const auto mix = [k](Vec3 a, Vec3 b, double from, double to) {
    return ((to - k) / (to - from)) * a + ((k - from) / (to - from)) * b;
  };
  const Vec3 a1 = mix(p0, p1, 0, k1), a2 = mix(p1, p2, k1, k2), a3 = mix(p2, p3, k2, k3);
  const Vec3 b1 = mix(a1, a2, 0, k2), b2 = mix(a2, a3, k1, k3);
  return mix(b1, b2, k1, k2);
}

/// From values[key] to values[key + 1], rising or falling only where the values do.
double monotone(const std::vector<double>& values, const std::vector<CameraKey>& keys,
                std::size_t key, double t) {
  const auto slope = [&](std::size_t i) {
    return (values[i + 1] - values[i]) / (keys[i + 1].at - keys[i].at);
  };
  const auto tangent = [&](std::size_t i) {
    if (i == 0 || i + 1 == values.size()) {
      return 0.0;
    }
    const double left = slope(i - 1), right = slope(i);
    // The harmonic mean keeps within thrice the smaller of both.
    return left * right > 0 ? 2 * left * right / (left + right) : 0.0;
  };
  const double seconds = keys[key + 1].at - keys[key].at;
  const double from = values[key], to = values[key + 1];
  const double m0 = seconds * tangent(key), m1 = seconds * tangent(key + 1);
  const double t2 = t * t, t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * from + (t3 - 2 * t2 + t) * m0 + (3 * t2 - 2 * t3) * to +
         (t3 - t2) * m1;
}

double distance_of(const Camera& camera) { return length(camera.position - camera.focal_point); }

}  // namespace

Vec3 turning_axis(const Camera& camera) {
  constexpr double level = 1e-6;
  const CameraFrame f = frame(camera);
  return std::abs(f.right.y) < level && f.up.y > 0.1 ? Vec3{0, 1, 0} : f.up;
}

Camera carried_around(const Camera& camera, double degrees) {
  if (std::fmod(degrees, 360) == 0) {
    return camera;
  }
  const Vec3 axis = turning_axis(camera);
  Camera result = camera;
  result.position =
      camera.focal_point + turned(camera.position - camera.focal_point, axis, degrees);
  result.up = turned(frame(camera).up, axis, degrees);
  return result;
}

Camera fitted_turning(const Camera& direction, const std::vector<Vec3>& extent,
                      const Viewport& viewport) {
  if (extent.empty()) {
    return direction;
  }
  const double width = std::max(1.0, viewport.width - viewport.margin_left - viewport.margin_right);
  const double height =
      std::max(1.0, viewport.height - viewport.margin_top - viewport.margin_bottom);
  const double inner = 1 - 2 * k_frame_margin;
  const CameraFrame f = frame(direction);
  const Vec3 axis = turning_axis(direction);
  const Vec3 ahead = cross(axis, f.right);  // level, as the eye's right is
  const double sine = dot(f.forward, axis), cosine = dot(f.forward, ahead);

  double least_x = 1e300, most_x = -1e300, least_z = 1e300, most_z = -1e300;
  for (const Vec3& p : extent) {
    least_x = std::min(least_x, dot(p, f.right));
    most_x = std::max(most_x, dot(p, f.right));
    least_z = std::min(least_z, dot(p, ahead));
    most_z = std::max(most_z, dot(p, ahead));
  }
  const double middle_x = (least_x + most_x) / 2, middle_z = (least_z + most_z) / 2;
  // A point runs on a circle of radius ρ at the height h; at the angle θ it is at x = ρ sin θ,
  // y = h cos τ − ρ cos θ sin τ, depth z = ρ cos θ cos τ + h sin τ, with τ the eye's tilt. In
  // perspective |x| ≤ slope·(z + D) for every θ asks for D ≥ ρ√(1/slope² + cos²τ) − h sin τ, and y
  // likewise; parallel to the axes of the picture ρ and |h cos τ| + ρ|sin τ| have to fit.
  const double slope_y = std::tan(direction.view_angle * k_radians_a_degree / 2) * inner;
  const double slope_x = slope_y * width / height;
  double above = -1e300, below = -1e300, aside = -1e300, wide = 0, top = -1e300, bottom = -1e300;
  double most_radius = 0, lowest = 1e300, highest = -1e300;
  for (const Vec3& p : extent) {
    const double radius = std::hypot(dot(p, f.right) - middle_x, dot(p, ahead) - middle_z);
    const double h = dot(p, axis);
    const double leans = radius * std::abs(sine);
    wide = std::max(wide, radius);
    top = std::max(top, h * cosine + leans);
    bottom = std::max(bottom, leans - h * cosine);
    above = std::max(above,
                     radius * std::abs(sine / slope_y + cosine) + h * cosine / slope_y - h * sine);
    below = std::max(below,
                     radius * std::abs(cosine - sine / slope_y) - h * cosine / slope_y - h * sine);
    aside = std::max(aside, radius * std::hypot(1 / slope_x, cosine) - h * sine);
    most_radius = std::max(most_radius, radius);
    lowest = std::min(lowest, h);
    highest = std::max(highest, h);
  }
  const double size = std::max(std::hypot(2 * most_radius, highest - lowest), k_least);
  Camera camera = direction;
  camera.up = f.up;
  // The focal point's height is where the picture has as much room above as below.
  double level = 0, distance = 0;
  if (direction.orthographic) {
    level = (top - bottom) / (2 * cosine);
    const double half = std::max((top + bottom) / 2, wide * height / width) / inner;
    camera.parallel_scale = half > k_least ? half : 1;
    distance = 4 * camera.parallel_scale;
  } else {
    level = (above - below) * slope_y / (2 * cosine);
    distance =
        std::max({above - level * (cosine / slope_y - sine),
                  below + level * (cosine / slope_y + sine), aside + level * sine, 1e-3 * size});
    camera.parallel_scale = distance * std::tan(direction.view_angle * k_radians_a_degree / 2);
  }
  camera.focal_point = middle_x * f.right + middle_z * ahead + level * axis;
  camera.position = camera.focal_point + (-distance) * f.forward;
  return camera;
}

CameraPath::CameraPath(std::vector<CameraKey> keys) : m_keys(std::move(keys)) {
  BARYSCOPE_CHECK(!m_keys.empty());
  for (std::size_t i = 0; i < m_keys.size(); ++i) {
    const Camera& camera = m_keys[i].camera;
    BARYSCOPE_CHECK(i == 0 || m_keys[i].at > m_keys[i - 1].at);
    const Quaternion turn = quaternion(frame(camera));
    m_turns.push_back(i == 0 ? turn : nearer(turn, m_turns.back()));
    m_log_distance.push_back(std::log(std::max(distance_of(camera), k_least)));
    m_log_scale.push_back(std::log(std::max(camera.parallel_scale, k_least)));
    m_angle.push_back(camera.view_angle);
  }
  for (std::size_t i = 0; i < m_turns.size(); ++i) {
    const Quaternion& before = m_turns[i == 0 ? 0 : i - 1];
    const Quaternion& after = m_turns[std::min(i + 1, m_turns.size() - 1)];
    m_guides.push_back(squad_guide(before, m_turns[i], after));
  }
}

CameraPath::Place CameraPath::place(double seconds) const {
  const auto next = std::upper_bound(m_keys.begin(), m_keys.end(), seconds,
                                     [](double at, const CameraKey& key) { return at < key.at; });
  if (next == m_keys.begin()) {
    return {};
  }
  const auto key = static_cast<std::size_t>(next - m_keys.begin()) - 1;
  if (next == m_keys.end()) {
    return {key, 0};
  }
  const double share = (seconds - m_keys[key].at) / (next->at - m_keys[key].at);
  return {key, eased(m_keys[key].ease, share)};
}

Quaternion CameraPath::orientation_at(const Place& place) const {
  const std::size_t key = place.key;
  return place.share == 0
             ? m_turns[key]
             : squad(m_turns[key], m_turns[key + 1], m_guides[key], m_guides[key + 1], place.share);
}

Quaternion CameraPath::orientation(double seconds) const { return orientation_at(place(seconds)); }

Camera CameraPath::at(double seconds) const {
  const Place where = place(seconds);
  const std::size_t key = where.key;
  if (where.share == 0) {
    return m_keys[key].camera;
  }
  if (where.share == 1) {  // eased so near to the next that nothing is left of the way
    return m_keys[key + 1].camera;
  }
  const auto focus = [this](std::size_t i) { return m_keys[i].camera.focal_point; };
  const std::size_t last = m_keys.size() - 1;
  const Quaternion turn = orientation_at(where);
  Camera camera = m_keys[key].camera;
  camera.focal_point = centripetal(focus(key == 0 ? 0 : key - 1), focus(key), focus(key + 1),
                                   focus(std::min(key + 2, last)), where.share);
  const double distance = std::exp(monotone(m_log_distance, m_keys, key, where.share));
  camera.position = camera.focal_point + distance * rotate(turn, {0, 0, 1});
  camera.up = rotate(turn, {0, 1, 0});
  camera.view_angle = monotone(m_angle, m_keys, key, where.share);
  camera.parallel_scale = std::exp(monotone(m_log_scale, m_keys, key, where.share));
  return camera;
}

}  // namespace baryscope
