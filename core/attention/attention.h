/// The door of the attention room for C++: one head group in, everything the analysis needs out.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace baryscope {

/// Tensors of one layer. Shapes  [n_heads, n_tokens, head_dim]; key-like tensors may have fewer
/// heads (grouped-query: query head h reads head ⌊h·H_kv/H⌋). F64 or F32, one dtype, one device.
/// What a mechanism does not use stays undefined.
struct AttentionInput {
  at::Tensor query, key, value;
  at::Tensor key_prime, value_prime;               ///< triple-wise and n-order slot 2
  at::Tensor query_2, key_2;                       ///< differential's second map
  at::Tensor value_2;                              ///< dipole's V₂; undefined: −V
  std::vector<at::Tensor> more_keys, more_values;  ///< n-order slots 3, 4
  at::Tensor lambda;      ///< [n_heads] or [n_heads, n_tokens]; V2's after its sigmoid
  at::Tensor kept;        ///< bool [n_tokens, n_tokens] kept keys a query; undefined: all
  at::Tensor score_bias;  ///< [n_heads, n_tokens, n_tokens], added to the scores of single keys
};

/// Which mechanism and how; names as in product.md §§2–3.
struct AttentionSpec {
  std::string mechanism = "pairwise";
  std::string score = "trilinear";
  int order = 2;
  bool causal = false;
  std::optional<std::int64_t> window_1, window_2;
  std::int64_t window_after = 0;  ///< with a window anchored at the query: keys after it, seen too
  std::string window_anchor = "query";
  double temperature = 1;
  bool key_bias = false, value_bias = false, output_scaling = false;
  double a_plus = 1, a_minus = 1, affine_a = 2, affine_b = -1;
  std::optional<double> scale;  ///< in place of 1/√d
  double score_cap = 0;    ///< scores s of single keys become c·tanh(s/c), before the bias; 0: none
  bool statistics = true;  ///< triple-wise and n-order: marginals, entropy, mutual
                           ///< information; off is faster and leaves them undefined
};

struct AttentionResult {
  at::Tensor output;       ///< [n_heads, n_rows, value_dim]
  at::Tensor log_sum_exp;  ///< [n_heads, n_rows]; NaN where the mechanism defines none
  at::Tensor weights;  ///< [n_heads, n_rows, n_tokens] pairwise families, always; triple-wise and
                       ///< n-order only when dense was asked: [n_heads, n_rows, n, n, …].
                       ///< Dipoles with their own V₂: the signed weight of each key
  at::Tensor marginal_key, marginal_key_prime;  ///< [n_heads, n_rows, n_tokens], triple-wise; the
                                                ///< first slot's marginal for n-order too
  at::Tensor entropy;                  ///< [n_heads, n_rows] joint entropy, triple-wise and n-order
  at::Tensor mutual_information;       ///< [n_heads, n_rows], triple-wise
  at::Tensor mutual_information_null;  ///< [n_heads, n_rows], key-anchored windows only
  at::Tensor top_weight;  ///< [n_heads, n_rows, m] heaviest tuples, descending; ties: lower index
  at::Tensor top_index;   ///< [n_heads, n_rows, m, order] int64; −1 where there are fewer than m
};

/// Called between blocks with the share done; may throw to cancel.
using AttentionProgress = std::function<void(double)>;

/// Attention of the rows (queries) `rows` (int64 [n_rows]; undefined: all), in blocks: never n³
/// numbers in memory. `top`: how many tuples a row to report (triple-wise, n-order).
/// Statistics come in the precision of the computation, the output in the query's dtype; half
/// precision is computed in F32. Throws c10::ValueError for a spec or a shape that does not fit.
AttentionResult attend(const AttentionInput& input, const AttentionSpec& spec,
                       const at::Tensor& rows, int top, bool dense,
                       const AttentionProgress& progress);

/// The streaming form: input.query (and query_2, and a lambda or kept of two dimensions) holds only
/// the rows asked for, row r at position `positions[r]` (int64 [n_rows]) among the keys' tokens.
AttentionResult attend_at(const AttentionInput& input, const AttentionSpec& spec,
                          const at::Tensor& positions, int top, bool dense,
                          const AttentionProgress& progress);

/// Attention of a batch with gradients: every tensor of `input` with a batch in front ([batch,
/// n_heads, n_tokens, …]; lambda [n_heads] or [batch, n_heads, n_tokens]; kept bool [n_tokens,
/// n_tokens] or [batch, n_tokens, n_tokens]) → output [batch, n_heads, n_tokens, value_dim]. All
/// queries. Goes through the torch operators, so that autograd knows it; double backward is
/// refused, as are score biases, score caps and windows with keys after the query.
at::Tensor attend_batch(const AttentionInput& input, const AttentionSpec& spec);

/// Differential attention V1 after its sum over values (science.md §3): RMSNorm over the last
/// dimension (`gain` [value_dim] or undefined: 1), times 1 − λ_init.
at::Tensor differential_norm(const at::Tensor& output, double lambda_init, const at::Tensor& gain,
                             double epsilon = 1e-5);
/// λ_init(l) = 0.8 − 0.6 e^{−0.3 l}, l from 0.
double differential_lambda_init(std::int64_t layer);

/// Multiply-adds that attend() would spend on the last n_rows queries (the costliest), counted
/// exactly over the allowed tuples; with `n_kept` keys a query, an upper bound.
double attention_cost(const AttentionSpec& spec, std::int64_t n_heads, std::int64_t n_tokens,
                      std::int64_t n_rows, std::int64_t head_dim,
                      std::optional<std::int64_t> n_kept);

/// bool [n_tokens, n_tokens]: may query i attend key j (first slot: window_1) under mask and
/// window.
at::Tensor allowed_keys(const AttentionSpec& spec, std::int64_t n_tokens, const at::Device& device);

/// DeepSeek's indexer scores I_ts (science.md §2.4) → [n_tokens, n_tokens].
/// index_query [n_index_heads, n_tokens, index_dim], index_key [n_tokens, index_dim],
/// index_weight [n_tokens, n_index_heads]; `softmax` = the softmax-over-s variant.
at::Tensor indexer_scores(const at::Tensor& index_query, const at::Tensor& index_key,
                          const at::Tensor& index_weight, const at::Tensor& allowed, bool softmax);
/// bool [n_tokens, n_tokens]: the top-k allowed keys a query, ties to the lower index.
/// `always_keep_query`: the query itself counts among the k.
at::Tensor select_keys(const at::Tensor& scores, const at::Tensor& allowed, std::int64_t keep,
                       bool always_keep_query);

}  // namespace baryscope
