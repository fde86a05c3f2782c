/// Whether a tokenizer found anything in a text.
#pragma once

#include <algorithm>

#include "core/text/tokens.h"

namespace baryscope {

/// Whether any token stands for characters of the text. White space of every kind, and what a
/// normalizer leaves out, give a template's special tokens alone.
inline bool has_text(const Tokens& tokens) {
  return std::ranges::any_of(tokens, [](const Token& token) { return token.begin < token.end; });
}

}  // namespace baryscope
