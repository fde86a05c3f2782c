/// One block of rows as the families of pairwise weights see it.
#pragma once

#include "core/analysis/mechanism_traits.h"
#include "core/attention/attention.h"

namespace baryscope {

/// One block of rows of every head, key-like tensors already expanded to the query's heads.
struct PairwiseBlock {
  at::Tensor query, query_2;              ///< [n_heads, n_block, head_dim]
  at::Tensor key, value, key_2, value_2;  ///< [n_heads, n_tokens, …]
  at::Tensor lambda;                      ///< [n_heads, n_block, 1]
  at::Tensor allowed;                     ///< bool [n_block, n_tokens]
  at::Tensor score_bias;                  ///< [n_heads, n_block, n_tokens] or undefined
  double scale = 1;                       ///< 1/√d over the temperature
  double score_cap = 0;                   ///< 0: none
  double temperature = 1;                 ///< that the scale is over
  WeightRule rule = WeightRule::softmax;

  /// s = q·k times the scale, capped, with its bias; [n_heads, n_block, n_tokens].
  [[nodiscard]] at::Tensor scores() const;
  /// The same of the second map, Q2·K2ᵀ.
  [[nodiscard]] at::Tensor scores_2() const;

 private:
  [[nodiscard]] at::Tensor finished(at::Tensor scores) const;
};

/// What one block gives. `log_sum_exp` undefined: the mechanism has none. `output` undefined:
/// it is weights · value.
struct PairwiseWeights {
  at::Tensor weights, log_sum_exp, output;
};

}  // namespace baryscope
