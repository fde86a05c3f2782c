/// What of a scene is in the way of its labels, as seen by a camera.
#pragma once

#include <array>
#include <optional>

#include "viz/scene/scene.h"
#include "viz/text/label_layout.h"
#include "viz/text/screen_obstacles.h"

namespace baryscope {

/// Nothing for points behind the eye, and for what a degenerate camera makes infinite.
std::optional<ScreenPoint> find_on_screen(const Camera& camera, const Viewport& viewport,
                                          Vec3 point);

/// Where the title of an axis stands: beyond the end, on the axis' line; where that leaves the
/// picture at a side, moved into it and below the end; never above the scene's area nor below it.
/// Nothing where the end itself lies outside, or the picture is too narrow. In layout pixels.
std::optional<ScreenBox> find_axis_title_box(const ScreenPoint& origin, const ScreenPoint& end,
                                             double width, double height, const Viewport& viewport);

inline constexpr double k_axis_title_scale = 0.78;  ///< of the font
using AxisTitleBoxes = std::array<std::optional<ScreenBox>, 3>;
/// Of the visible axes' titles; none lies over another, and one that finds no place is left out.
AxisTitleBoxes axis_title_boxes(const Scene& scene, const Camera& camera, const Viewport& viewport,
                                TextPainter& painter);

struct LabelScenery {
  LabelScenery(const Scene& scene, const Camera& camera, const Viewport& viewport,
               TextPainter& painter);

  ScreenObstacles obstacles;          ///< points as discs, axis titles as boxes
  InkMap ink;                         ///< edges, hulls, outlines of triangles
  double middle_x = 0, middle_y = 0;  ///< mean of all points on the screen
};

}  // namespace baryscope
