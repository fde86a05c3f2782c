/// Decoders of spelled bytes.
#pragma once

#include <memory>

#include "core/text/decoders/decoder.h"

namespace baryscope {

/// The byte-level alphabet; one part afterwards, with U+FFFD for bytes that make no character.
std::unique_ptr<const Decoder> read_byte_level_decoder(const JsonValue& json);
/// Neighbours "<0xE9>", one part, or U+FFFD for each where they make no characters.
std::unique_ptr<const Decoder> read_byte_fallback_decoder(const JsonValue& json);
/// One part of all.
std::unique_ptr<const Decoder> read_fuse_decoder(const JsonValue& json);

}  // namespace baryscope
