/// What the kernels for many small attention problems are given: pointers, strides, sizes.
#pragma once

#include <cstdint>

#include "core/analysis/mechanism_traits.h"

namespace baryscope::cpu {

/// Tuple attention of one batch item: science.md §2.1–2.3, all heads. Rows are contiguous, a tensor
/// is [its n_heads, n_tokens (query: n_rows), dim]. Order 1 has no further slots.
template <typename Scalar>
struct SmallTuples {
  static constexpr int most_slots = 4;
  TripleScore score = TripleScore::trilinear;  ///< not unsigned_triple
  int order = 2;
  std::int64_t n_heads = 0, n_rows = 0, n_tokens = 0, head_dim = 0, value_dim = 0;
  std::int64_t key_heads[most_slots] = {}, value_heads[most_slots] = {};
  const Scalar* query = nullptr;
  const Scalar* keys[most_slots] = {};
  const Scalar* values[most_slots] = {};
  const std::uint8_t* first_allowed = nullptr;    ///< [n_rows, n_tokens], never null
  const std::uint8_t* further_allowed = nullptr;  ///< likewise, every further slot
  std::int64_t reach = 0;               ///< key-anchored: 0 ≤ j − k < reach; 0: no such window
  Scalar scale = 1;                     ///< of the scores
  Scalar output_scale = 1;              ///< of the output
  Scalar key_bias = 0, value_bias = 0;  ///< added to slot 2

  Scalar* output = nullptr;       ///< [n_heads, n_rows, value_dim], read by the backward pass
  Scalar* log_sum_exp = nullptr;  ///< [n_heads, n_rows], likewise

  // The backward pass: gradients may be null (0); what it writes is 0 before.
  const Scalar* grad_output = nullptr;
  const Scalar* grad_log_sum_exp = nullptr;
  Scalar* query_gradient = nullptr;
  Scalar* key_gradients[most_slots] = {};
  Scalar* value_gradients[most_slots] = {};
};

/// Attention by single keys of one batch item, science.md §1, §3, §4; as above.
template <typename Scalar>
struct SmallPairwise {
  WeightRule rule = WeightRule::softmax;
  std::int64_t n_heads = 0, n_rows = 0, n_tokens = 0, head_dim = 0, value_dim = 0;
  std::int64_t key_heads = 0, value_heads = 0, key_2_heads = 0, value_2_heads = 0;
  const Scalar *query = nullptr, *key = nullptr, *value = nullptr;
  const Scalar *query_2 = nullptr, *key_2 = nullptr;  ///< null: no second map
  const Scalar* value_2 = nullptr;                    ///< null: −V
  const Scalar* lambda = nullptr;                     ///< [n_heads, n_rows]
  const std::uint8_t* allowed = nullptr;              ///< [n_rows, n_tokens], never null
  Scalar scale = 1;
  Scalar a_plus = 1, a_minus = 1, affine_a = 2, affine_b = -1;

  Scalar *output = nullptr, *log_sum_exp = nullptr;
  Scalar* weights = nullptr;  ///< [n_heads, n_rows, n_tokens]; null: not wanted

  const Scalar *grad_output = nullptr, *grad_log_sum_exp = nullptr, *grad_weights = nullptr;
  Scalar *query_gradient = nullptr, *key_gradient = nullptr, *value_gradient = nullptr;
  Scalar *query_2_gradient = nullptr, *key_2_gradient = nullptr, *value_2_gradient = nullptr;
  Scalar* lambda_gradient = nullptr;  ///< [n_heads, n_rows]
};

/// One build of the kernels, for one kind of processor.
template <typename Scalar>
struct SmallKernels {
  /// Numbers of working memory that a problem needs.
  std::int64_t (*tuples_workspace)(const SmallTuples<Scalar>&);
  void (*tuples_forward)(const SmallTuples<Scalar>&, Scalar* workspace);
  void (*tuples_backward)(const SmallTuples<Scalar>&, Scalar* workspace);
  std::int64_t (*pairwise_workspace)(const SmallPairwise<Scalar>&);
  void (*pairwise_forward)(const SmallPairwise<Scalar>&, Scalar* workspace);
  void (*pairwise_backward)(const SmallPairwise<Scalar>&, Scalar* workspace);
};

/// Those of the calling thread's processor_level().
template <typename Scalar>
const SmallKernels<Scalar>& small_kernels();

}  // namespace baryscope::cpu
