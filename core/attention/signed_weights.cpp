#include "core/attention/signed_weights.h"

#include <ATen/ATen.h>

#include "core/attention/normalizer.h"

namespace baryscope {

PairwiseWeights signed_weights(const PairwiseBlock& block, const AttentionSpec& spec) {
  const at::Tensor scores = block.scores();
  if (block.rule == WeightRule::opposite_softmaxes) {
    const NormalizedScores plus = masked_softmax(scores, block.allowed);
    const at::Tensor plus_weights = plus.weights * spec.a_plus;
    const at::Tensor minus_weights =
        masked_softmax(scores.neg(), block.allowed).weights * spec.a_minus;
    PairwiseWeights found{plus_weights - minus_weights, plus.log_sum_exp, {}};
    if (block.value_2.defined()) {
      found.output =
          at::matmul(plus_weights, block.value) + at::matmul(minus_weights, block.value_2);
    }
    return found;
  }
  const NormalizedScores magnitude = masked_softmax(scores.abs(), block.allowed);
  if (block.rule == WeightRule::signed_softmax) {
    return {magnitude.weights * scores.sign(), magnitude.log_sum_exp, {}};
  }
  TORCH_CHECK(block.rule == WeightRule::split_softmax,
              "not a rule of signed weights: ", spec.mechanism);
  const at::Tensor positive = scores > 0;
  const at::Tensor plus_weights = magnitude.weights.masked_fill(positive.logical_not(), 0);
  const at::Tensor minus_weights = magnitude.weights.masked_fill(positive, 0);
  PairwiseWeights found{plus_weights - minus_weights, magnitude.log_sum_exp, {}};
  if (block.value_2.defined()) {
    found.output = at::matmul(plus_weights, block.value) + at::matmul(minus_weights, block.value_2);
  }
  return found;
}

}  // namespace baryscope
