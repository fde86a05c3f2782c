/// Weights with a sign of their own (science.md §4): cog and the dipoles.
#pragma once

#include "core/attention/pairwise_block.h"

namespace baryscope {

/// The rules signed_softmax, split_softmax, opposite_softmaxes. With its own V₂ a dipole's output
/// is a₊-weights · V + a₋-weights · V₂, its weights the difference of the two.
PairwiseWeights signed_weights(const PairwiseBlock& block, const AttentionSpec& spec);

}  // namespace baryscope
