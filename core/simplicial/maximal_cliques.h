/// All maximal cliques of a graph: the maximal simplices of its clique complex.
#pragma once

#include <cstddef>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/simplicial/graph.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

/// More maximal cliques than the limit allows.
class CliqueError : public Error {
 public:
  using Error::Error;
};

struct CliqueLimits {
  std::size_t n_cliques = 5'000'000;
  std::size_t n_vertices = 100'000'000;  ///< summed over all cliques: what bounds the memory
};

/// Isolated vertices are cliques of one vertex. Every clique ascends, and the list is in
/// lexicographic order, so it does not depend on how it was found. Bron–Kerbosch with Tomita's
/// pivot inside each vertex's later neighbours in a degeneracy order (Eppstein, Löffler & Strash
/// 2010), on bit sets of that neighbourhood. Throws CliqueError past a limit, with what to do.
SimplexList maximal_cliques(const Graph& graph, const CliqueLimits& limits, const Watch& watch);

}  // namespace baryscope
