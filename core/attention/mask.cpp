#include "core/attention/mask.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace baryscope {
namespace {

constexpr std::array<std::string_view, 15> mechanisms = {"pairwise",
                                                         "linear",
                                                         "relu-expm1",
                                                         "softpick",
                                                         "affine",
                                                         "differential",
                                                         "differential-v2",
                                                         "rectified-differential",
                                                         "heaviside-differential",
                                                         "heaviside-gate",
                                                         "cog",
                                                         "dipole-v1",
                                                         "dipole-v2",
                                                         "two-simplicial",
                                                         "n-order"};
constexpr std::array<std::string_view, 5> scores = {"trilinear", "determinant", "unsigned-triple",
                                                    "strassen", "rank-one"};
constexpr std::array<std::string_view, 2> anchors = {"query", "key"};

template <std::size_t Count>
void check_name(const char* what, const std::string& name,
                const std::array<std::string_view, Count>& known) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  std::string list;
  for (const std::string_view entry : known) {
    if (!list.empty()) list += ", ";
    list += entry;
  }
  TORCH_CHECK_VALUE(false, "unknown ", what, " \"", name, "\"; known are: ", list);
}

void check_window(const char* what, const std::optional<std::int64_t>& window) {
  TORCH_CHECK_VALUE(!window || *window >= 1, what, " is ", window.value_or(0),
                    "; a window holds at least 1 key");
}

}  // namespace

void check_spec(const AttentionSpec& spec) {
  check_name("mechanism", spec.mechanism, mechanisms);
  check_name("score", spec.score, scores);
  check_name("window anchor", spec.window_anchor, anchors);
  check_window("window_1", spec.window_1);
  check_window("window_2", spec.window_2);
  TORCH_CHECK_VALUE(spec.window_1 || !spec.window_2, "window_2 is ", spec.window_2.value_or(0),
                    " without a window_1; give both, or window_1 alone");
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

KeyRange key_range(const AttentionSpec& spec, std::int64_t position, std::int64_t n_tokens,
                   bool first_slot) {
  KeyRange range{0, n_tokens};
  if (spec.causal || spec.window_1) range.end = std::min(n_tokens, position + 1);
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
  if (spec.causal || spec.window_1) allowed = allowed & (key <= query);
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
