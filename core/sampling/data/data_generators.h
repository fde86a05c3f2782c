/// Seeded data sets in the plane and in space, the same bytes on every platform.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/sampling/data/data_set.h"
#include "core/sampling/data/data_source.h"

namespace baryscope {

/// One row a generator, in the order of --list datasets.
const std::vector<DataSetInfo>& generators();

/// Throws UsageError for an unknown name, or sizes, ratios and noise outside their domains. Rows
/// are class after class, the largest first. Sizes, and what each looks like without noise:
///   two-moons        upper half circle around (0, 0); lower half circle around (1, 0.5)
///   circle-in-circle circles of radius 1 and 0.5
///   swiss-roll       radius 1 … 3 over 2 turns, 1.5 wide; minority: the middle third of its
///   length torus            two linked tori, radii 1 and 0.2 blobs            three discs of
///   radius 0.6; a : b : c = imbalance : √imbalance : 1 spirals          two arms of radius 0.3 … 2
///   over 1.25 turns, half a turn apart three-points     all of the majority at 0, minority e₁, e₂,
///   e₃; no noise, no imbalance
/// Points are spread evenly along the curve with a random place within each share of it.
DataSet generate(const DataRequest& request, const Watch& watch);

}  // namespace baryscope
