/// What a clique complex consists of: its simplices per dimension and its holes.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

/// Maximal simplices by their number of vertices: [s] of s vertices; [0] is 0.
std::vector<std::size_t> count_by_arity(const SimplexList& maximal);

// What follows gives nothing, too, where `most` simplices would cost far more than most do: past
// 64 · most + 2^22 looks at a face in a maximal simplex, or entries of reduced columns.

/// All simplices of the complex that `maximal` spans, per dimension 0 … max_dimension: faces that
/// several maximal simplices share count once. Nothing where more than `most` would have to be
/// listed; what lies in one maximal simplex alone is counted without. Entries past the complex's
/// own dimension are 0.
std::optional<std::vector<std::size_t>> count_by_dimension(const SimplexList& maximal,
                                                           int max_dimension, std::size_t most,
                                                           const Watch& watch);

/// Betti numbers b_0 … b_max_dimension over Z/2 of the complex: components, holes, voids. Nothing
/// where more than `most` simplices up to dimension max_dimension + 1 would be needed.
std::optional<std::vector<int>> betti_numbers(const SimplexList& maximal, int max_dimension,
                                              std::size_t most, const Watch& watch);

/// The faces of `maximal` with exactly `arity` vertices, each once, in lexicographic order.
/// Nothing where they are more than `most`.
std::optional<SimplexList> faces_of_arity(const SimplexList& maximal, int arity, std::size_t most,
                                          const Watch& watch);

}  // namespace baryscope
