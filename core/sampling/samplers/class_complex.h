/// The neighbourhood graph of one class and its maximal cliques, as rows of the data set.
#pragma once

#include <span>
#include <vector>

#include "core/sampling/samplers/sampling_space.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

/// Edges from `origins` (positions in work.rows) to their k_neighbors nearest points of the class,
/// symmetrised by OR, and the maximal cliques of that graph on all points of the class; leaves the
/// edges in work.sampled. Throws SamplerError past the limit on cliques.
SimplexList class_cliques(ClassWork& work, std::span<const int> origins);

}  // namespace baryscope
