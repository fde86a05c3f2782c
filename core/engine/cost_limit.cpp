#include "core/engine/cost_limit.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

// The largest value in [1, largest] that satisfies a condition which fails from some value on.
template <class Fits>
std::optional<std::int64_t> largest_fitting(std::int64_t largest, const Fits& fits) {
  std::int64_t below = 0;
  std::int64_t above = largest + 1;
  while (above - below > 1) {
    const std::int64_t middle = below + (above - below) / 2;
    (fits(middle) ? below : above) = middle;
  }
  return below > 0 ? std::optional(below) : std::nullopt;
}

// "1.4e+13" with two digits.
std::string rounded(double cost) { return fmt::format("{:.1e}", cost); }

}  // namespace

void check_cost(const MechanismInput& input, std::int64_t n_rows) {
  const std::int64_t n_tokens = input.tensors.query.size(1);
  const std::int64_t head_dim = input.tensors.query.size(2);
  const bool selects = input.options.select != "none";
  const auto cost = [&](const AttentionSpec& spec, std::optional<std::int64_t> n_kept) {
    return attention_cost(spec, 1, n_tokens, n_rows, head_dim, n_kept);
  };
  const double asked =
      cost(input.spec, selects ? std::optional<std::int64_t>(input.options.keep) : std::nullopt);
  if (asked <= cost_limit) {
    return;
  }
  std::string advice;
  if (selects) {
    const auto keep = largest_fitting(
        n_tokens, [&](std::int64_t n_kept) { return cost(input.spec, n_kept) <= cost_limit; });
    if (keep) {
      advice = fmt::format("--keep {}", *keep);
    }
  } else {
    const auto with_window = [&](std::int64_t width) {
      AttentionSpec spec = input.spec;
      spec.window_1 = std::min(spec.window_1.value_or(n_tokens), width);
      spec.window_2 = std::min(spec.window_2.value_or(n_tokens), width);
      return spec;
    };
    const auto width = largest_fitting(n_tokens, [&](std::int64_t value) {
      return cost(with_window(value), std::nullopt) <= cost_limit;
    });
    if (width) {
      const AttentionSpec spec = with_window(*width);
      advice = *spec.window_1 == *spec.window_2
                   ? fmt::format("--window {}", *spec.window_1)
                   : fmt::format("--window {}x{}", *spec.window_1, *spec.window_2);
    }
    const auto keep = largest_fitting(
        n_tokens, [&](std::int64_t n_kept) { return cost(input.spec, n_kept) <= cost_limit; });
    if (keep) {
      advice +=
          fmt::format("{}--select previous-layer --keep {}", advice.empty() ? "" : " or ", *keep);
    }
  }
  throw UsageError(fmt::format(
      "{} over {} tokens for {} quer{} takes {} multiply-adds; the limit is {}. {}--force runs it "
      "all the same",
      input.options.mechanism, n_tokens, n_rows, n_rows == 1 ? "y" : "ies", rounded(asked),
      rounded(cost_limit), advice.empty() ? "" : "What fits: " + advice + "; "));
}

}  // namespace baryscope
