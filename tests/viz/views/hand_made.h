/// Small analyses written by hand, for the tests of the scene builder.
#pragma once

#include <vector>

#include "core/analysis/analysis.h"
#include "core/analysis/mechanism_list.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// Four tokens "[CLS] bak ##ery school" at the corners of a tetrahedron; the query "bak" reads them
/// with weights .4 .3 .2 .1, its output inside.
Analysis pairwise_analysis();
/// The same places, differential: weights .5 −.3 .4 −.2, the output outside, with conv(V) −
/// λ·conv(V).
Analysis differential_analysis();
/// Signed weights inside conv(V ∪ −V).
Analysis cog_analysis();
/// Triangles (1,3) .6, (2,3) .3, (3,3) .1 with their products.
Analysis two_simplicial_analysis();
/// Tuples (0,2,3) .5, (3,3,3) .3, (1,2,2) .2 of three keys.
Analysis n_order_analysis();
/// One of these that does as the mechanism does, under its name.
Analysis example_of(const MechanismInfo& info);
/// One token that reads itself.
Analysis one_token_analysis();
/// `n` tokens on a helix, the query the last, weights falling off geometrically.
Analysis long_analysis(int n);
/// `n` tokens that all read, `n_edges` keys each; the focus is the last.
Analysis all_read_analysis(int n, int n_edges);
/// One of each.
std::vector<Analysis> all_analyses();

/// The tokens that a label names.
std::vector<int> positions(const SceneLabel& label);

}  // namespace baryscope
