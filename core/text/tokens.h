/// What a tokenizer makes of a text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace baryscope {

/// One position of the sequence.
struct Token {
  std::optional<std::int64_t> id;  ///< row of the embedding; nothing for a capture
  std::string text;                ///< as the vocabulary spells it: "bakery", "##ing", "Ġfox"
  /// As a person reads it, " fox", where that is another text: what the decoders make of it. A
  /// character of which the token has only some bytes is there whole.
  std::string reading;
  int begin = 0;              ///< first code point in the source text
  int end = 0;                ///< one past the last; begin == end for special tokens
  int segment = 0;            ///< 0, or 1 in the second sentence of a pair
  bool special = false;       ///< [CLS], [SEP], <s>, …
  bool continuation = false;  ///< continues the word of the token before ("##ing")
  /// Where several tokens have one character together, the place among them, from 1, and their
  /// number; 0 otherwise. If that is so at both ends: of the first character.
  int part = 0, n_parts = 0;
};

using Tokens = std::vector<Token>;

}  // namespace baryscope
