#include "core/attention/mask.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/attention/spec_traits.h"

namespace baryscope {
namespace {

void check_window(const char* what, const std::optional<std::int64_t>& window) {
  TORCH_CHECK_VALUE(!window || *window >= 1, what, " is ", window.value_or(0),
                    "; a window holds at least 1 key");
}

}  // namespace

void check_spec(const AttentionSpec& spec) {
  traits_of(spec.mechanism);
  score_named(spec.score);
  TORCH_CHECK_VALUE(spec.window_anchor == "query" || spec.window_anchor == "key",
                    "unknown window anchor '", spec.window_anchor, "'; known: query, key");
  check_window("window_1", spec.window_1);
  check_window("window_2", spec.window_2);
  TORCH_CHECK_VALUE(spec.window_1 || !spec.window_2, "window_2 is ", spec.window_2.value_or(0),
                    " without a window_1; give both, or window_1 alone");
  TORCH_CHECK_VALUE(spec.window_after >= 0 && (spec.window_after == 0 || spec.window_1),
                    "window_after is ", spec.window_after,
                    "; expected 0 or more keys, with a window_1");
  TORCH_CHECK_VALUE(spec.window_after == 0 || spec.window_anchor == "query",
                    "a window with keys after the query is anchored at the query");
  TORCH_CHECK_VALUE(std::isfinite(spec.score_cap) && spec.score_cap >= 0, "score_cap is ",
                    spec.score_cap, "; expected a finite number, 0 or more");
  TORCH_CHECK_VALUE(spec.order >= 1 && spec.order <= 4, "order is ", spec.order,
                    "; expected 1, 2, 3 or 4");
  TORCH_CHECK_VALUE(std::isfinite(spec.temperature) && spec.temperature > 0, "temperature is ",
                    spec.temperature, "; expected a finite number above 0");
  TORCH_CHECK_VALUE(!spec.scale || std::isfinite(*spec.scale), "scale is ", spec.scale.value_or(0),
                    "; expected a finite number");
  for (const double number : {spec.a_plus, spec.a_minus, spec.affine_a, spec.affine_b}) {
    TORCH_CHECK_VALUE(std::isfinite(number), "a_plus, a_minus, affine_a and affine_b must be ",
                      "finite numbers, got ", number);
  }
}

std::optional<std::int64_t> further_window(const AttentionSpec& spec) {
  return spec.window_2 ? spec.window_2 : spec.window_1;
}

bool is_key_anchored(const AttentionSpec& spec) {
  return spec.window_1.has_value() && spec.window_anchor == "key";
}

namespace {

// One past the last key that a query may see.
std::int64_t key_end(const AttentionSpec& spec, std::int64_t position, std::int64_t n_tokens) {
  const std::int64_t after = spec.causal     ? 0
                             : spec.window_1 ? std::min(spec.window_after, n_tokens)
                                             : n_tokens;
  return std::min(n_tokens, position + 1 + after);
}

}  // namespace

KeyRange key_range(const AttentionSpec& spec, std::int64_t position, std::int64_t n_tokens,
                   bool first_slot) {
  KeyRange range{0, n_tokens};
  range.end = key_end(spec, position, n_tokens);
  if (spec.window_1) {
    std::int64_t width = first_slot ? *spec.window_1 : *further_window(spec);
    width = std::min(width, n_tokens);
    if (!first_slot && is_key_anchored(spec)) {
      width = std::min(n_tokens, std::min(*spec.window_1, n_tokens) + width - 1);
    }
    range.begin = std::max<std::int64_t>(0, position + 1 - width);
  }
  range.begin = std::min(range.begin, range.end);
  return range;
}

at::Tensor allowed_at(const AttentionSpec& spec, const at::Tensor& positions,
                      std::int64_t n_tokens) {
  const at::Tensor key = at::arange(n_tokens, positions.options());
  const at::Tensor query = positions.unsqueeze(1);
  at::Tensor allowed =
      at::ones({positions.size(0), n_tokens}, positions.options().dtype(at::kBool));
  if (spec.causal || spec.window_1) {
    const std::int64_t after = spec.causal ? 0 : std::min(spec.window_after, n_tokens);
    allowed = allowed & (key <= query + after);
  }
  if (spec.window_1) {
    allowed = allowed & (key > query - std::min(*spec.window_1, n_tokens));
  }
  return allowed;
}

at::Tensor allowed_keys(const AttentionSpec& spec, std::int64_t n_tokens,
                        const at::Device& device) {
  check_spec(spec);
  TORCH_CHECK_VALUE(n_tokens >= 0, "n_tokens is ", n_tokens, "; expected 0 or more");
  return allowed_at(spec, at::arange(n_tokens, at::TensorOptions(at::kLong).device(device)),
                    n_tokens);
}

}  // namespace baryscope
