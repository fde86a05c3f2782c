#include "core/text/direction.h"

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

std::string isolated(std::string_view text) {
  return has_right_to_left(text) ? "\u2068" + std::string(text) + "\u2069" : std::string(text);
}

}  // namespace baryscope
