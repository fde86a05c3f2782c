/// Nearest neighbours by blocked products, for many columns.
#pragma once

#include <memory>

#include "core/sampling/neighbors/distinct_points.h"
#include "core/sampling/neighbors/neighbor_search.h"

namespace baryscope {

/// Every place is looked at, by products of blocks in single precision. A lower bound of the
/// distance, which includes all rounding, lets only those places through that may belong to the
/// nearest; the direct sum of the distance decides about these. `points` is kept by reference.
std::unique_ptr<const NeighborSearch> make_blocked_search(const DistinctPoints& points);

}  // namespace baryscope
