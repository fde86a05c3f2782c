/// Which keys a query may attend to: causal mask, windows and kept keys, and the spec's own checks.
#pragma once

#include "core/attention/attention.h"

namespace baryscope {

/// Throws c10::ValueError where a spec names something unknown or has a value out of its domain.
void check_spec(const AttentionSpec& spec);

/// First and one-past-last position that slot 1 (`first_slot`) or a further slot of a query at
/// `position` may attend to. Key-anchored further slots: every key that slot 1 could reach back to.
struct KeyRange {
  std::int64_t begin = 0, end = 0;
};
KeyRange key_range(const AttentionSpec& spec, std::int64_t position, std::int64_t n_tokens,
                   bool first_slot);

/// True where the further slots' window hangs on the first key and not on the query.
bool is_key_anchored(const AttentionSpec& spec);
/// The window of the further slots: window_2, else window_1.
std::optional<std::int64_t> further_window(const AttentionSpec& spec);

/// bool [n_rows, n_tokens]: slot 1's keys for the queries at `positions` (int64 [n_rows]).
at::Tensor allowed_at(const AttentionSpec& spec, const at::Tensor& positions,
                      std::int64_t n_tokens);

}  // namespace baryscope
