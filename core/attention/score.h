/// Scores of a triple and of longer tuples (science.md §2.1–2.3), as products with composite
/// queries.
#pragma once

#include "core/analysis/mechanism_traits.h"
#include "core/attention/attention.h"

namespace baryscope {

/// What a chunk's scores pass on: of the unscaled query [n_block, d], of the unprepared keys of
/// slot 1 (the shape of `first`) and of the further keys' products [n_block, n_rest, d]; `rest`
/// undefined for order 1. Determinants: d is cut to whole chunks.
struct ScoreGradients {
  at::Tensor query, first, rest;
};

/// The scores of one head's block of queries. Constructed once, asked chunk by chunk.
class TupleScore {
 public:
  /// `query` [n_block, head_dim]. `base_scale` is 1/√d or what stands for it.
  TupleScore(const AttentionSpec& spec, const at::Tensor& query, double base_scale);

  /// What the keys of slot 1 must become before they are gathered and given to scores():
  /// [n_tokens, …] → [n_tokens, …]. Unsigned triples need unit vectors, determinants whole chunks.
  static at::Tensor prepared_keys(const AttentionSpec& spec, const at::Tensor& keys);

  /// A [n_block, n_rest, n_first], a new tensor. `first` [n_first, head_dim] or [n_block, n_first,
  /// head_dim] are keys of slot 1, `rest` [1 or n_block, n_rest, head_dim] the products of the keys
  /// of all further slots; undefined for order 1. `first_norm` [n_first] or [n_block, n_first] are
  /// the lengths of the unprepared keys, used by unsigned triples only.
  [[nodiscard]] at::Tensor scores(const at::Tensor& first, const at::Tensor& first_norm,
                                  const at::Tensor& rest) const;

  /// From dA [n_block, n_rest, n_first], exactly 0 where masked; the rest as given to scores().
  [[nodiscard]] ScoreGradients gradients(const at::Tensor& first, const at::Tensor& first_norm,
                                         const at::Tensor& rest, const at::Tensor& grad) const;

 private:
  [[nodiscard]] ScoreGradients unsigned_triple_gradients(const at::Tensor& first,
                                                         const at::Tensor& first_norm,
                                                         const at::Tensor& rest,
                                                         const at::Tensor& grad) const;
  [[nodiscard]] at::Tensor unsigned_triple(const at::Tensor& first, const at::Tensor& first_norm,
                                           const at::Tensor& rest) const;

  TripleScore m_score;
  at::Tensor m_query;  ///< already scaled, truncated for determinants
  double m_scale = 1;  ///< what the query was multiplied with
};

/// 1/√d stays out of determinants and unsigned triples, and of every score under output-scaling.
bool score_has_scale(const AttentionSpec& spec);

}  // namespace baryscope
