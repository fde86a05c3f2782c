/// Where the picture is seen from.
#pragma once

#include <optional>

#include "viz/scene/vec3.h"

namespace baryscope {

struct Camera {
  Vec3 position{0, 0, 10};
  Vec3 focal_point{0, 0, 0};
  Vec3 up{0, 1, 0};
  double view_angle = 25;        ///< vertical, degrees (perspective)
  bool orthographic = false;
  double parallel_scale = 1;     ///< half the height of the view in world units (orthographic)

  friend bool operator==(const Camera&, const Camera&) = default;
};

/// A size in pixels with the area that the scene may use (titles and legends take the rest).
struct Viewport {
  double width = 1600, height = 1000;
  double margin_left = 0, margin_right = 0, margin_top = 0, margin_bottom = 0;
};

/// Pixel position with y downwards, and depth (distance along the view direction).
struct ScreenPoint {
  double x = 0, y = 0, depth = 0;
};
/// Nothing for points behind a perspective camera.
std::optional<ScreenPoint> to_screen(const Camera& camera, const Viewport& viewport, Vec3 point);

/// Trackball operations; pixels relative to the viewport's size.
Camera rotated(const Camera& camera, double dx_pixels, double dy_pixels, const Viewport& viewport);
Camera panned(const Camera& camera, double dx_pixels, double dy_pixels, const Viewport& viewport);
Camera zoomed(const Camera& camera, double factor);
Camera rolled(const Camera& camera, double degrees);
/// Same direction, other focus.
Camera focused_on(const Camera& camera, Vec3 point);
/// Cubic in-out between two cameras, t in [0, 1].
Camera interpolated(const Camera& from, const Camera& to, double t);

}  // namespace baryscope
