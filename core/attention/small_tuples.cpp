#include "core/attention/small_attention.h"

#include <ATen/ATen.h>

#include <vector>

#include "core/attention/cpu/small_problem.h"
#include "core/attention/mask.h"
#include "core/attention/score.h"
#include "core/attention/small_batch.h"

namespace baryscope::operators {
namespace {

/// Everything that a batch of tuple problems shares, and its tensors.
struct TupleBatch {
  AttentionSpec spec;
  PreparedInput first_item;
  at::Tensor query;
  std::vector<at::Tensor> keys, values;
  AllowedBytes first_allowed, further_allowed;

  explicit TupleBatch(const SimplicialCall& call)
      : spec(call.spec()),
        first_item(prepare(call.item(0), spec, call.rows())),
        query(ready(call.query, first_item.query.scalar_type())),
        keys(ready(call.keys, query.scalar_type())),
        values(ready(call.values, query.scalar_type())),
        first_allowed(spec, first_item, true, given(call.kept)),
        further_allowed(spec, first_item, false, given(call.kept)) {}

  template <typename Scalar>
  cpu::SmallTuples<Scalar> problem(std::int64_t item) const {
    cpu::SmallTuples<Scalar> small;
    small.score = score_of(spec).score;
    small.order = n_slots(spec);
    small.n_heads = first_item.n_heads;
    small.n_rows = first_item.n_rows;
    small.n_tokens = first_item.n_tokens;
    small.head_dim = first_item.head_dim;
    small.value_dim = first_item.value_dim;
    small.query = item_of<Scalar>(query, item);
    for (std::size_t slot = 0; slot < keys.size(); ++slot) {
      small.key_heads[slot] = keys[slot].size(1);
      small.value_heads[slot] = values[slot].size(1);
      small.keys[slot] = item_of<Scalar>(keys[slot], item);
      small.values[slot] = item_of<Scalar>(values[slot], item);
    }
    small.first_allowed = first_allowed.item(item);
    small.further_allowed = further_allowed.item(item);
    if (is_key_anchored(spec)) small.reach = *further_window(spec);
    const bool has_scale = score_has_scale(spec);
    const double base = first_item.base_scale(spec);
    const double scale = has_scale && !spec.output_scaling ? base : 1.0;
    small.scale = static_cast<Scalar>(scale / spec.temperature);
    small.output_scale = static_cast<Scalar>(has_scale && spec.output_scaling ? base : 1.0);
    if (spec.key_bias) {
      small.key_bias = static_cast<Scalar>(1.0 / static_cast<double>(first_item.head_dim));
    }
    if (spec.value_bias) small.value_bias = 1;
    return small;
  }
};

template <typename Scalar>
void attend_tuples(const TupleBatch& batch, const at::Tensor& output, const at::Tensor& lse) {
  const auto& kernels = cpu::small_kernels<Scalar>();
  const std::int64_t workspace = kernels.tuples_workspace(batch.problem<Scalar>(0));
  for_items<Scalar>(batch.query.size(0), workspace, [&](std::int64_t item, Scalar* memory) {
    cpu::SmallTuples<Scalar> small = batch.problem<Scalar>(item);
    small.output = item_of<Scalar>(output, item);
    small.log_sum_exp = item_of<Scalar>(lse, item);
    kernels.tuples_forward(small, memory);
  });
}

struct TupleBatchGradients {
  at::Tensor grad_output, grad_log_sum_exp, output, log_sum_exp;
  at::Tensor query;
  std::vector<at::Tensor> keys, values;
};

template <typename Scalar>
void differentiate_tuples(const TupleBatch& batch, const TupleBatchGradients& gradients) {
  const auto& kernels = cpu::small_kernels<Scalar>();
  const std::int64_t workspace = kernels.tuples_workspace(batch.problem<Scalar>(0));
  for_items<Scalar>(batch.query.size(0), workspace, [&](std::int64_t item, Scalar* memory) {
    cpu::SmallTuples<Scalar> small = batch.problem<Scalar>(item);
    small.output = item_of<Scalar>(gradients.output, item);
    small.log_sum_exp = item_of<Scalar>(gradients.log_sum_exp, item);
    small.grad_output = item_of<Scalar>(gradients.grad_output, item);
    small.grad_log_sum_exp = item_of<Scalar>(gradients.grad_log_sum_exp, item);
    small.query_gradient = item_of<Scalar>(gradients.query, item);
    for (std::size_t slot = 0; slot < gradients.keys.size(); ++slot) {
      small.key_gradients[slot] = item_of<Scalar>(gradients.keys[slot], item);
      small.value_gradients[slot] = item_of<Scalar>(gradients.values[slot], item);
    }
    kernels.tuples_backward(small, memory);
  });
}

}  // namespace

bool is_small(const SimplicialCall& call) {
  if (call.keys.empty() || call.keys.size() > 4 || call.keys.size() != call.values.size()) {
    return false;
  }
  if (call.statistics || call.top > 0 || call.dense ||
      score_named(call.score).score == TripleScore::unsigned_triple) {
    return false;
  }
  std::vector<at::Tensor> tensors = call.keys;
  tensors.insert(tensors.end(), call.values.begin(), call.values.end());
  if (!shapes_are_small(call.query, call.values[0], tensors, given(call.kept))) return false;
  std::int64_t n_scores = call.keys[0].size(-2);
  for (std::size_t slot = 1; slot < call.keys.size(); ++slot) n_scores *= call.keys[0].size(-2);
  return n_scores <= most_small_scores;
}

SimplicialOutputs attend_small(const SimplicialCall& call) {
  const TupleBatch batch(call);
  const bool batched = call.query.dim() == 4;
  const PreparedInput& sizes = batch.first_item;
  const at::TensorOptions options = batch.query.options();
  const std::int64_t n_items = batch.query.size(0);
  const at::Tensor output =
      at::empty({n_items, sizes.n_heads, sizes.n_rows, sizes.value_dim}, options);
  const at::Tensor lse = at::empty({n_items, sizes.n_heads, sizes.n_rows}, options);
  if (options.dtype() == at::kDouble) {
    attend_tuples<double>(batch, output, lse);
  } else {
    attend_tuples<float>(batch, output, lse);
  }
  const auto none = [&] { return at::empty({0}, options); };
  return {returned(output, call.query, batched),
          batched ? lse : lse.squeeze(0),
          none(),
          none(),
          none(),
          none(),
          none(),
          none(),
          at::empty({0}, options.dtype(at::kLong)),
          none()};
}

SimplicialGradientOutputs differentiate_small(const SimplicialCall& call,
                                              const at::Tensor& grad_output,
                                              const at::Tensor& grad_log_sum_exp,
                                              const at::Tensor& output,
                                              const at::Tensor& log_sum_exp) {
  const TupleBatch batch(call);
  const bool batched = call.query.dim() == 4;
  const at::ScalarType type = batch.query.scalar_type();
  TupleBatchGradients gradients;
  gradients.grad_output = ready(grad_output, type);
  gradients.grad_log_sum_exp = ready_rows(grad_log_sum_exp, type);
  gradients.output = ready(output, type);
  gradients.log_sum_exp = ready_rows(log_sum_exp, type);
  gradients.query = at::zeros_like(batch.query);
  for (std::size_t slot = 0; slot < batch.keys.size(); ++slot) {
    gradients.keys.push_back(at::zeros_like(batch.keys[slot]));
    gradients.values.push_back(at::zeros_like(batch.values[slot]));
  }
  if (type == at::kDouble) {
    differentiate_tuples<double>(batch, gradients);
  } else {
    differentiate_tuples<float>(batch, gradients);
  }
  std::vector<at::Tensor> keys, values;
  for (std::size_t slot = 0; slot < batch.keys.size(); ++slot) {
    keys.push_back(returned(gradients.keys[slot], call.keys[slot], batched));
    values.push_back(returned(gradients.values[slot], call.values[slot], batched));
  }
  return {returned(gradients.query, call.query, batched), keys, values};
}

}  // namespace baryscope::operators
