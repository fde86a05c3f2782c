/// The convex hull of points in three dimensions, degenerate cases included.
#pragma once

#include <array>
#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// Indices refer to the rows of the points it was made from.
struct ConvexHull {
  int dimension = -1;         ///< −1 empty, 0 a point, 1 a segment, 2 a polygon, 3 a solid
  std::vector<int> vertices;  ///< corners, ascending
  std::vector<std::array<int, 3>> triangles;  ///< outward; one side of the polygon for dimension 2
  std::vector<std::array<int, 2>> edges;      ///< true edges (no diagonals of flat faces), a < b
};

/// points [n, 3]. Never fails: duplicates, collinear and coplanar sets give the lower dimension.
ConvexHull find_convex_hull(const Matrix& points);

}  // namespace baryscope
