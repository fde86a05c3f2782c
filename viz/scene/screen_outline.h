/// The outline of points on the screen: their convex hull in the plane.
#pragma once

#include <vector>

#include "viz/scene/camera.h"

namespace baryscope {

/// In square pixels.
double outline_area(std::vector<ScreenPoint> points);
/// From `at` to the outline in pixels; zero inside and on it.
double distance_from_outline(std::vector<ScreenPoint> points, const ScreenPoint& at);

}  // namespace baryscope
