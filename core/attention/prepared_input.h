/// One call's tensors, checked, in the precision of the computation, reduced to the rows asked for.
#pragma once

#include <vector>

#include "core/attention/attention.h"
#include "core/attention/spec_traits.h"

namespace baryscope {

struct PreparedInput {
  at::Tensor query, query_2;             ///< [n_heads, n_rows, head_dim]
  std::vector<at::Tensor> keys, values;  ///< slot by slot, [n_kv_heads, n_tokens, …], biases added
  at::Tensor key_2, value_2;             ///< [n_kv_heads, n_tokens, …] or undefined
  at::Tensor lambda;                     ///< [n_heads, n_rows] or undefined
  at::Tensor kept;                       ///< bool [n_rows, n_tokens] or undefined
  at::Tensor score_bias;                 ///< [n_heads, n_rows, n_tokens] or undefined
  at::Tensor positions;                  ///< int64 [n_rows], on the device
  std::vector<std::int64_t> positions_here;  ///< the same numbers on the host
  std::int64_t n_heads = 0, n_rows = 0, n_tokens = 0, head_dim = 0, value_dim = 0;
  at::ScalarType result_type{};  ///< the dtype of the caller's query
  MechanismTraits traits;        ///< of the spec's mechanism

  /// 1/√d or the spec's own scale.
  [[nodiscard]] double base_scale(const AttentionSpec& spec) const;
};

/// Checks everything attend_at() was given. Throws c10::ValueError with the shape expected.
PreparedInput prepare(const AttentionInput& input, const AttentionSpec& spec,
                      const at::Tensor& positions);

/// [n_heads, …] of a tensor with as many heads or fewer: query head h reads head ⌊h·H_kv/H⌋.
at::Tensor expand_heads(const at::Tensor& tensor, std::int64_t n_heads);

}  // namespace baryscope
