/// Words of right-to-left scripts inside sentences of ours.
#pragma once

#include <string>
#include <string_view>

namespace baryscope {

/// True where `text` (UTF-8) has a letter of a right-to-left script (Unicode's classes R and AL).
bool has_right_to_left(std::string_view text);

/// `text`, wrapped into a directional isolate (U+2068 … U+2069, UAX #9) where it has such letters,
/// so that the numbers and punctuation around it stay in place.
std::string isolated(std::string_view text);

}  // namespace baryscope
