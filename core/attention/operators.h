/// The torch operators: their arguments as structs, and how C++ calls them.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/attention/attention.h"

namespace baryscope::operators {

/// Half precision is computed in F32, so statistics are F64 for F64 input and F32 otherwise.
at::ScalarType statistics_type(const at::Tensor& query);

/// output, log_sum_exp, weights.
using PairwiseOutputs = std::tuple<at::Tensor, at::Tensor, at::Tensor>;
/// output, log_sum_exp, marginal_key, marginal_key_prime, entropy, mutual_information,
/// mutual_information_null, top_weight, top_index, weights.
using SimplicialOutputs = std::tuple<at::Tensor, at::Tensor, at::Tensor, at::Tensor, at::Tensor,
                                     at::Tensor, at::Tensor, at::Tensor, at::Tensor, at::Tensor>;
/// Of query, key, value, query_2, key_2, value_2, lambda_weight; shape [0] where there is none.
using PairwiseGradientOutputs =
    std::tuple<at::Tensor, at::Tensor, at::Tensor, at::Tensor, at::Tensor, at::Tensor, at::Tensor>;
/// Of query, keys, values.
using SimplicialGradientOutputs =
    std::tuple<at::Tensor, std::vector<at::Tensor>, std::vector<at::Tensor>>;

/// The arguments of pairwise_attention, in the schema's order.
struct PairwiseCall {
  at::Tensor query, key, value;
  std::string mechanism = "pairwise";
  std::optional<at::Tensor> query_2, key_2, value_2, lambda_weight, positions, kept;
  bool causal = false;
  std::optional<std::int64_t> window;
  double temperature = 1;
  std::optional<double> scale;
  double a_plus = 1, a_minus = 1, affine_a = 2, affine_b = -1;
  bool return_weights = false;

  /// Throws c10::ValueError for a mechanism of tuples and for an unknown one.
  [[nodiscard]] AttentionSpec spec() const;
  /// The tensors of one batch item (of the only one where there is no batch).
  [[nodiscard]] AttentionInput item(std::int64_t batch) const;
  /// Where each query stands among the keys, int64 [n_rows].
  [[nodiscard]] at::Tensor rows() const;
  /// pairwise_attention through the dispatcher.
  [[nodiscard]] PairwiseOutputs dispatch() const;
  /// pairwise_attention_backward through the dispatcher; an undefined gradient means 0.
  [[nodiscard]] PairwiseGradientOutputs dispatch_backward(const at::Tensor& grad_output,
                                                          const at::Tensor& grad_log_sum_exp,
                                                          const at::Tensor& grad_weights) const;
};

/// The arguments of simplicial_attention, in the schema's order.
struct SimplicialCall {
  at::Tensor query;
  std::vector<at::Tensor> keys, values;
  std::string score = "trilinear";
  std::optional<at::Tensor> positions, kept;
  bool causal = false;
  std::optional<std::int64_t> window_1, window_2;
  std::string window_anchor = "query";
  double temperature = 1;
  std::optional<double> scale;
  bool key_bias = false, value_bias = false, output_scaling = false, statistics = false;
  std::int64_t top = 0;
  bool dense = false;

  /// Throws c10::ValueError for lists that do not fit.
  [[nodiscard]] AttentionSpec spec() const;
  [[nodiscard]] AttentionInput item(std::int64_t batch) const;
  [[nodiscard]] at::Tensor rows() const;
  [[nodiscard]] SimplicialOutputs dispatch() const;
  /// `output` and `log_sum_exp` are those of the forward pass.
  [[nodiscard]] SimplicialGradientOutputs dispatch_backward(const at::Tensor& grad_output,
                                                            const at::Tensor& grad_log_sum_exp,
                                                            const at::Tensor& output,
                                                            const at::Tensor& log_sum_exp) const;
};

/// What a dispatch key registers: the schema's arguments as one call, handed to `run`.
template <PairwiseOutputs (*run)(const PairwiseCall&)>
PairwiseOutputs pairwise_operator(
    const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::string mechanism,
    const std::optional<at::Tensor>& query_2, const std::optional<at::Tensor>& key_2,
    const std::optional<at::Tensor>& value_2, const std::optional<at::Tensor>& lambda_weight,
    const std::optional<at::Tensor>& positions, const std::optional<at::Tensor>& kept, bool causal,
    std::optional<std::int64_t> window, double temperature, std::optional<double> scale,
    double a_plus, double a_minus, double affine_a, double affine_b, bool return_weights) {
  return run({query, key, value, std::move(mechanism), query_2, key_2, value_2, lambda_weight,
              positions, kept, causal, window, temperature, scale, a_plus, a_minus, affine_a,
              affine_b, return_weights});
}

template <SimplicialOutputs (*run)(const SimplicialCall&)>
SimplicialOutputs simplicial_operator(
    const at::Tensor& query, at::TensorList keys, at::TensorList values, std::string score,
    const std::optional<at::Tensor>& positions, const std::optional<at::Tensor>& kept, bool causal,
    std::optional<std::int64_t> window_1, std::optional<std::int64_t> window_2,
    std::string window_anchor, double temperature, std::optional<double> scale, bool key_bias,
    bool value_bias, bool output_scaling, bool statistics, std::int64_t top, bool dense) {
  return run({query, keys.vec(), values.vec(), std::move(score), positions, kept, causal, window_1,
              window_2, std::move(window_anchor), temperature, scale, key_bias, value_bias,
              output_scaling, statistics, top, dense});
}

/// Whether a mechanism of single keys has a log-sum-exp: it is NaN, and constant, where not.
bool has_log_sum_exp(const AttentionSpec& spec);

/// A tensor or nothing, as schemas have it.
std::optional<at::Tensor> optional_of(const at::Tensor& tensor);
at::Tensor given(const std::optional<at::Tensor>& tensor);

/// One batch item of a tensor that may have a leading batch dimension beyond `own_dim`.
at::Tensor item(const at::Tensor& tensor, std::int64_t own_dim, std::int64_t batch);

}  // namespace baryscope::operators
