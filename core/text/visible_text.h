/// Characters that no font draws alone, as a person can read them.
#pragma once

#include <string>
#include <string_view>

namespace baryscope {

/// Control characters spelt out, "[U+0011]"; the letters of Hangul, which some tokenizers take
/// apart, put together again, and one that stands alone by the character that shows it ("ㄱ").
std::string visible_text(std::string_view utf8);

}  // namespace baryscope
