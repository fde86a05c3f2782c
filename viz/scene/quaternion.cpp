#include "viz/scene/quaternion.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace baryscope {
namespace {

/// Below this angle sines are their angles to all digits that count.
constexpr double k_small = 1e-8;

/// Half the angle along the axis, of a unit quaternion with w ≥ 0.
Vec3 logarithm(const Quaternion& q) {
  const Vec3 v{q.x, q.y, q.z};
  const double sine = length(v);
  return sine < k_small ? v : (std::atan2(sine, q.w) / sine) * v;
}

Quaternion exponential(Vec3 v) {
  const double angle = length(v);
  const double factor = angle < k_small ? 1 : std::sin(angle) / angle;
  return unit(Quaternion{std::cos(angle), factor * v.x, factor * v.y, factor * v.z});
}

/// As slerp(), but on the arc that the signs say, not on the shorter one.
Quaternion along_arc(const Quaternion& a, const Quaternion& b, double t) {
  const double cosine = std::clamp(scalar_product(a, b), -1.0, 1.0);
  double from = 1 - t, to = t;
  if (std::abs(cosine) < 1 - 1e-9) {
    const double angle = std::acos(cosine);
    from = std::sin((1 - t) * angle) / std::sin(angle);
    to = std::sin(t * angle) / std::sin(angle);
  }
  return unit(Quaternion{from * a.w + to * b.w, from * a.x + to * b.x, from * a.y + to * b.y,
                         from * a.z + to * b.z});
}

}  // namespace

double scalar_product(const Quaternion& a, const Quaternion& b) {
  return a.w * b.w + a.x * b.x + a.y * b.y + a.z * b.z;
}

Quaternion unit(const Quaternion& q) {
  const double norm = std::sqrt(scalar_product(q, q));
  return norm > 0 ? Quaternion{q.w / norm, q.x / norm, q.y / norm, q.z / norm} : Quaternion{};
}

Quaternion conjugate(const Quaternion& q) { return {q.w, -q.x, -q.y, -q.z}; }

Quaternion nearer(const Quaternion& q, const Quaternion& to) {
  return scalar_product(q, to) < 0 ? Quaternion{-q.w, -q.x, -q.y, -q.z} : q;
}

// Shepperd's method: the largest component is found first.
Quaternion quaternion(const CameraFrame& f) {
  const Vec3 b = -1.0 * f.forward;
  const double xx = f.right.x, yy = f.up.y, zz = b.z;
  const std::array<double, 4> size = {xx + yy + zz, xx, yy, zz};
  Quaternion q;
  switch (std::max_element(size.begin(), size.end()) - size.begin()) {
    case 0:
      q = {1 + xx + yy + zz, f.up.z - b.y, b.x - f.right.z, f.right.y - f.up.x};
      break;
    case 1:
      q = {f.up.z - b.y, 1 + xx - yy - zz, f.right.y + f.up.x, b.x + f.right.z};
      break;
    case 2:
      q = {b.x - f.right.z, f.right.y + f.up.x, 1 + yy - xx - zz, f.up.z + b.y};
      break;
    default:
      q = {f.right.y - f.up.x, b.x + f.right.z, f.up.z + b.y, 1 + zz - xx - yy};
  }
  return unit(q);
}

Vec3 rotate(const Quaternion& q, Vec3 v) {
  const Vec3 u{q.x, q.y, q.z};
  const Vec3 t = 2.0 * cross(u, v);
  return v + q.w * t + cross(u, t);
}

Quaternion slerp(const Quaternion& a, const Quaternion& b, double t) {
  return along_arc(a, nearer(b, a), t);
}

Quaternion squad_guide(const Quaternion& before, const Quaternion& q, const Quaternion& after) {
  const Quaternion back = conjugate(q);
  const Quaternion one;
  const Vec3 to_before = logarithm(nearer(back * before, one));
  const Vec3 to_after = logarithm(nearer(back * after, one));
  return unit(q * exponential(-0.25 * (to_before + to_after)));
}

Quaternion squad(const Quaternion& a, const Quaternion& b, const Quaternion& guide_a,
                 const Quaternion& guide_b, double t) {
  return along_arc(along_arc(a, b, t), along_arc(guide_a, guide_b, t), 2 * t * (1 - t));
}

}  // namespace baryscope
