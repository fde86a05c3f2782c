/// Where the picture is seen from: trackball gestures, named directions, history apart from undo.
#pragma once

#include <string_view>
#include <vector>

#include "viz/scene/camera.h"
#include "viz/scene/scene.h"

namespace baryscope {

class CameraControl {
 public:
  [[nodiscard]] const Camera& camera() const { return m_camera; }
  /// The scene's own camera, to which reset() returns. `adopt`: look through it now.
  void set_home(const Camera& home, bool adopt);
  /// True once a person moved away from home.
  [[nodiscard]] bool touched() const { return m_touched; }

  /// Part of a gesture; nothing enters the history until commit().
  void drag(const Camera& camera);
  /// Ends a gesture: one step of history.
  void commit();
  /// A whole step at once.
  void go(const Camera& camera);
  bool back();
  bool forward();
  void reset();

 private:
  Camera m_home, m_camera;
  std::vector<Camera> m_history{Camera{}};
  std::size_t m_place = 0;
  bool m_touched = false;
};

/// Looks at the box from "front", "back", "left", "right", "top", "bottom" or "isometric", at the
/// distance where a sphere around it fills the view. Throws UsageError for another name.
Camera seen_from(const Camera& camera, const Bounds& box, std::string_view name);
/// Every point that the frame should hold.
std::vector<Vec3> extent(const Scene& scene);
/// Perspective ↔ parallel with the focal plane at the same size.
Camera with_other_projection(const Camera& camera);

}  // namespace baryscope
