/// Decoders of the marks by which vocabularies spell spaces and the insides of words.
#pragma once

#include <memory>

#include "core/text/decoders/decoder.h"

namespace baryscope {

/// {"content","start","stop"}: up to so many of one character at the ends of every part.
std::unique_ptr<const Decoder> read_strip_decoder(const JsonValue& json);
/// {"pattern":{"String"|"Regex"},"content"}.
std::unique_ptr<const Decoder> read_replace_decoder(const JsonValue& json);
/// {"replacement","prepend_scheme"}: "▁" is a space, and nothing in the first part if the scheme
/// put one there.
std::unique_ptr<const Decoder> read_metaspace_decoder(const JsonValue& json);
/// {"prefix","cleanup"}: a space in front of every part that does not begin with the prefix;
/// cleanup takes out those that English typography does not have.
std::unique_ptr<const Decoder> read_word_piece_decoder(const JsonValue& json);
/// {"suffix"}: a space in place of "</w>".
std::unique_ptr<const Decoder> read_bpe_decoder(const JsonValue& json);

}  // namespace baryscope
