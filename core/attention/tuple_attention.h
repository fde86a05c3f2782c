/// Attention whose weights belong to tuples of keys: two-simplicial and n-order, in blocks.
#pragma once

#include "core/attention/attention.h"
#include "core/attention/prepared_input.h"
#include "core/attention/tuple_head.h"

namespace baryscope {

/// science.md §2.1–2.3 by composite queries: for fixed further keys the row q∘k'∘… attends to slot
/// 1 as an ordinary query. Blocks of a few queries run in parallel; a block's tuples pass by in
/// chunks.
AttentionResult attend_tuples(const PreparedInput& input, const AttentionSpec& spec, int top,
                              bool dense, const AttentionProgress& progress);

/// What every pass over the tuples needs; no list of heaviest tuples, nothing dense.
TuplePlan tuple_plan(const PreparedInput& input, const AttentionSpec& spec);
/// Queries in a block, and in how many chunks such a block's tuples pass by.
struct TupleBlocking {
  std::int64_t rows = 1;
  double n_chunks = 1;
};
TupleBlocking tuple_blocking(const PreparedInput& input, const AttentionSpec& spec);

/// The number of heaviest tuples that a call reports a row: `top`, at most all tuples there are.
std::int64_t n_top(int top, std::int64_t n_tokens, int order);

}  // namespace baryscope
