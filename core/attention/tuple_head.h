/// One head's tuples for one block of queries: makes the chunks and folds them.
#pragma once

#include <functional>

#include "core/attention/score.h"
#include "core/attention/tuple_accumulator.h"

namespace baryscope {

/// What all blocks of a call share.
struct TuplePlan {
  const PreparedInput* input = nullptr;
  const AttentionSpec* spec = nullptr;
  at::Tensor first_keys;   ///< [n_kv_heads, n_tokens, …] as TupleScore::prepared_keys gives them
  at::Tensor first_norms;  ///< [n_kv_heads, n_tokens]; undefined where the score needs none
  int order = 2;
  std::int64_t n_top = 0;
  std::int64_t n_collected = 0;  ///< ≥ n_top: ties by rounding at the end of the list are seen
  bool dense = false;
  std::int64_t chunk_budget = 0;  ///< scores in one chunk
};

/// Called for every chunk with the first keys' codes [1 or n_block, n_first] and the rest's.
using ChunkVisitor = std::function<void(const TupleChunk&, const at::Tensor& first_code,
                                        const at::Tensor& rest_code)>;

/// Visits every allowed tuple of head `head`, rows [begin, begin + count).
void visit_tuples(const TuplePlan& plan, const std::vector<TuplePiece>& pieces, std::int64_t head,
                  std::int64_t begin, std::int64_t count, const ChunkVisitor& visit);

/// Computes one head's rows [begin, begin + count) and writes them into the result.
/// `between` is called between chunks and may throw; empty: nobody waits.
void attend_head_rows(const TuplePlan& plan, const std::vector<TuplePiece>& pieces,
                      std::int64_t head, std::int64_t begin, std::int64_t count,
                      const std::function<void()>& between, AttentionResult& result);

}  // namespace baryscope
