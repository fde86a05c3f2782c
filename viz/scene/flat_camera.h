/// The camera of a flat plot: straight on, with room for the numbers and titles of its axes.
#pragma once

#include <vector>

#include "viz/scene/scene.h"

namespace baryscope {

/// What stands beside a plot, in layout pixels.
struct PlotRoom {
  double left = 0, right = 0, above = 0, below = 0;
};
/// For the numbers and titles of the scene's axes, where it has any. A small area keeps most of its
/// room for the plot.
PlotRoom plot_room(const Scene& scene, const Viewport& viewport);

/// `direction` moved and scaled so that `points` fill the viewport between its margins, `room`
/// around them.
Camera fitted_flat(const Camera& direction, const std::vector<Vec3>& points,
                   const Viewport& viewport, const PlotRoom& room);

}  // namespace baryscope
