#include "core/attention/small_attention.h"

#include <ATen/ATen.h>

#include <vector>

#include "core/attention/cpu/small_problem.h"
#include "core/attention/small_batch.h"

namespace baryscope::operators {
namespace {

struct PairwiseBatch {
  AttentionSpec spec;
  PreparedInput first_item;
  at::Tensor query, key, value, query_2, key_2, value_2, lambda;
  AllowedBytes allowed;

  explicit PairwiseBatch(const PairwiseCall& call)
      : spec(call.spec()),
        first_item(prepare(call.item(0), spec, call.rows())),
        query(ready(call.query, first_item.query.scalar_type())),
        key(ready(call.key, query.scalar_type())),
        value(ready(call.value, query.scalar_type())),
        allowed(spec, first_item, true, given(call.kept)) {
    const at::ScalarType type = query.scalar_type();
    if (first_item.query_2.defined()) {
      query_2 = ready(given(call.query_2), type), key_2 = ready(given(call.key_2), type);
      at::Tensor own = call.lambda_weight->detach().to(query.device(), type);
      if (own.dim() == 1) own = own.unsqueeze(1);
      lambda = own.expand({query.size(0), query.size(1), query.size(2)}).contiguous();
    }
    if (first_item.value_2.defined()) value_2 = ready(given(call.value_2), type);
  }

