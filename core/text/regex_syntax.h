/// Oniguruma's expressions in PCRE2's words.
#pragma once

#include <string>
#include <string_view>

namespace baryscope {

/// The same expression for PCRE2 with UTF, UCP and MULTILINE. What both write alike stays; \s, \w,
/// \b, \h and POSIX brackets become classes that mean what Oniguruma's do, classes within classes
/// and their intersections (&&) are taken apart, {n,m}+ repeats and is not possessive. Throws
/// Tokenizer::Error that begins with `place` for what is not supported, with its position. Source:
/// Oniguruma's doc/RE, the syntax of Ruby.
std::u32string to_pcre2(std::u32string_view expression, const std::string& place);

}  // namespace baryscope
