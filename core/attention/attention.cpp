#include "core/attention/attention.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/attention/mask.h"
#include "core/attention/operators.h"
#include "core/attention/pairwise.h"
#include "core/attention/prepared_input.h"
#include "core/attention/tuple_attention.h"

namespace baryscope {

AttentionResult attend_at(const AttentionInput& input, const AttentionSpec& spec,
                          const at::Tensor& positions, int top, bool dense,
                          const AttentionProgress& progress) {
  const c10::NoGradGuard no_grad;
  const PreparedInput prepared = prepare(input, spec, positions);
  AttentionResult result = reads_tuples(prepared.traits)
                               ? attend_tuples(prepared, spec, top, dense, progress)
                               : attend_pairwise(prepared, spec, progress);
  result.output = result.output.to(prepared.result_type);
  return result;
}

AttentionResult attend(const AttentionInput& input, const AttentionSpec& spec,
                       const at::Tensor& rows, int top, bool dense,
                       const AttentionProgress& progress) {
  TORCH_CHECK_VALUE(input.query.defined() && input.query.dim() == 3 && input.key.defined() &&
                        input.key.dim() == 3 && input.query.size(1) == input.key.size(1),
                    "query and key must be [n_heads, n_tokens, head_dim] of one n_tokens");
  const std::int64_t n_tokens = input.query.size(1);
  const at::TensorOptions options = input.query.options().dtype(at::kLong);
  if (!rows.defined()) {
    return attend_at(input, spec, at::arange(n_tokens, options), top, dense, progress);
  }
  TORCH_CHECK_VALUE(rows.dim() == 1 && rows.scalar_type() == at::kLong,
                    "rows must be int64 [n_rows], got ", rows.scalar_type(), " ", rows.sizes());
  const at::Tensor chosen = rows.to(input.query.device());
  TORCH_CHECK_VALUE(chosen.numel() == 0 || (chosen.min().item<std::int64_t>() >= 0 &&
                                            chosen.max().item<std::int64_t>() < n_tokens),
                    "a row is out of range; there are ", n_tokens, " tokens, from 0");
  AttentionInput reduced = input;
  reduced.query = input.query.index_select(1, chosen);
  if (input.query_2.defined() && input.query_2.dim() == 3) {
    reduced.query_2 = input.query_2.index_select(1, chosen);
  }
  if (input.lambda.defined() && input.lambda.dim() == 2) {
    reduced.lambda = input.lambda.index_select(1, chosen.to(input.lambda.device()));
  }
  if (input.kept.defined() && input.kept.dim() == 2) {
    reduced.kept = input.kept.index_select(0, chosen.to(input.kept.device()));
  }
  if (input.score_bias.defined() && input.score_bias.dim() == 3) {
    reduced.score_bias = input.score_bias.index_select(1, chosen.to(input.score_bias.device()));
  }
  return attend_at(reduced, spec, chosen, top, dense, progress);
}

namespace {

operators::PairwiseCall pairwise_call(const AttentionInput& input, const AttentionSpec& spec) {
  operators::PairwiseCall call;
  call.query = input.query, call.key = input.key, call.value = input.value;
  call.mechanism = spec.mechanism;
  call.query_2 = operators::optional_of(input.query_2);
  call.key_2 = operators::optional_of(input.key_2);
  call.value_2 = operators::optional_of(input.value_2);
  call.lambda_weight = operators::optional_of(input.lambda);
  call.kept = operators::optional_of(input.kept);
  call.causal = spec.causal;
  call.window = spec.window_1;
  call.temperature = spec.temperature;
  call.scale = spec.scale;
  call.a_plus = spec.a_plus, call.a_minus = spec.a_minus;
  call.affine_a = spec.affine_a, call.affine_b = spec.affine_b;
  return call;
}

operators::SimplicialCall simplicial_call(const AttentionInput& input, const AttentionSpec& spec) {
  operators::SimplicialCall call;
  call.query = input.query;
  call.keys = {input.key}, call.values = {input.value};
  const auto add_slot = [&](const at::Tensor& key, const at::Tensor& value) {
    TORCH_CHECK_VALUE(key.defined() && value.defined(), spec.mechanism, " of order ", n_slots(spec),
                      " needs a key and a value a slot; one is missing");
    call.keys.push_back(key), call.values.push_back(value);
  };
  if (n_slots(spec) >= 2) add_slot(input.key_prime, input.value_prime);
  for (std::size_t slot = 3; slot <= static_cast<std::size_t>(n_slots(spec)); ++slot) {
    TORCH_CHECK_VALUE(input.more_keys.size() > slot - 3 && input.more_values.size() > slot - 3,
                      "order ", n_slots(spec), " needs key_", slot, " and value_", slot,
                      ", which are missing");
    add_slot(input.more_keys[slot - 3], input.more_values[slot - 3]);
  }
  // Whatever score the spec names beside: the mechanism may know only one.
  call.score = score_of(spec).name;
  call.kept = operators::optional_of(input.kept);
  call.causal = spec.causal;
  call.window_1 = spec.window_1, call.window_2 = spec.window_2;
  call.window_anchor = spec.window_anchor;
  call.temperature = spec.temperature;
  call.scale = spec.scale;
  call.key_bias = spec.key_bias, call.value_bias = spec.value_bias;
  call.output_scaling = spec.output_scaling;
  return call;
}

}  // namespace

at::Tensor attend_batch(const AttentionInput& input, const AttentionSpec& spec) {
  check_spec(spec);
  TORCH_CHECK_VALUE(!input.score_bias.defined() && spec.score_cap == 0 && spec.window_after == 0,
                    "a batch attends without score bias, score cap and keys after the query");
  for (const auto& [name, tensor] : {std::pair("query", input.query), std::pair("key", input.key),
                                     std::pair("value", input.value)}) {
    TORCH_CHECK_VALUE(tensor.defined() && tensor.dim() == 4, name,
                      " must be [batch, n_heads, n_tokens, dim]");
  }
  TORCH_CHECK_VALUE(input.query.size(2) == input.key.size(2), "query has ", input.query.size(2),
                    " tokens, key ", input.key.size(2), "; a batch attends with all its queries");
  if (reads_tuples(traits_of(spec))) return std::get<0>(simplicial_call(input, spec).dispatch());
  return std::get<0>(pairwise_call(input, spec).dispatch());
}

}  // namespace baryscope
