/// Nearest neighbours by a k-d tree, for few columns.
#pragma once

#include <memory>

#include "core/sampling/neighbors/distinct_points.h"
#include "core/sampling/neighbors/neighbor_search.h"

namespace baryscope {

/// True for 1 to 15 columns of values whose squared differences cannot overflow.
bool suits_tree(const DistinctPoints& points);

/// nanoflann finds the boxes, direct sums of the distance decide. `points` suits a tree and is kept
/// by reference. Nothing where a query looks into more than `most_boxes` boxes of the tree, on
/// average over a few of the places.
std::unique_ptr<const NeighborSearch> find_tree_search(const DistinctPoints& points,
                                                       double most_boxes);

}  // namespace baryscope