  template <typename Scalar>
  cpu::SmallPairwise<Scalar> problem(std::int64_t item) const {
    cpu::SmallPairwise<Scalar> small;
    small.rule = first_item.traits.rule;
    small.n_heads = first_item.n_heads;
    small.n_rows = first_item.n_rows;
    small.n_tokens = first_item.n_tokens;
    small.head_dim = first_item.head_dim;
    small.value_dim = first_item.value_dim;
    small.key_heads = key.size(1), small.value_heads = value.size(1);
    small.query = item_of<Scalar>(query, item);
    small.key = item_of<Scalar>(key, item);
    small.value = item_of<Scalar>(value, item);
    if (query_2.defined()) small.key_2_heads = key_2.size(1);
    if (value_2.defined()) small.value_2_heads = value_2.size(1);
    small.query_2 = item_of<Scalar>(query_2, item);
    small.key_2 = item_of<Scalar>(key_2, item);
    small.value_2 = item_of<Scalar>(value_2, item);
    small.lambda = item_of<Scalar>(lambda, item);
    small.allowed = allowed.item(item);
    small.scale = static_cast<Scalar>(first_item.base_scale(spec) / spec.temperature);
    small.a_plus = static_cast<Scalar>(spec.a_plus);
    small.a_minus = static_cast<Scalar>(spec.a_minus);
    small.affine_a = static_cast<Scalar>(spec.affine_a);
    small.affine_b = static_cast<Scalar>(spec.affine_b);
    return small;
  }
};

template <typename Scalar>
void attend_pairs(const PairwiseBatch& batch, const at::Tensor& output, const at::Tensor& lse,
                  const at::Tensor& weights) {
  const auto& kernels = cpu::small_kernels<Scalar>();
  const std::int64_t workspace = kernels.pairwise_workspace(batch.problem<Scalar>(0));
  for_items<Scalar>(batch.query.size(0), workspace, [&](std::int64_t item, Scalar* memory) {
    cpu::SmallPairwise<Scalar> small = batch.problem<Scalar>(item);
    small.output = item_of<Scalar>(output, item);
    small.log_sum_exp = item_of<Scalar>(lse, item);
    small.weights = item_of<Scalar>(weights, item);
    kernels.pairwise_forward(small, memory);
  });
}

struct PairwiseBatchGradients {
  at::Tensor grad_output, grad_log_sum_exp, grad_weights;
  at::Tensor query, key, value, query_2, key_2, value_2, lambda;
};

template <typename Scalar>
void differentiate_pairs(const PairwiseBatch& batch, const PairwiseBatchGradients& gradients) {
  const auto& kernels = cpu::small_kernels<Scalar>();
  const std::int64_t workspace = kernels.pairwise_workspace(batch.problem<Scalar>(0));
  for_items<Scalar>(batch.query.size(0), workspace, [&](std::int64_t item, Scalar* memory) {
    cpu::SmallPairwise<Scalar> small = batch.problem<Scalar>(item);
    small.grad_output = item_of<Scalar>(gradients.grad_output, item);
    small.grad_log_sum_exp = item_of<Scalar>(gradients.grad_log_sum_exp, item);
    small.grad_weights = item_of<Scalar>(gradients.grad_weights, item);
    small.query_gradient = item_of<Scalar>(gradients.query, item);
    small.key_gradient = item_of<Scalar>(gradients.key, item);
    small.value_gradient = item_of<Scalar>(gradients.value, item);
    small.query_2_gradient = item_of<Scalar>(gradients.query_2, item);
    small.key_2_gradient = item_of<Scalar>(gradients.key_2, item);
    small.value_2_gradient = item_of<Scalar>(gradients.value_2, item);
    small.lambda_gradient = item_of<Scalar>(gradients.lambda, item);
    kernels.pairwise_backward(small, memory);
  });
}

}  // namespace

bool is_small(const PairwiseCall& call) {
  return shapes_are_small(
      call.query, call.value,
      {call.key, call.value, given(call.query_2), given(call.key_2), given(call.value_2)},
      given(call.kept));
}

PairwiseOutputs attend_small(const PairwiseCall& call) {
  const PairwiseBatch batch(call);
  const bool batched = call.query.dim() == 4;
  const PreparedInput& sizes = batch.first_item;
  const at::TensorOptions options = batch.query.options();
  const std::int64_t n_items = batch.query.size(0);
  const at::Tensor output =
      at::empty({n_items, sizes.n_heads, sizes.n_rows, sizes.value_dim}, options);
  const at::Tensor lse = at::empty({n_items, sizes.n_heads, sizes.n_rows}, options);
  at::Tensor weights;
  if (call.return_weights) {
    weights = at::empty({n_items, sizes.n_heads, sizes.n_rows, sizes.n_tokens}, options);
  }
  if (options.dtype() == at::kDouble) {
    attend_pairs<double>(batch, output, lse, weights);
  } else {
    attend_pairs<float>(batch, output, lse, weights);
  }
  return {returned(output, call.query, batched), batched ? lse : lse.squeeze(0),
          returned(weights, lse, batched)};
}

PairwiseGradientOutputs differentiate_small(const PairwiseCall& call, const at::Tensor& grad_output,
                                            const at::Tensor& grad_log_sum_exp,
                                            const at::Tensor& grad_weights) {
  const PairwiseBatch batch(call);
  const bool batched = call.query.dim() == 4;
  const at::ScalarType type = batch.query.scalar_type();
  PairwiseBatchGradients gradients;
  gradients.grad_output = ready(grad_output, type);
  gradients.grad_log_sum_exp = ready_rows(grad_log_sum_exp, type);
  gradients.grad_weights = ready(grad_weights, type);
  for (const auto& [gradient, tensor] :
       {std::pair(&gradients.query, &batch.query), std::pair(&gradients.key, &batch.key),
        std::pair(&gradients.value, &batch.value), std::pair(&gradients.query_2, &batch.query_2),
        std::pair(&gradients.key_2, &batch.key_2), std::pair(&gradients.value_2, &batch.value_2),
        std::pair(&gradients.lambda, &batch.lambda)}) {
    if (tensor->defined()) *gradient = at::zeros_like(*tensor);
  }
  if (type == at::kDouble) {
    differentiate_pairs<double>(batch, gradients);
  } else {
    differentiate_pairs<float>(batch, gradients);
  }
  const auto gradient = [&](const at::Tensor& found, const std::optional<at::Tensor>& like) {
    return returned(found, like.value_or(call.query), batched);
  };
  at::Tensor lambda = at::empty({0}, call.query.options());
  if (gradients.lambda.defined()) {
    // A λ a head is shared by all rows and items, a λ a row without a batch by all items.
    lambda = gradients.lambda;
    if (call.lambda_weight->dim() < 3) lambda = lambda.sum(0);
    if (call.lambda_weight->dim() == 1) lambda = lambda.sum(1);
    lambda = lambda.to(call.lambda_weight->options());
  }
  return {gradient(gradients.query, call.query),
          gradient(gradients.key, call.key),
          gradient(gradients.value, call.value),
          gradient(gradients.query_2, call.query_2),
          gradient(gradients.key_2, call.key_2),
          gradient(gradients.value_2, call.value_2),
          lambda};
}

}  // namespace baryscope::operators
