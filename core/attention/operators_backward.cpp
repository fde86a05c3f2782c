#include <ATen/ATen.h>
#include <torch/library.h>

#include "core/attention/operators.h"
#include "core/attention/pairwise_gradient.h"
#include "core/attention/small_attention.h"
#include "core/attention/tuple_gradient.h"

// The gradients of the two attention operators, themselves operators: a compiler sees one node.
namespace baryscope::operators {
namespace {

/// The kernels read what they are given by its address alone: shapes must be right.
void check_shape(const char* name, const std::optional<at::Tensor>& tensor, const at::Tensor& query,
                 std::optional<std::int64_t> last) {
  if (!tensor) return;
  std::vector<std::int64_t> expected = query.sizes().vec();
  expected.pop_back();
  if (last) expected.push_back(*last);
  TORCH_CHECK_VALUE(tensor->sizes() == at::IntArrayRef(expected), name, " has shape ",
                    tensor->sizes(), "; expected ", at::IntArrayRef(expected));
}

/// One item's share of a gradient: of item `batch`, or the whole where there is no batch.
at::Tensor share(const std::optional<at::Tensor>& gradient, std::int64_t own_dim,
                 std::int64_t batch) {
  return item(given(gradient), own_dim, batch);
}

/// The items' gradients beside each other, in the tensor's own dtype; summed where all items share
/// one tensor.
at::Tensor gathered(const std::vector<at::Tensor>& items, const at::Tensor& like, bool batched) {
  if (items.empty() || !items[0].defined()) return at::empty({0}, like.options());
  at::Tensor all = batched ? at::stack(items) : items[0];
  if (all.dim() > like.dim()) all = all.sum(0);
  return all.to(like.options());
}

PairwiseGradientOutputs pairwise_attention_backward(
    const std::optional<at::Tensor>& grad_output, const std::optional<at::Tensor>& grad_log_sum_exp,
    const std::optional<at::Tensor>& grad_weights, const at::Tensor& query, const at::Tensor& key,
    const at::Tensor& value, std::string mechanism, const std::optional<at::Tensor>& query_2,
    const std::optional<at::Tensor>& key_2, const std::optional<at::Tensor>& value_2,
    const std::optional<at::Tensor>& lambda_weight, const std::optional<at::Tensor>& positions,
    const std::optional<at::Tensor>& kept, bool causal, std::optional<std::int64_t> window,
    double temperature, std::optional<double> scale, double a_plus, double a_minus, double affine_a,
    double affine_b) {
  const PairwiseCall call{query,       key,      value,   std::move(mechanism),
                          query_2,     key_2,    value_2, lambda_weight,
                          positions,   kept,     causal,  window,
                          temperature, scale,    a_plus,  a_minus,
                          affine_a,    affine_b, false};
  const AttentionSpec spec = call.spec();
  check_shape("grad_output", grad_output, query, value.size(-1));
  check_shape("grad_log_sum_exp", grad_log_sum_exp, query, {});
  check_shape("grad_weights", grad_weights, query, key.size(-2));
  TORCH_CHECK_VALUE(!grad_log_sum_exp || has_log_sum_exp(spec), "mechanism ", spec.mechanism,
                    " has no log-sum-exp, hence no derivative of it");
  if (is_small(call)) {
    return differentiate_small(call, given(grad_output), given(grad_log_sum_exp),
                               given(grad_weights));
  }
  const at::Tensor rows = call.rows();
  const bool batched = query.dim() == 4;
  const std::int64_t n_items = batched ? query.size(0) : 1;
  std::vector<std::vector<at::Tensor>> columns(7);
  for (std::int64_t batch = 0; batch < n_items; ++batch) {
    const PairwiseGradients found = pairwise_gradients(
        prepare(call.item(batch), spec, rows), spec, share(grad_output, 3, batch),
        share(grad_log_sum_exp, 2, batch), share(grad_weights, 3, batch));
    const at::Tensor tensors[] = {found.query, found.key,     found.value, found.query_2,
                                  found.key_2, found.value_2, found.lambda};
    for (std::size_t column = 0; column < columns.size(); ++column) {
      columns[column].push_back(tensors[column]);
    }
  }
  const auto gradient = [&](std::size_t column, const std::optional<at::Tensor>& like) {
    return gathered(columns[column], like.value_or(query), batched);
  };
  if (lambda_weight && lambda_weight->dim() == 1) {
    for (at::Tensor& one_a_row : columns[6]) {
      if (one_a_row.defined()) one_a_row = one_a_row.sum(-1);
    }
  }
  return {gradient(0, query), gradient(1, key),     gradient(2, value),        gradient(3, query_2),
          gradient(4, key_2), gradient(5, value_2), gradient(6, lambda_weight)};
}

SimplicialGradientOutputs simplicial_attention_backward(
    const std::optional<at::Tensor>& grad_output, const std::optional<at::Tensor>& grad_log_sum_exp,
    const at::Tensor& output, const at::Tensor& log_sum_exp, const at::Tensor& query,
    at::TensorList keys, at::TensorList values, std::string score,
    const std::optional<at::Tensor>& positions, const std::optional<at::Tensor>& kept, bool causal,
    std::optional<std::int64_t> window_1, std::optional<std::int64_t> window_2,
    std::string window_anchor, double temperature, std::optional<double> scale, bool key_bias,
    bool value_bias, bool output_scaling) {
  const SimplicialCall call{
      query,       keys.vec(), values.vec(), std::move(score), positions,
      kept,        causal,     window_1,     window_2,         std::move(window_anchor),
      temperature, scale,      key_bias,     value_bias,       output_scaling,
      false,       0,          false};
  const AttentionSpec spec = call.spec();
  check_shape("grad_output", grad_output, query, values[0].size(-1));
  check_shape("grad_log_sum_exp", grad_log_sum_exp, query, {});
  check_shape("output", output, query, values[0].size(-1));
  check_shape("log_sum_exp", log_sum_exp, query, {});
  if (is_small(call)) {
    return differentiate_small(call, given(grad_output), given(grad_log_sum_exp), output,
                               log_sum_exp);
  }
  const at::Tensor rows = call.rows();
  const bool batched = query.dim() == 4;
  const std::int64_t n_items = batched ? query.size(0) : 1;
  std::vector<at::Tensor> of_query;
  std::vector<std::vector<at::Tensor>> of_keys(keys.size()), of_values(keys.size());
  for (std::int64_t batch = 0; batch < n_items; ++batch) {
    TupleGradients found =
        tuple_gradients(prepare(call.item(batch), spec, rows), spec, item(output, 3, batch),
                        item(log_sum_exp, 2, batch), share(grad_output, 3, batch),
                        share(grad_log_sum_exp, 2, batch));
    of_query.push_back(std::move(found.query));
    for (std::size_t slot = 0; slot < of_keys.size(); ++slot) {
      of_keys[slot].push_back(std::move(found.keys[slot]));
      of_values[slot].push_back(std::move(found.values[slot]));
    }
  }
  std::vector<at::Tensor> key_gradients, value_gradients;
  for (std::size_t slot = 0; slot < of_keys.size(); ++slot) {
    key_gradients.push_back(gathered(of_keys[slot], keys[slot], batched));
    value_gradients.push_back(gathered(of_values[slot], values[slot], batched));
  }
  return {gathered(of_query, query, batched), key_gradients, value_gradients};
}

TORCH_LIBRARY_IMPL(baryscope, CompositeExplicitAutograd, library) {
  library.impl("pairwise_attention_backward", &pairwise_attention_backward);
  library.impl("simplicial_attention_backward", &simplicial_attention_backward);
}

}  // namespace
}  // namespace baryscope::operators
