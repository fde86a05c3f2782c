/// What Oniguruma's \s, \w, POSIX brackets and property names hold, as the inside of PCRE2's
/// classes.
#pragma once

#include <optional>
#include <string_view>

namespace baryscope {

/// White space: property White_Space, without the U+180E that PCRE2 adds.
inline constexpr std::u32string_view k_space_class =
    U"\\x09-\\x0d\\x20\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}"
    U"\\x{205f}\\x{3000}";
/// Letters, marks, digits and connectors, as within brackets.
inline constexpr std::u32string_view k_bracketed_word_class =
    U"\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}";
/// And the six numbers of Latin-1 that a \w alone has.
inline constexpr std::u32string_view k_word_class =
    U"\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{b2}\\x{b3}\\x{b9}\\x{bc}-\\x{be}";
inline constexpr std::u32string_view k_hexadecimal_class = U"0-9a-fA-F";

/// Of [:name:].
std::optional<std::u32string_view> find_posix_class(std::u32string_view name);
/// Of \p{name} where PCRE2 has no property of this name, or another: long names of general
/// categories, POSIX names. `name` in lower case without spaces, '-' and '_'.
std::optional<std::u32string_view> find_property_class(std::u32string_view name);

}  // namespace baryscope
