/// How a person reads tokens: what the decoders make of their spellings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/text/decoders/decoder.h"
#include "core/text/tokens.h"

namespace baryscope {

/// Gives tokens of one text their `reading`, `part` and `n_parts`. `spellings` has one a token;
/// special tokens are left out. `decoder` may be null.
void read_tokens(const Decoder* decoder, const std::vector<std::string_view>& spellings,
                 Tokens& tokens);

/// The spellings decoded and joined; without a decoder with spaces between them.
std::string decoded_text(const Decoder* decoder, const std::vector<std::string_view>& spellings);

/// Whether a token stands within a word that the one before it began: letters, digits or marks on
/// both sides, of scripts that put spaces between words.
bool joins(const Token& before, const Token& token);

}  // namespace baryscope
