/// Attention whose weights belong to tuples of keys: two-simplicial and n-order, in blocks.
#pragma once

#include "core/attention/attention.h"
#include "core/attention/prepared_input.h"

namespace baryscope {

/// science.md §2.1–2.3 by composite queries: for fixed further keys the row q∘k'∘… attends to slot
/// 1 as an ordinary query. Blocks of a few queries run in parallel; a block's tuples pass by in
/// chunks.
AttentionResult attend_tuples(const PreparedInput& input, const AttentionSpec& spec, int top,
                              bool dense, const AttentionProgress& progress);

/// The number of heaviest tuples that a call reports a row: `top`, at most all tuples there are.
std::int64_t n_top(int top, std::int64_t n_tokens, int order);

}  // namespace baryscope
