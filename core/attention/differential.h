/// Differences of two softmax maps (science.md §3).
#pragma once

#include "core/attention/pairwise_block.h"

namespace baryscope {

/// differential, differential-v2, rectified-differential, heaviside-differential, heaviside-gate;
/// the log-sum-exp is the first map's.
PairwiseWeights differential_weights(const PairwiseBlock& block, const AttentionSpec& spec);

}  // namespace baryscope
