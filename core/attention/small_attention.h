/// Batches of small problems (training's texts of some dozen tokens), by fused kernels for the CPU.
#pragma once

#include "core/attention/operators.h"

namespace baryscope::operators {

/// Whether the kernels take a call: on the CPU, few tokens, and for tuples neither statistics nor
/// lists nor unsigned triples. What does not fit goes the general way.
bool is_small(const PairwiseCall& call);
bool is_small(const SimplicialCall& call);

/// The operators' results. Throw c10::ValueError like the general way.
PairwiseOutputs attend_small(const PairwiseCall& call);
SimplicialOutputs attend_small(const SimplicialCall& call);

PairwiseGradientOutputs differentiate_small(const PairwiseCall& call, const at::Tensor& grad_output,
                                            const at::Tensor& grad_log_sum_exp,
                                            const at::Tensor& grad_weights);
SimplicialGradientOutputs differentiate_small(const SimplicialCall& call,
                                              const at::Tensor& grad_output,
                                              const at::Tensor& grad_log_sum_exp,
                                              const at::Tensor& output,
                                              const at::Tensor& log_sum_exp);

}  // namespace baryscope::operators
