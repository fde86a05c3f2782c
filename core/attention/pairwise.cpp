#include "core/attention/pairwise.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <limits>

#include "core/attention/differential.h"
#include "core/attention/mask.h"
#include "core/attention/normalizer.h"
#include "core/attention/signed_weights.h"

namespace baryscope {
namespace {

/// Numbers in one block's scores: keeps the temporaries of a long text small.
constexpr std::int64_t block_budget = std::int64_t{1} << 20;

/// φ = elu + 1, without elu's cancellation for negative entries.
at::Tensor elu_plus_one(const at::Tensor& tensor) {
  return at::where(tensor > 0, tensor + 1, tensor.clamp_max(0).exp());
}

PairwiseWeights linear_weights(const PairwiseBlock& block) {
  const at::Tensor product =
      at::matmul(elu_plus_one(block.query), elu_plus_one(block.key).transpose(1, 2))
          .masked_fill(block.allowed.logical_not(), 0);
  const at::Tensor sum = product.sum(-1, true);
  return {product / sum.masked_fill(sum == 0, 1), {}, {}};
}

}  // namespace

at::Tensor PairwiseBlock::scores() const {
  return finished(at::matmul(query, key.transpose(1, 2)).mul_(scale));
}

at::Tensor PairwiseBlock::scores_2() const {
  return finished(at::matmul(query_2, key_2.transpose(1, 2)).mul_(scale));
}

// Cap and bias belong to the scores themselves: the temperature divides what they leave.
at::Tensor PairwiseBlock::finished(at::Tensor scores) const {
  if (score_cap > 0) {
    const double cap = score_cap / temperature;
    scores = scores.div_(cap).tanh_().mul_(cap);
  }
  return score_bias.defined() ? scores.add_(score_bias, 1 / temperature) : scores;
}

PairwiseWeights plain_weights(const PairwiseBlock& block, const AttentionSpec& spec) {
  if (block.rule == WeightRule::feature_ratio) return linear_weights(block);
  const at::Tensor scores = block.scores();
  if (block.rule == WeightRule::rectified_exponential) {
    return {relu_expm1(scores, block.allowed), {}, {}};
  }
  if (block.rule == WeightRule::softpick) return {softpick(scores, block.allowed), {}, {}};
  const NormalizedScores softmax = masked_softmax(scores, block.allowed);
  if (block.rule == WeightRule::stretched_softmax) {
    const at::Tensor weights = (softmax.weights * spec.affine_a + spec.affine_b)
                                   .masked_fill(block.allowed.logical_not(), 0);
    return {weights, softmax.log_sum_exp, {}};
  }
  TORCH_CHECK(block.rule == WeightRule::softmax, "not a rule of one map: ", spec.mechanism);
  return {softmax.weights, softmax.log_sum_exp, {}};
}

PairwiseWeights pairwise_weights(const PairwiseBlock& block, const AttentionSpec& spec) {
  switch (block.rule) {
    case WeightRule::signed_softmax:
    case WeightRule::split_softmax:
    case WeightRule::opposite_softmaxes:
      return signed_weights(block, spec);
    case WeightRule::difference:
    case WeightRule::rectified_difference:
    case WeightRule::stepped_softmax:
    case WeightRule::gated_softmax:
      return differential_weights(block);
    default:
      return plain_weights(block, spec);
  }
}

std::int64_t pairwise_block_rows(const PreparedInput& input) {
  return std::clamp<std::int64_t>(block_budget / (input.n_heads * input.n_tokens), 1, 4096);
}

PairwiseBlock pairwise_block(const PreparedInput& input, const AttentionSpec& spec,
                             std::int64_t begin, std::int64_t count) {
  PairwiseBlock block;
  block.rule = input.traits.rule;
  block.key = expand_heads(input.keys[0], input.n_heads);
  block.value = expand_heads(input.values[0], input.n_heads);
  if (input.value_2.defined()) block.value_2 = expand_heads(input.value_2, input.n_heads);
  block.scale = input.base_scale(spec) / spec.temperature;
  block.score_cap = spec.score_cap;
  block.temperature = spec.temperature;
  if (input.score_bias.defined()) block.score_bias = input.score_bias.narrow(1, begin, count);
  block.query = input.query.narrow(1, begin, count);
  if (input.query_2.defined()) {
    block.key_2 = expand_heads(input.key_2, input.n_heads);
    block.query_2 = input.query_2.narrow(1, begin, count);
    block.lambda = input.lambda.narrow(1, begin, count).unsqueeze(2);
  }
  block.allowed = allowed_at(spec, input.positions.narrow(0, begin, count), input.n_tokens);
  if (input.kept.defined()) block.allowed = block.allowed & input.kept.narrow(0, begin, count);
  return block;
}

AttentionResult attend_pairwise(const PreparedInput& input, const AttentionSpec& spec,
                                const AttentionProgress& progress) {
  const at::TensorOptions options = input.query.options();
  AttentionResult result;
  result.output = at::zeros({input.n_heads, input.n_rows, input.value_dim}, options);
  result.log_sum_exp =
      at::full({input.n_heads, input.n_rows}, std::numeric_limits<double>::quiet_NaN(), options);
  result.weights = at::zeros({input.n_heads, input.n_rows, input.n_tokens}, options);

  const std::int64_t size = pairwise_block_rows(input);
  for (std::int64_t begin = 0; begin < input.n_rows; begin += size) {
    const std::int64_t count = std::min(size, input.n_rows - begin);
    const PairwiseBlock block = pairwise_block(input, spec, begin, count);
    const PairwiseWeights found = pairwise_weights(block, spec);
    result.weights.narrow(1, begin, count).copy_(found.weights);
    result.output.narrow(1, begin, count)
        .copy_(found.output.defined() ? found.output : at::matmul(found.weights, block.value));
    if (found.log_sum_exp.defined()) {
      result.log_sum_exp.narrow(1, begin, count).copy_(found.log_sum_exp);
    }
    if (progress) {
      progress(static_cast<double>(begin + count) / static_cast<double>(input.n_rows));
    }
  }
  return result;
}

}  // namespace baryscope
