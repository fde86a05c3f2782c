#include "core/attention/cost.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <cmath>

#include "core/attention/mask.h"
#include "core/attention/prepared_input.h"

namespace baryscope {
namespace {

/// Allowed tuples of one query. With kept keys: at most so many, the nearest ones.
double tuples_of(const AttentionSpec& spec, std::int64_t position, std::int64_t n_tokens,
                 int further_slots, const std::optional<std::int64_t>& n_kept) {
  const auto limited = [&](std::int64_t count) {
    return n_kept ? std::min(count, *n_kept) : count;
  };
  const KeyRange first = key_range(spec, position, n_tokens, true);
  const std::int64_t n_first = limited(first.end - first.begin);
  if (further_slots == 0) return static_cast<double>(n_first);
  if (!is_key_anchored(spec)) {
    const KeyRange further = key_range(spec, position, n_tokens, false);
    return static_cast<double>(n_first) *
           std::pow(static_cast<double>(limited(further.end - further.begin)), further_slots);
  }
  double total = 0;
  for (std::int64_t key = first.end - n_first; key < first.end; ++key) {
    total += std::pow(static_cast<double>(limited(std::min(key + 1, *further_window(spec)))),
                      further_slots);
  }
  return total;
}

}  // namespace

double attention_cost(const AttentionSpec& spec, std::int64_t n_heads, std::int64_t n_tokens,
                      std::int64_t n_rows, std::int64_t head_dim,
                      std::optional<std::int64_t> n_kept) {
  check_spec(spec);
  TORCH_CHECK_VALUE(n_heads >= 0 && n_tokens >= 0 && head_dim >= 0 && n_rows >= 0 &&
                        n_rows <= n_tokens && n_kept.value_or(1) >= 1,
                    "the cost needs sizes of 0 or more, n_rows (", n_rows, ") at most n_tokens (",
                    n_tokens, ") and at least 1 kept key");
  const int further_slots = n_slots(spec) - 1;
  double tuples = 0;
  double last_of_key_anchored = -1;
  for (std::int64_t row = n_tokens - n_rows; row < n_tokens; ++row) {
    // Away from the start every row of a window costs the same: no need to count it again.
    const bool settled = is_key_anchored(spec) && last_of_key_anchored >= 0 &&
                         row + 1 > *spec.window_1 + *further_window(spec);
    if (!settled) last_of_key_anchored = tuples_of(spec, row, n_tokens, further_slots, n_kept);
    tuples += last_of_key_anchored;
  }
  // One product for the scores and one for the values, a further one for a second map's scores.
  const double products = traits_of(spec).needs_second_query_key ? 3 : 2;
  return products * static_cast<double>(n_heads) * static_cast<double>(head_dim) * tuples;
}

}  // namespace baryscope
