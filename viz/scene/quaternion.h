/// Unit quaternions: how a camera is turned.
#pragma once

#include "viz/scene/camera.h"
#include "viz/scene/vec3.h"

namespace baryscope {

struct Quaternion {
  double w = 1, x = 0, y = 0, z = 0;

  friend Quaternion operator*(const Quaternion& a, const Quaternion& b) {
    return {a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
            a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
            a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
            a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w};
  }
  friend bool operator==(const Quaternion&, const Quaternion&) = default;
};

double scalar_product(const Quaternion& a, const Quaternion& b);
Quaternion unit(const Quaternion& q);
Quaternion conjugate(const Quaternion& q);
/// The same rotation as `q`, as the one of its two quaternions that is nearer to `to`.
Quaternion nearer(const Quaternion& q, const Quaternion& to);
/// Of the rotation whose matrix has the columns right, up and backwards.
Quaternion quaternion(const CameraFrame& frame);
Vec3 rotate(const Quaternion& q, Vec3 v);
/// The shorter way at one speed, t in [0, 1].
Quaternion slerp(const Quaternion& a, const Quaternion& b, double t);

/// The guide of squad at `q` between its neighbours: q·exp(−(log(q⁻¹·before) + log(q⁻¹·after))/4).
Quaternion squad_guide(const Quaternion& before, const Quaternion& q, const Quaternion& after);
/// slerp(slerp(a, b, t), slerp(guide_a, guide_b, t), 2t(1−t)).
Quaternion squad(const Quaternion& a, const Quaternion& b, const Quaternion& guide_a,
                 const Quaternion& guide_b, double t);

}  // namespace baryscope
