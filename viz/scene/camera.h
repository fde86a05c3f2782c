/// Where the picture is seen from.
#pragma once

#include <optional>

#include "viz/scene/vec3.h"

namespace baryscope {

struct Camera {
  Vec3 position{0, 0, 10};
  Vec3 focal_point{0, 0, 0};
  Vec3 up{0, 1, 0};
  double view_angle = 25;  ///< vertical, degrees (perspective)
  bool orthographic = false;
  double parallel_scale = 1;  ///< half the height of the view in world units (orthographic)

  friend bool operator==(const Camera&, const Camera&) = default;
};

/// A size in pixels with the area that the scene may use (titles and legends take the rest). The
/// focal point is seen in the middle of that area, and the camera's view angle (or parallel scale)
/// spans its height; what lies outside it still shows.
struct Viewport {
  double width = 1600, height = 1000;
  double margin_left = 0, margin_right = 0, margin_top = 0, margin_bottom = 0;
};
/// What widths and radii given "at 1600×1000" are multiplied by: the smaller ratio of the sizes,
/// and at least 0.6, so that a picture of a paper column keeps its strokes.
double stroke_scale(const Viewport& viewport);

/// Pixel position with y downwards, and depth (distance along the view direction).
struct ScreenPoint {
  double x = 0, y = 0, depth = 0;
};
/// True where both look the same way with the same side up, from wherever.
bool same_direction(const Camera& a, const Camera& b);
/// Nothing for points behind a perspective camera.
std::optional<ScreenPoint> to_screen(const Camera& camera, const Viewport& viewport, Vec3 point);

/// Unit vectors of the screen: to the right, up, and away from the eye. Always orthonormal, also
/// where `up` is parallel to the view.
struct CameraFrame {
  Vec3 right, up, forward;
};
CameraFrame frame(const Camera& camera);
/// A vector turned about the unit vector `axis` (Rodrigues' formula).
Vec3 turned(Vec3 v, Vec3 axis, double degrees);
/// Pixels that one world unit takes up at `depth`.
double pixels_per_unit(const Camera& camera, const Viewport& viewport, double depth);

/// Trackball operations (VTK's: a drag across the whole viewport turns by 200°); pixels relative to
/// the viewport's size.
Camera rotated(const Camera& camera, double dx_pixels, double dy_pixels, const Viewport& viewport);
Camera panned(const Camera& camera, double dx_pixels, double dy_pixels, const Viewport& viewport);
/// factor > 1 comes closer.
Camera zoomed(const Camera& camera, double factor);
Camera rolled(const Camera& camera, double degrees);
/// Same direction, other focus.
Camera focused_on(const Camera& camera, Vec3 point);
/// Cubic in-out between two cameras, t in [0, 1].
Camera interpolated(const Camera& from, const Camera& to, double t);

}  // namespace baryscope
