/// Normalizers that put other characters where the file says.
#pragma once

#include <memory>

#include "core/text/normalizers/normalizer.h"

namespace baryscope {

/// {"pattern":{"String"|"Regex"},"content"}: the content in place of every match.
std::unique_ptr<const Normalizer> read_replace(const JsonValue& json);
/// {"prepend"} in front of a text that is not empty.
std::unique_ptr<const Normalizer> read_prepend(const JsonValue& json);
/// Every byte by its character of the byte-level alphabet.
std::unique_ptr<const Normalizer> read_byte_level_normalizer(const JsonValue& json);

/// `text` with its bytes spelled by the byte-level alphabet; [begin, end) of it is appended.
void append_spelled_bytes(const AlignedText& text, std::size_t begin, std::size_t end,
                          AlignedText& result);

}  // namespace baryscope
