/// Where what a person takes for one character ends.
#pragma once

#include <cstddef>
#include <string_view>

namespace baryscope {

/// The end of the extended grapheme cluster that begins at `begin`. Source: UAX #29, but for rule
/// GB9c (conjuncts of Indic scripts), which younger Unicodes have.
std::size_t grapheme_end(std::u32string_view text, std::size_t begin);

}  // namespace baryscope
