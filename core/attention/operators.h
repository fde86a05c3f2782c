/// The torch operators' schemas and the shapes that their implementations and meta functions share.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

namespace baryscope::operators {

/// Half precision is computed in F32, so statistics are F64 for F64 input and F32 otherwise.
at::ScalarType statistics_type(const at::Tensor& query);

/// output, log_sum_exp, weights.
using PairwiseOutputs = std::tuple<at::Tensor, at::Tensor, at::Tensor>;
/// output, log_sum_exp, marginal_key, marginal_key_prime, entropy, mutual_information,
/// mutual_information_null, top_weight, top_index, weights.
using SimplicialOutputs = std::tuple<at::Tensor, at::Tensor, at::Tensor, at::Tensor, at::Tensor,
                                     at::Tensor, at::Tensor, at::Tensor, at::Tensor, at::Tensor>;

}  // namespace baryscope::operators
