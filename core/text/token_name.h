/// What tokens are called where a person reads of them.
#pragma once

#include <string>

#include "core/text/tokens.h"

namespace baryscope {

/// As a person reads the token, spaces and all: its reading, or its text where they are the same.
inline const std::string& reading_of(const Token& token) {
  return token.reading.empty() ? token.text : token.reading;
}

/// The token alone: its reading without the spaces at its ends, or without the marks "##", "▁" and
/// "Ġ" where nothing but the text is known (captures). White space alone is made visible ("␣", "↵",
/// "⇥"); of a character that several tokens have together each says which part it is: "😀 2/4".
std::string name_of(const Token& token);

/// What the token adds to its word, behind the tokens before it: a character that it shares with
/// one of them stands there already.
std::string piece_of(const Token& token);

}  // namespace baryscope
