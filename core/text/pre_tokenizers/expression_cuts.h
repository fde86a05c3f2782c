/// Pre-tokenizers that cut by an expression, and those that spell the text anew.
#pragma once

#include <memory>

#include "core/text/pre_tokenizers/pre_tokenizer.h"

namespace baryscope {

/// {"pattern":{"String"|"Regex"},"behavior","invert"}.
std::unique_ptr<const PreTokenizer> read_split(const JsonValue& json);
/// {"add_prefix_space","trim_offsets","use_regex"}: cuts by GPT-2's expression, then spells bytes.
std::unique_ptr<const PreTokenizer> read_byte_level(const JsonValue& json);
/// {"replacement","prepend_scheme","split"}: spaces become "▁", which begin words.
std::unique_ptr<const PreTokenizer> read_metaspace(const JsonValue& json);

}  // namespace baryscope
