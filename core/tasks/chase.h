/// chase: follow pointers, m hops far.
#pragma once

#include <memory>

#include "core/tasks/task.h"

namespace baryscope {

/// A text is a random map f of the nodes a, b, c …: every node once, in random order, as the token
/// "a>f", its target drawn uniformly (it may be itself). Question at every token: where is one
/// after m hops from the token's node? Label: that node.
/// Depth against order: a token knows f(a). One pairwise layer lets it read the token of f(a), so
/// L layers reach 2^L hops: what a token has found doubles. A triple-wise layer reads the tokens of
/// f(a) and f(f(a)) at once (q·(k∘k') holds ⟨q, k⟩ in some entries and ⟨k, k'⟩ in others), so L
/// layers reach 3^L, and a layer of n-order attention n + 1 where a pairwise one reaches 2.
/// For m = 3 the true pair is the tokens of f(a) and f(f(a)), where both are others than the query
/// and distinct.
std::unique_ptr<const Task> make_chase(const TaskOptions& options);

}  // namespace baryscope
