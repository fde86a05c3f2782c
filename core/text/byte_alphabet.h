/// The 256 characters by which byte-level vocabularies spell bytes.
#pragma once

#include <cstdint>
#include <optional>

namespace baryscope {

/// Latin-1's printable characters stand for themselves, the others are U+0100 and on, in order: the
/// space is "Ġ" (U+0120). Source: Radford et al. 2019 (GPT-2), the table of its encoder.
char32_t byte_character(std::uint8_t byte);
std::optional<std::uint8_t> find_byte(char32_t character);

/// The space as it is spelled.
inline constexpr char32_t k_spelled_space = U'\u0120';

}  // namespace baryscope
