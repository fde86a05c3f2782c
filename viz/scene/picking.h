/// Picking as plain geometry: what of the scene lies under a pixel.
#pragma once

#include <optional>
#include <string>

#include "viz/scene/scene.h"

namespace baryscope {

struct Pick {
  enum class Kind { token, edge, triangle, output, label, data_point, synthetic_point };
  Kind kind = Kind::token;
  int structure = 0;    ///< index in the scene's list of that kind
  int element = 0;      ///< index in the structure
  int token = -1;       ///< token: its position; edge: the key; data and synthetic point: its row
  int key_prime = -1;   ///< triangle
  double distance = 0;  ///< pixels from the cursor
};

/// Points win over edges, edges over triangles; among equals the nearest to the eye. Fields, and
/// edges without a query and a key (a grid, a frame), are not picked.
/// `n_pixels`: how far off the cursor may be.
std::optional<Pick> find_pick(const Scene& scene, const Camera& camera, const Viewport& viewport,
                              double x, double y, double n_pixels = 6);

}  // namespace baryscope
