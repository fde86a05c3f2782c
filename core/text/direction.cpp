#include "core/text/direction.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace baryscope {

bool has_right_to_left(std::string_view text) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < length;) {
    UChar32 letter = 0;
    U8_NEXT(text.data(), at, length, letter);
    if (letter < 0) {
      continue;
    }
    const UCharDirection direction = u_charDirection(letter);
    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) {
      return true;
    }
  }
  return false;
}

std::string with_named_direction_controls(std::string_view text) {
  std::string named;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view begin = text.substr(at, 2);
    const unsigned last = at + 2 < text.size() ? static_cast<unsigned char>(text[at + 2]) : 0;
    // In UTF-8 they are E2 80 AA … AE and E2 81 A6 … A9.
    const bool embeds = begin == "\xe2\x80" && last >= 0xaa && last <= 0xae;
    const bool isolates = begin == "\xe2\x81" && last >= 0xa6 && last <= 0xa9;
    if (embeds || isolates) {
      named += fmt::format("[U+{:04X}]", (embeds ? 0x2000U : 0x2040U) + (last & 0x3fU));
      at += 3;
    } else {
      named += text[at++];
    }
  }
  return named;
}

std::string isolated(std::string_view text) {
  const std::string named = with_named_direction_controls(text);
  return has_right_to_left(named) ? "\u2068" + named + "\u2069" : named;
}

}  // namespace baryscope
