/// The sets that a mechanism's output can reach (science.md §3), in the picture's coordinates.
#pragma once

#include <vector>

#include "core/analysis/placement.h"
#include "core/geometry/pca.h"

namespace baryscope {

/// The set of these points with its hull.
AttainableSet make_set(std::string name, Matrix points);

/// The sets beside conv(V) that `input.mechanism` can reach, each as the corners of its projection;
/// none where it reaches no more than conv(V), or where it has too many tuples to enumerate (2²⁴).
/// Throws Cancelled.
std::vector<AttainableSet> attainable_sets(const PlacementInput& input, const Pca& pca,
                                           const Watch& watch);

}  // namespace baryscope
