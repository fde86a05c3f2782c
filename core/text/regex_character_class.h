/// Oniguruma's character classes in PCRE2's words.
#pragma once

#include <string>

#include "core/text/regex_reader.h"

namespace baryscope {

/// Reads what follows a '[' to its ']'. Classes within classes are unions, && intersects, and PCRE2
/// has neither: what is no plain class becomes a group with look-aheads.
std::u32string read_character_class(RegexReader& reader);

}  // namespace baryscope
