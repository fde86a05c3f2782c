/// From scores to weights: softmax and its rectified relatives under a mask.
#pragma once

#include <ATen/core/Tensor.h>

namespace baryscope {

/// Weights [n_heads, n_rows, n_tokens] and the log-sum-exp of the scores [n_heads, n_rows].
struct NormalizedScores {
  at::Tensor weights, log_sum_exp;
};

/// Softmax over the keys that `allowed` (bool, broadcast to the scores) permits: masked weights are
/// exactly 0; a row without keys has weights 0 and log-sum-exp −∞.
NormalizedScores masked_softmax(const at::Tensor& scores, const at::Tensor& allowed);

/// max(0, e^s − 1) / Σ; all 0 where no allowed score is positive.
at::Tensor relu_expm1(const at::Tensor& scores, const at::Tensor& allowed);

/// max(0, e^s − 1) / (Σ |e^s − 1| + 1e-8) in its stable form (science.md §3).
at::Tensor softpick(const at::Tensor& scores, const at::Tensor& allowed);

}  // namespace baryscope
