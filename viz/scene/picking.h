/// Picking as plain geometry: what of the scene lies under a pixel.
#pragma once

#include <optional>

#include "viz/scene/scene.h"

namespace baryscope {

struct Pick {
  Subject subject;      ///< none: a mark that stands for nothing hides what lies under it
  Vec3 place;           ///< its point, or the middle of its line or face
  double distance = 0;  ///< pixels from the cursor
};

/// Points win over edges and curves, these over triangles; among equals the nearest to the eye.
/// Fields, and lines without a subject (a grid, a frame), are not picked.
/// `n_pixels`: how far off the cursor may be.
std::optional<Pick> find_pick(const Scene& scene, const Camera& camera, const Viewport& viewport,
                              double x, double y, double n_pixels = 6);

}  // namespace baryscope
