/// What the focused query may read by mask, window and key selection, as pictures mark it.
#pragma once

#include <optional>
#include <string>

#include "core/analysis/readable_keys.h"
#include "viz/views/text_parts.h"

namespace baryscope {

struct ReadableTokens {
  /// Of the first key; nothing where that is the whole sequence, or nobody reads.
  std::optional<KeySpan> keys;
  /// Of further keys, where they have a window of their own.
  std::optional<KeySpan> further;
  int anchor = -1;  ///< the token that the further keys' window ends with
};
/// The further keys' window hangs on the selected key, else on the heaviest.
ReadableTokens readable_tokens(const TextParts& parts);

/// False for what key selection left out.
bool is_kept(const TextParts& parts, int token);

/// "may read 6 of 14 tokens, second keys 3 that end with “bakery”"; empty where all may be read.
std::string readable_words(const TextParts& parts, const ReadableTokens& readable);

}  // namespace baryscope
