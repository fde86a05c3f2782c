/// Nearest neighbours by looking at everything, and points to look at.
#pragma once

#include <cstdint>

#include "core/geometry/matrix.h"
#include "core/sampling/neighbors/neighbors.h"

namespace baryscope {

/// All distances as plain sums, sorted by distance and index. `own`: query q is point q and is
/// left out.
Neighbors plain_neighbors(const Matrix& points, const Matrix& queries, int k, bool own);

/// Sums of 4 uniform numbers: [n, d].
Matrix bell_points(int n, int d, std::uint64_t seed);
/// Whole numbers 0 … n_values − 1: full of ties.
Matrix grid_points(int n, int d, int n_values, std::uint64_t seed);
Matrix moved(Matrix points, double offset);

}  // namespace baryscope
