#include "viz/views/readable_tokens.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/number_text.h"
#include "core/text/direction.h"

namespace baryscope {
namespace {

/// The first key whose further keys are shown.
int anchor_of(const TextParts& parts, const KeySpan& readable) {
  if (const std::optional<int> selected = parts.request->selected_token();
      selected && readable.contains(*selected)) {
    return *selected;
  }
  int best = -1;
  for (int key = readable.begin; key < readable.end; ++key) {
    const double weight = std::abs(parts.token(key).weight);
    if (weight > 0 && (best < 0 || weight > std::abs(parts.token(best).weight))) {
      best = key;
    }
  }
  return best >= 0 ? best : readable.end - 1;
}

std::string count_text(int n) { return to_text(static_cast<std::int64_t>(n)); }

}  // namespace

ReadableTokens readable_tokens(const TextParts& parts) {
  ReadableTokens result;
  if (parts.focus == nullptr || !parts.has_token(parts.focus->position)) {
    return result;
  }
  const Analysis& shown = *parts.analysis;
  const KeySpan span = readable_keys(shown, parts.focus->position);
  if (span.size() < static_cast<int>(parts.tokens.size())) {
    result.keys = span;
  }
  if (has_further_window(shown) && span.size() > 0) {
    result.anchor = is_key_anchored(shown) ? anchor_of(parts, span) : parts.focus->position;
    result.further = readable_further_keys(shown, parts.focus->position, result.anchor);
  }
  return result;
}

bool is_kept(const TextParts& parts, int token) {
  return parts.focus == nullptr || !parts.focus->kept ||
         std::ranges::binary_search(parts.focus->kept->keys, token);
}

std::string readable_words(const TextParts& parts, const ReadableTokens& readable) {
  std::string words;
  if (readable.keys) {
    words = "may read " + count_text(readable.keys->size()) + " of " +
            count_text(static_cast<int>(parts.tokens.size())) + " tokens";
  }
  if (readable.further) {
    words += words.empty() ? "" : ", ";
    words += "second keys " + count_text(readable.further->size());
    words += is_key_anchored(*parts.analysis) && parts.has_token(readable.anchor)
                 ? " that end with “" + isolated(parts.token(readable.anchor).name) + "”"
                 : " of them";
  }
  return words;
}

}  // namespace baryscope
