/// The running softmax over one block's tuples: output, log-sum-exp, marginals, entropy.
#pragma once

#include "core/attention/score.h"
#include "core/attention/tuple_slots.h"

namespace baryscope {

/// Some of a block's tuples: every key of slot 1 with `n_rest` combinations of the further keys.
struct TupleChunk {
  at::Tensor scores;        ///< [n_block, n_rest, n_first], −∞ where masked
  at::Tensor first_values;  ///< [n_first, value_dim] or [n_block, n_first, value_dim]
  at::Tensor rest_values;   ///< [1 or n_block, n_rest, value_dim]; undefined for order 1
  const SlotKeys* first = nullptr;
  std::vector<at::Tensor> rest_index;  ///< the further slots' keys, int64 [1 or n_block, n_rest]

  // What the backward pass needs as well.
  const TupleScore* score = nullptr;
  at::Tensor first_keys, first_norms, rest_keys;  ///< as given to score->scores()
};

/// Folds chunk after chunk into one softmax; exact in any order up to rounding.
class TupleAccumulator {
 public:
  TupleAccumulator(std::int64_t n_block, std::int64_t n_tokens, std::int64_t value_dim,
                   bool statistics, bool second_marginal, const at::TensorOptions& options);

  /// Overwrites the chunk's scores.
  void add(const TupleChunk& chunk);

  [[nodiscard]] at::Tensor output() const;           ///< [n_block, value_dim]
  [[nodiscard]] at::Tensor log_sum_exp() const;      ///< [n_block]
  [[nodiscard]] at::Tensor marginal_first() const;   ///< [n_block, n_tokens]
  [[nodiscard]] at::Tensor marginal_second() const;  ///< [n_block, n_tokens]
  [[nodiscard]] at::Tensor entropy() const;          ///< [n_block], joint, nats
  /// H(first) + H(second) − H(joint) ≥ 0, [n_block].
  [[nodiscard]] at::Tensor mutual_information() const;

 private:
  void rescale(const at::Tensor& largest);
  [[nodiscard]] at::Tensor safe_sum() const;

  bool m_statistics, m_second_marginal;
  bool m_started = false;
  at::Tensor m_largest, m_sum, m_output;
  at::Tensor m_first, m_second;  ///< unnormalised marginals
  at::Tensor m_energy;           ///< Σ e^{s−m}(s−m)
};

}  // namespace baryscope
