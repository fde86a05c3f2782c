#include "core/attention/differential.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/attention/normalizer.h"

namespace baryscope {

PairwiseWeights differential_weights(const PairwiseBlock& block) {
  const NormalizedScores first = masked_softmax(block.scores(), block.allowed);
  const at::Tensor subtracted =
      masked_softmax(block.scores_2(), block.allowed).weights * block.lambda;
  const at::Tensor difference = first.weights - subtracted;
  if (block.rule == WeightRule::difference) return {difference, first.log_sum_exp, {}};
  if (block.rule == WeightRule::rectified_difference) {
    return {difference.relu(), first.log_sum_exp, {}};
  }
  const at::Tensor step = (difference > 0).to(difference.scalar_type());
  if (block.rule == WeightRule::gated_softmax) {
    return {first.weights * step, first.log_sum_exp, {}};
  }
  TORCH_CHECK(block.rule == WeightRule::stepped_softmax, "not a rule of two maps");
  return {first.weights - block.lambda * step, first.log_sum_exp, {}};
}

double differential_lambda_init(std::int64_t layer) {
  TORCH_CHECK_VALUE(layer >= 0, "layer is ", layer, "; expected 0 or more");
  return 0.8 - 0.6 * std::exp(-0.3 * static_cast<double>(layer));
}

at::Tensor differential_norm(const at::Tensor& output, double lambda_init, const at::Tensor& gain,
                             double epsilon) {
  const at::ScalarType type = output.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const at::Tensor input = output.to(type);
  at::Tensor normed = input / (input.square().mean(-1, true) + epsilon).sqrt();
  if (gain.defined()) {
    TORCH_CHECK_VALUE(gain.dim() == 1 && gain.size(0) == output.size(-1), "gain has shape ",
                      gain.sizes(), "; expected [", output.size(-1), "]");
    normed = normed * gain.to(type);
  }
  return (normed * (1 - lambda_init)).to(output.scalar_type());
}

}  // namespace baryscope
