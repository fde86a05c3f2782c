#include "core/attention/operators.h"

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include "core/analysis/mechanism_list.h"
#include "core/attention/spec_traits.h"

namespace baryscope::operators {
namespace {

using OptionalTensor = std::optional<at::Tensor>;
using OptionalWindow = std::optional<std::int64_t>;
using Number = std::optional<double>;

using Pairwise = PairwiseOutputs(const at::Tensor&, const at::Tensor&, const at::Tensor&,
                                 std::string, const OptionalTensor&, const OptionalTensor&,
                                 const OptionalTensor&, const OptionalTensor&,
                                 const OptionalTensor&, const OptionalTensor&, bool, OptionalWindow,
                                 double, Number, double, double, double, double, bool);
using PairwiseBackward = PairwiseGradientOutputs(
    const OptionalTensor&, const OptionalTensor&, const OptionalTensor&, const at::Tensor&,
    const at::Tensor&, const at::Tensor&, std::string, const OptionalTensor&, const OptionalTensor&,
    const OptionalTensor&, const OptionalTensor&, const OptionalTensor&, const OptionalTensor&,
    bool, OptionalWindow, double, Number, double, double, double, double);
using Simplicial = SimplicialOutputs(const at::Tensor&, at::TensorList, at::TensorList, std::string,
                                     const OptionalTensor&, const OptionalTensor&, bool,
                                     OptionalWindow, OptionalWindow, std::string, double, Number,
                                     bool, bool, bool, bool, std::int64_t, bool);
using SimplicialBackward = SimplicialGradientOutputs(const OptionalTensor&, const OptionalTensor&,
                                                     const at::Tensor&, const at::Tensor&,
                                                     const at::Tensor&, at::TensorList,
                                                     at::TensorList, std::string,
                                                     const OptionalTensor&, const OptionalTensor&,
                                                     bool, OptionalWindow, OptionalWindow,
                                                     std::string, double, Number, bool, bool, bool);

template <typename Signature>
c10::TypedOperatorHandle<Signature> operator_named(const char* name) {
  return c10::Dispatcher::singleton().findSchemaOrThrow(name, "").typed<Signature>();
}

at::Tensor query_positions(const at::Tensor& query, const at::Tensor& key,
                           const OptionalTensor& positions) {
  TORCH_CHECK_VALUE(query.dim() == 3 || query.dim() == 4,
                    "query must be [n_heads, n_rows, head_dim] or with a batch before, got ",
                    query.sizes());
  TORCH_CHECK_VALUE(key.dim() == query.dim(), "key has ", key.dim(), " dimensions, query ",
                    query.dim());
  TORCH_CHECK_VALUE(query.dim() == 3 || key.size(0) == query.size(0), "key has a batch of ",
                    key.size(0), ", query of ", query.size(0));
  if (positions) return *positions;
  const std::int64_t n_rows = query.size(-2);
  const std::int64_t n_tokens = key.size(-2);
  TORCH_CHECK_VALUE(n_rows <= n_tokens, "query has ", n_rows, " rows, key only ", n_tokens,
                    " tokens; give positions");
  return at::arange(n_tokens - n_rows, n_tokens, query.options().dtype(at::kLong));
}

}  // namespace

at::ScalarType statistics_type(const at::Tensor& query) {
  return query.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
}

bool has_log_sum_exp(const AttentionSpec& spec) { return traits_of(spec).has_log_sum_exp; }

std::optional<at::Tensor> optional_of(const at::Tensor& tensor) {
  if (tensor.defined()) return tensor;
  return std::nullopt;
}

at::Tensor given(const std::optional<at::Tensor>& tensor) { return tensor.value_or(at::Tensor()); }

at::Tensor item(const at::Tensor& tensor, std::int64_t own_dim, std::int64_t batch) {
  return tensor.defined() && tensor.dim() == own_dim + 1 ? tensor.select(0, batch) : tensor;
}

AttentionSpec PairwiseCall::spec() const {
  AttentionSpec spec;
  spec.mechanism = mechanism;
  TORCH_CHECK_VALUE(!reads_tuples(traits_of(spec)), spec.mechanism,
                    " is computed by simplicial_attention");
  spec.causal = causal;
  spec.window_1 = window;
  spec.temperature = temperature;
  spec.scale = scale;
  spec.a_plus = a_plus, spec.a_minus = a_minus;
  spec.affine_a = affine_a, spec.affine_b = affine_b;
  return spec;
}

AttentionInput PairwiseCall::item(std::int64_t batch) const {
  AttentionInput input;
  input.query = operators::item(query, 3, batch);
  input.key = operators::item(key, 3, batch);
  input.value = operators::item(value, 3, batch);
  input.query_2 = operators::item(given(query_2), 3, batch);
  input.key_2 = operators::item(given(key_2), 3, batch);
  input.value_2 = operators::item(given(value_2), 3, batch);
  input.lambda = operators::item(given(lambda_weight), 2, batch);
  input.kept = operators::item(given(kept), 2, batch);
  return input;
}

at::Tensor PairwiseCall::rows() const { return query_positions(query, key, positions); }

PairwiseOutputs PairwiseCall::dispatch() const {
  static const auto handle = operator_named<Pairwise>("baryscope::pairwise_attention");
  return handle.call(query, key, value, mechanism, query_2, key_2, value_2, lambda_weight,
                     positions, kept, causal, window, temperature, scale, a_plus, a_minus, affine_a,
                     affine_b, return_weights);
}

PairwiseGradientOutputs PairwiseCall::dispatch_backward(const at::Tensor& grad_output,
                                                        const at::Tensor& grad_log_sum_exp,
                                                        const at::Tensor& grad_weights) const {
  static const auto handle =
      operator_named<PairwiseBackward>("baryscope::pairwise_attention_backward");
  return handle.call(optional_of(grad_output), optional_of(grad_log_sum_exp),
                     optional_of(grad_weights), query, key, value, mechanism, query_2, key_2,
                     value_2, lambda_weight, positions, kept, causal, window, temperature, scale,
                     a_plus, a_minus, affine_a, affine_b);
}

AttentionSpec SimplicialCall::spec() const {
  TORCH_CHECK_VALUE(!keys.empty() && keys.size() <= 4 && keys.size() == values.size(),
                    "keys and values must be lists of 1 to 4 tensors each, got ", keys.size(),
                    " and ", values.size());
  TORCH_CHECK_VALUE(score_named(score).score == TripleScore::trilinear || keys.size() == 2,
                    "score ", score, " needs exactly two keys, got ", keys.size());
  TORCH_CHECK_VALUE(top >= 0 && top <= (1 << 30), "top is ", top, "; expected 0 to 2^30");
  AttentionSpec spec;
  spec.mechanism = tuple_mechanism(static_cast<int>(keys.size())).name;
  spec.order = static_cast<int>(keys.size());
  spec.score = score;
  spec.causal = causal;
  spec.window_1 = window_1, spec.window_2 = window_2;
  spec.window_anchor = window_anchor;
  spec.temperature = temperature;
  spec.scale = scale;
  spec.key_bias = key_bias, spec.value_bias = value_bias;
  spec.output_scaling = output_scaling;
  spec.statistics = statistics;
  return spec;
}

AttentionInput SimplicialCall::item(std::int64_t batch) const {
  AttentionInput input;
  input.query = operators::item(query, 3, batch);
  input.key = operators::item(keys[0], 3, batch);
  input.value = operators::item(values[0], 3, batch);
  for (std::size_t slot = 1; slot < keys.size(); ++slot) {
    const at::Tensor key = operators::item(keys[slot], 3, batch);
    const at::Tensor value = operators::item(values[slot], 3, batch);
    if (slot == 1) {
      input.key_prime = key, input.value_prime = value;
    } else {
      input.more_keys.push_back(key), input.more_values.push_back(value);
    }
  }
  input.kept = operators::item(given(kept), 2, batch);
  return input;
}

at::Tensor SimplicialCall::rows() const { return query_positions(query, keys.at(0), positions); }

SimplicialOutputs SimplicialCall::dispatch() const {
  static const auto handle = operator_named<Simplicial>("baryscope::simplicial_attention");
  return handle.call(query, keys, values, score, positions, kept, causal, window_1, window_2,
                     window_anchor, temperature, scale, key_bias, value_bias, output_scaling,
                     statistics, top, dense);
}

SimplicialGradientOutputs SimplicialCall::dispatch_backward(const at::Tensor& grad_output,
                                                            const at::Tensor& grad_log_sum_exp,
                                                            const at::Tensor& output,
                                                            const at::Tensor& log_sum_exp) const {
  static const auto handle =
      operator_named<SimplicialBackward>("baryscope::simplicial_attention_backward");
  return handle.call(optional_of(grad_output), optional_of(grad_log_sum_exp), output, log_sum_exp,
                     query, keys, values, score, positions, kept, causal, window_1, window_2,
                     window_anchor, temperature, scale, key_bias, value_bias, output_scaling);
}

}  // namespace baryscope::operators
