/// Key selection inside a transformer, in batches: indexers with what trains them, and the layer
/// before (science.md §2.4).
#pragma once

#include <ATen/core/Tensor.h>

#include "core/attention/attention.h"

namespace baryscope {

/// I_ts = Σ_h w_th·ReLU(q_th·k_s), or with a softmax over s. index_query [batch, n_index_heads, n,
/// index_dim], index_key [batch, n, index_dim], index_weight [batch, n, n_index_heads], allowed
/// bool [n, n] → [batch, n, n], 0 where not allowed. Differentiable.
at::Tensor batched_index_scores(const at::Tensor& index_query, const at::Tensor& index_key,
                                const at::Tensor& index_weight, const at::Tensor& allowed,
                                bool softmax);

/// bool [batch, n, n]: the `keep` best allowed keys a query, ties to the lower index.
at::Tensor batched_top_keys(const at::Tensor& scores, const at::Tensor& allowed, std::int64_t keep,
                            bool always_keep_query);

/// The mean over heads of softmax(q·k/√d), [batch, n, n]; causal or not, without a window.
at::Tensor mean_softmax_weights(const at::Tensor& query, const at::Tensor& key, bool causal);

/// What trains an indexer (DeepSeek-AI 2025, sparse attention, its dense warm-up): the mean over
/// texts and queries of KL(p_t ‖ softmax_s I_ts), where p_t is the head-mean of |weight| of the
/// layer's own attention without selection, normalised over the allowed keys; for tuples the
/// marginal, of both slots where there are two. p is detached.
at::Tensor indexer_loss(const AttentionInput& input, const AttentionSpec& spec,
                        const at::Tensor& scores, const at::Tensor& allowed);

}  // namespace baryscope
