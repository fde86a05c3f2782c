/// Which keys a query may read by causal mask and window, told of a finished analysis.
#pragma once

#include "core/analysis/analysis.h"

namespace baryscope {

/// Positions [begin, end).
struct KeySpan {
  int begin = 0, end = 0;

  [[nodiscard]] int size() const { return end - begin; }
  [[nodiscard]] bool contains(int position) const { return position >= begin && position < end; }
  friend bool operator==(const KeySpan&, const KeySpan&) = default;
};

/// Of the first key of a query: its window ends at the query, and so does the causal mask.
KeySpan readable_keys(const Analysis& analysis, int query);
/// Of the further keys of a tuple beside the first key `key`: where the window is anchored at the
/// key it ends there, else it hangs on the query as the first one does.
KeySpan readable_further_keys(const Analysis& analysis, int query, int key);

/// True where the further keys' window hangs on the first key.
bool is_key_anchored(const Analysis& analysis);
/// True where further keys have a window of their own, narrower or wider, or elsewhere.
bool has_further_window(const Analysis& analysis);

}  // namespace baryscope
