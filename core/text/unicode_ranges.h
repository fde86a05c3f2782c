/// Character classes exactly as the `tokenizers` package has them, whatever Unicode ICU speaks.
#pragma once

namespace baryscope {

/// What BertNormalizer's clean_text takes out: control, format, private use, U+FFFD.
bool is_removed(char32_t c);
/// General category Mn, and what decomposes to nothing else.
bool is_nonspacing_mark(char32_t c);
/// General category P, and all ASCII punctuation.
bool is_punctuation(char32_t c);
/// Property White_Space.
bool is_whitespace(char32_t c);
/// `\w` of the added tokens' `single_word`.
bool is_word_character(char32_t c);
/// General category M, of an older Unicode.
bool is_combining_mark(char32_t c);
/// General category N.
bool is_numeric(char32_t c);

}  // namespace baryscope
