/// Gradients of the mechanisms whose weights belong to single keys.
#pragma once

#include "core/attention/prepared_input.h"

namespace baryscope {

/// In the precision of the computation, in the shapes of the prepared input (lambda [n_heads,
/// n_rows]); undefined where the mechanism does not use the tensor.
struct PairwiseGradients {
  at::Tensor query, key, value, query_2, key_2, value_2, lambda;
};

/// From the gradients of output, log-sum-exp and weights (undefined: 0), by computing block after
/// block of rows again and differentiating it: O(block · n_tokens) numbers in memory.
///
/// At kinks: max(0, x) and |x| have derivative 0 at 0; signs and steps are constant. A row without
/// keys gives 0, a masked key receives exactly 0.
PairwiseGradients pairwise_gradients(const PreparedInput& input, const AttentionSpec& spec,
                                     const at::Tensor& grad_output,
                                     const at::Tensor& grad_log_sum_exp,
                                     const at::Tensor& grad_weights);

}  // namespace baryscope
