#include "core/model/key_index.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

namespace baryscope {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

at::Tensor repeated_heads(const at::Tensor& key, std::int64_t n_heads) {
  return key.size(1) == n_heads ? key : key.repeat_interleave(n_heads / key.size(1), 1);
}

// [batch, heads, …] → [batch·heads, …], the form that attend() takes.
at::Tensor joined(const at::Tensor& tensor) {
  return tensor.defined() ? tensor.detach().flatten(0, 1) : tensor;
}

AttentionInput joined_input(const AttentionInput& input) {
  AttentionInput all;
  all.query = joined(input.query);
  all.key = joined(input.key);
  all.value = joined(input.value);
  all.key_prime = joined(input.key_prime);
  all.value_prime = joined(input.value_prime);
  all.query_2 = joined(input.query_2);
  all.key_2 = joined(input.key_2);
  all.value_2 = joined(input.value_2);
  for (const at::Tensor& key : input.more_keys) all.more_keys.push_back(joined(key));
  for (const at::Tensor& value : input.more_values) all.more_values.push_back(joined(value));
  if (input.lambda.defined()) {
    all.lambda = input.lambda.dim() == 1 ? input.lambda.detach().repeat({input.query.size(0)})
                                         : joined(input.lambda);
  }
  return all;
}

}  // namespace

at::Tensor batched_index_scores(const at::Tensor& index_query, const at::Tensor& index_key,
                                const at::Tensor& index_weight, const at::Tensor& allowed,
                                bool softmax) {
  const at::Tensor hidden = allowed.logical_not();
  at::Tensor total;
  for (std::int64_t head = 0; head < index_query.size(1); ++head) {
    const at::Tensor product = at::matmul(index_query.select(1, head), index_key.transpose(1, 2));
    const at::Tensor active =
        softmax ? at::softmax(product.masked_fill(hidden, -infinity), -1) : product.clamp_min(0);
    const at::Tensor term = active * index_weight.select(2, head).unsqueeze(2);
    total = total.defined() ? total + term : term;
  }
  return total.masked_fill(hidden, 0);
}

at::Tensor batched_top_keys(const at::Tensor& scores, const at::Tensor& allowed, std::int64_t keep,
                            bool always_keep_query) {
  const at::Tensor everywhere = allowed.expand_as(scores);
  at::Tensor ranked = scores.detach();
  if (always_keep_query) {
    const at::Tensor own = at::eye(scores.size(1), allowed.options());
    ranked = ranked.masked_fill(own, infinity);
  }
  return select_keys(ranked.flatten(0, 1), everywhere.flatten(0, 1), keep,
                     /*always_keep_query=*/false)
      .view_as(scores);
}

at::Tensor mean_softmax_weights(const at::Tensor& query, const at::Tensor& key, bool causal) {
  const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(3)));
  at::Tensor scores =
      at::matmul(query.detach(), repeated_heads(key.detach(), query.size(1)).transpose(2, 3)) *
      scale;
  if (causal) {
    const at::Tensor later =
        at::ones({query.size(2), query.size(2)}, query.options().dtype(at::kBool)).triu(1);
    scores = scores.masked_fill(later, -infinity);
  }
  return at::softmax(scores, -1).mean(1);
}

at::Tensor indexer_loss(const AttentionInput& input, const AttentionSpec& spec,
                        const at::Tensor& scores, const at::Tensor& allowed) {
  const std::int64_t n_batch = input.query.size(0);
  const AttentionResult seen = baryscope::attend(joined_input(input), spec, {}, 0, false, {});
  at::Tensor mass = seen.marginal_key.defined() ? seen.marginal_key : seen.weights.abs();
  if (seen.marginal_key_prime.defined()) {
    mass = mass + seen.marginal_key_prime;
  }
  const at::Tensor head_mean =
      mass.detach().view({n_batch, input.query.size(1), mass.size(1), mass.size(2)}).mean(1) *
      allowed;
  const at::Tensor sum = head_mean.sum(-1, /*keepdim=*/true);
  const at::Tensor target = head_mean / sum.clamp_min(std::numeric_limits<float>::min());
  const at::Tensor hidden = allowed.logical_not();
  const at::Tensor guess =
      at::log_softmax(scores.masked_fill(hidden, -infinity), -1).masked_fill(hidden, 0);
  const at::Tensor divergence = at::xlogy(target, target) - target * guess;
  return divergence.sum(-1).mean();
}

}  // namespace baryscope
