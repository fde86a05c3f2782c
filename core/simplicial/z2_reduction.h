/// Ranks of coboundary matrices over Z/2, dimension by dimension.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

/// The coboundary from one dimension to the next.
struct Z2Reduction {
  std::size_t rank = 0;
  /// [n cofaces] the pivots: their own coboundaries depend on those of the others, so that the next
  /// dimension need not look at them (clearing; Chen & Kerber 2011).
  std::vector<bool> is_pivot;
};

/// `faces` and `cofaces`: all simplices of two following dimensions, lexicographic. `cleared`
/// [n faces]: columns known to depend on the others. Nothing where the reduced columns would need
/// more than `most_entries`.
std::optional<Z2Reduction> reduce_coboundary(const SimplexList& faces, const SimplexList& cofaces,
                                             const std::vector<bool>& cleared,
                                             std::size_t most_entries, const Watch& watch);

}  // namespace baryscope
