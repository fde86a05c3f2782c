/// Attention whose weights belong to single keys: the pairwise, differential and signed families.
#pragma once

#include "core/attention/pairwise_block.h"
#include "core/attention/prepared_input.h"

namespace baryscope {

/// science.md §1 and §3: pairwise, linear, relu-expm1, softpick, affine.
PairwiseWeights plain_weights(const PairwiseBlock& block, const AttentionSpec& spec);

/// Weights, and what goes with them, of any pairwise family.
PairwiseWeights pairwise_weights(const PairwiseBlock& block, const AttentionSpec& spec);

/// Rows in a block: the temporaries of a long text stay small.
std::int64_t pairwise_block_rows(const PreparedInput& input);
/// The rows [begin, begin + count).
PairwiseBlock pairwise_block(const PreparedInput& input, const AttentionSpec& spec,
                             std::int64_t begin, std::int64_t count);

/// Runs the mechanism of a pairwise family over blocks of rows.
AttentionResult attend_pairwise(const PreparedInput& input, const AttentionSpec& spec,
                                const AttentionProgress& progress);

}  // namespace baryscope
