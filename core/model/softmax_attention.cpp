#include "core/model/softmax_attention.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace baryscope {
namespace {

struct Keys {
  std::int64_t begin = 0, end = 0;  ///< that some query of the block sees
};

Keys keys_of(const AttentionSpec& spec, std::int64_t first, std::int64_t last,
             std::int64_t n_tokens) {
  Keys keys{0, n_tokens};
  if (spec.causal || spec.window_1) {
    keys.end = std::min(n_tokens, last + 1 + (spec.causal ? 0 : spec.window_after));
  }
  if (spec.window_1) {
    keys.begin = std::max<std::int64_t>(0, first + 1 - *spec.window_1);
  }
  return keys;
}

// bool [n_rows, n_keys]: what the block's queries must not see; undefined where they see all.
at::Tensor hidden_keys(const AttentionSpec& spec, std::int64_t begin, std::int64_t n_rows,
                       const Keys& keys, const at::TensorOptions& options) {
  if (!spec.causal && !spec.window_1) {
    return {};
  }
  const at::Tensor query = at::arange(begin, begin + n_rows, options.dtype(at::kLong)).unsqueeze(1);
  const at::Tensor key = at::arange(keys.begin, keys.end, options.dtype(at::kLong)).unsqueeze(0);
  at::Tensor hidden = key > query + (spec.causal ? 0 : spec.window_after);
  if (spec.window_1) {
    hidden = hidden.logical_or(key <= query - *spec.window_1);
  }
  return hidden;
}

// A mask of this many tokens squared is small beside the model; of longer texts only blocks are.
constexpr std::int64_t most_masked_tokens = 8192;

// LibTorch's fused attention pays from here on; its exponentials are good to some 1e-6 only.
constexpr std::int64_t least_fused_tokens = 192;

// Whether it can: no cap, one mask at most, no gradients.
bool is_fused(const AttentionInput& input, const AttentionSpec& spec, bool gradients) {
  const bool has_window = spec.window_1.has_value();
  const bool has_bias = input.score_bias.defined();
  return !gradients && input.query.size(2) >= least_fused_tokens && spec.score_cap == 0 &&
         !(has_bias && (has_window || spec.causal)) &&
         (!has_window || input.query.size(2) <= most_masked_tokens);
}

at::Tensor fused_attention(const AttentionInput& input, const AttentionSpec& spec, double scale) {
  const std::int64_t n_tokens = input.query.size(2);
  std::optional<at::Tensor> mask;
  if (input.score_bias.defined()) {
    mask = (input.score_bias / spec.temperature).unsqueeze(0);
  } else if (spec.window_1) {
    mask = hidden_keys(spec, 0, n_tokens, {0, n_tokens}, input.query.options()).logical_not();
  }
  const bool is_grouped = input.key.size(1) != input.query.size(1);
  return at::scaled_dot_product_attention(input.query, input.key, input.value, mask, 0.0,
                                          spec.causal && !mask, scale / spec.temperature,
                                          is_grouped);
}

at::Tensor finished_scores(at::Tensor scores, const AttentionSpec& spec, double scale,
                           bool in_place) {
  scores = in_place ? scores.mul_(scale) : scores * scale;
  if (spec.score_cap > 0) {
    scores = (scores / spec.score_cap).tanh() * spec.score_cap;
  }
  return scores;
}

}  // namespace

at::Tensor softmax_attention(const AttentionInput& input, const AttentionSpec& spec, bool gradients,
                             std::int64_t most_scores) {
  const std::int64_t n_batch = input.query.size(0);
  const std::int64_t n_heads = input.query.size(1);
  const std::int64_t n_tokens = input.query.size(2);
  const std::int64_t head_dim = input.query.size(3);
  const std::int64_t n_groups = input.key.size(1);
  const std::int64_t n_shared = n_heads / n_groups;
  const std::int64_t value_dim = input.value.size(3);
  const double scale = spec.scale.value_or(1.0 / std::sqrt(static_cast<double>(head_dim)));
  if (is_fused(input, spec, gradients)) {
    return fused_attention(input, spec, scale);
  }
  // The queries of one key head lie side by side: one product takes them together.
  const at::Tensor query = input.query.reshape({n_batch * n_groups, n_shared, n_tokens, head_dim});
  const at::Tensor key = input.key.reshape({n_batch * n_groups, n_tokens, head_dim});
  const at::Tensor value = input.value.reshape({n_batch * n_groups, n_tokens, value_dim});
  const std::int64_t n_rows =
      gradients
          ? n_tokens
          : std::clamp<std::int64_t>(most_scores / (n_batch * n_heads * n_tokens), 1, n_tokens);
  // A capped or biased score is divided by the temperature behind both.
  const bool plain = spec.score_cap == 0 && !input.score_bias.defined();
  const double factor = plain ? scale / spec.temperature : scale;
  std::vector<at::Tensor> blocks;
  for (std::int64_t begin = 0; begin < n_tokens; begin += n_rows) {
    const std::int64_t count = std::min(n_rows, n_tokens - begin);
    const Keys keys = keys_of(spec, begin, begin + count - 1, n_tokens);
    const std::int64_t n_keys = keys.end - keys.begin;
    const at::Tensor rows =
        query.narrow(2, begin, count).reshape({n_batch * n_groups, n_shared * count, head_dim});
    at::Tensor scores = finished_scores(
        at::bmm(rows, key.narrow(1, keys.begin, n_keys).transpose(1, 2)), spec, factor, !gradients);
    scores = scores.view({n_batch, n_heads, count, n_keys});
    if (input.score_bias.defined()) {
      scores = scores + input.score_bias.narrow(1, begin, count).narrow(2, keys.begin, n_keys);
    }
    if (!plain && spec.temperature != 1) {
      scores = scores / spec.temperature;
    }
    const at::Tensor hidden = hidden_keys(spec, begin, count, keys, rows.options());
    if (hidden.defined()) {
      scores = scores.masked_fill(hidden, -std::numeric_limits<double>::infinity());
    }
    const at::Tensor weights =
        at::softmax(scores, -1).view({n_batch * n_groups, n_shared * count, n_keys});
    blocks.push_back(at::bmm(weights, value.narrow(1, keys.begin, n_keys))
                         .view({n_batch, n_heads, count, value_dim}));
  }
  return blocks.size() == 1 ? blocks.front() : at::cat(blocks, 2);
}

}  // namespace baryscope
