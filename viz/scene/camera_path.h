/// Cameras in motion: around an axis, and on a smooth path through given ones.
#pragma once

#include <cstddef>
#include <vector>

#include "viz/scene/camera.h"
#include "viz/scene/easing.h"
#include "viz/scene/quaternion.h"
#include "viz/scene/vec3.h"

namespace baryscope {

/// What a turntable turns about: the world's y where the camera stands upright over it, else the
/// picture's own upright. A unit vector.
Vec3 turning_axis(const Camera& camera);
/// The camera carried around its focal point by `degrees`; 0 and 360 are the camera itself.
Camera carried_around(const Camera& camera, double degrees);
/// The camera's direction and distance changed so that all points stay within the frame's margins
/// (fitted()) during a whole turn about turning_axis().
Camera fitted_turning(const Camera& direction, const std::vector<Vec3>& extent,
                      const Viewport& viewport);

/// A camera at a time in seconds; `ease`: of the way from here to the next.
struct CameraKey {
  double at = 0;
  Camera camera;
  Easing ease = Easing::cubic;
};

/// Through all keys, exactly: what is looked at runs on a centripetal Catmull–Rom spline (Yuksel,
/// Schaefer and Keyser 2011), the eye stands around it by unit quaternions (squad, Shoemake 1987),
/// at a distance, view angle and parallel scale that rise and fall only where the keys' do
/// (monotone cubic, Fritsch and Carlson 1980). Before the first key it is the first, after the last
/// the last. The projection is the earlier key's.
class CameraPath {
 public:
  /// At least one key, times rising.
  explicit CameraPath(std::vector<CameraKey> keys);

  [[nodiscard]] Camera at(double seconds) const;
  /// Of the camera at that time: columns right, up and backwards.
  [[nodiscard]] Quaternion orientation(double seconds) const;

 private:
  struct Place {
    std::size_t key = 0;  ///< the segment from this one to the next
    double share = 0;     ///< of it, eased; 0 at the key itself
  };
  [[nodiscard]] Place place(double seconds) const;
  [[nodiscard]] Quaternion orientation_at(const Place& place) const;

  std::vector<CameraKey> m_keys;
  std::vector<Quaternion> m_turns;   ///< [n_keys] each in the half nearest to the one before
  std::vector<Quaternion> m_guides;  ///< [n_keys] of squad
  std::vector<double> m_log_distance, m_log_scale, m_angle;  ///< [n_keys]
};

}  // namespace baryscope
