/// Weights with a sign of their own (science.md §4): cog and the dipoles.
#pragma once

#include "core/attention/pairwise_block.h"

namespace baryscope {

/// cog, dipole-v1, dipole-v2. With its own V₂ a dipole's output is a₊-weights · V + a₋-weights ·
/// V₂, its weights the difference of the two.
PairwiseWeights signed_weights(const PairwiseBlock& block, const AttentionSpec& spec);

}  // namespace baryscope
