/// Gradients of two-simplicial and n-order attention, in blocks.
#pragma once

#include <vector>

#include "core/attention/prepared_input.h"

namespace baryscope {

/// In the precision of the computation, in the shapes of the prepared input, slot by slot.
struct TupleGradients {
  at::Tensor query;
  std::vector<at::Tensor> keys, values;
};

/// From output and log-sum-exp of the forward pass and their gradients (undefined: 0). Scores are
/// computed again, block after block: O(n · w) numbers in memory, never n³.
/// A row without keys gives 0, a masked key receives exactly 0; lengths have derivative 0 at 0.
TupleGradients tuple_gradients(const PreparedInput& input, const AttentionSpec& spec,
                               const at::Tensor& output, const at::Tensor& log_sum_exp,
                               const at::Tensor& grad_output, const at::Tensor& grad_log_sum_exp);

}  // namespace baryscope
