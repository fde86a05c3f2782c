/// Differences of two softmax maps (science.md §3).
#pragma once

#include "core/attention/pairwise_block.h"

namespace baryscope {

/// The rules difference, rectified_difference, stepped_softmax, gated_softmax; the log-sum-exp is
/// the first map's.
PairwiseWeights differential_weights(const PairwiseBlock& block);

}  // namespace baryscope
