/// The camera of a flat plot: straight on, with room for the numbers and titles of its axes.
#pragma once

#include <vector>

#include "viz/scene/camera.h"
#include "viz/scene/vec3.h"

namespace baryscope {

/// `direction` moved and scaled so that `points` fill the viewport between its margins; with axes
/// their numbers and titles have their room too.
Camera fitted_flat(const Camera& direction, const std::vector<Vec3>& points,
                   const Viewport& viewport, bool axes);

}  // namespace baryscope
