/// Attention whose weights belong to single keys: the pairwise, differential and signed families.
#pragma once

#include "core/attention/pairwise_block.h"
#include "core/attention/prepared_input.h"

namespace baryscope {

/// science.md §1 and §3: pairwise, linear, relu-expm1, softpick, affine.
PairwiseWeights plain_weights(const PairwiseBlock& block, const AttentionSpec& spec);

/// Runs the mechanism of a pairwise family over blocks of rows.
AttentionResult attend_pairwise(const PreparedInput& input, const AttentionSpec& spec,
                                const AttentionProgress& progress);

}  // namespace baryscope
