/// Softmax attention over single keys as pretrained models have it, in batches and with gradients.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "core/attention/attention.h"

namespace baryscope {

/// query [batch, n_heads, n_tokens, head_dim], key and value [batch, n_kv_heads, n_tokens, …],
/// score_bias [n_heads, n_tokens, n_tokens] or undefined → [batch, n_heads, n_tokens, value_dim].
/// Mask, window, scale, cap and temperature are the spec's. Keys are never repeated for the queries
/// that share them; of long texts some queries at a time are in memory, but for gradients.
/// `most_scores`: so many scores are in memory at a time.
at::Tensor softmax_attention(const AttentionInput& input, const AttentionSpec& spec, bool gradients,
                             std::int64_t most_scores = std::int64_t{1} << 25);

}  // namespace baryscope
