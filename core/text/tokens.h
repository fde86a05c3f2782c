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
  std::string text;                ///< as the vocabulary spells it: "bakery", "##ing", "[CLS]"
  int begin = 0;                   ///< first code point in the source text
  int end = 0;                     ///< one past the last; begin == end for special tokens
  int segment = 0;                 ///< 0, or 1 in the second sentence of a pair
  bool special = false;            ///< [CLS], [SEP], <s>, …
  bool continuation = false;       ///< continues the word of the token before ("##ing")
};

using Tokens = std::vector<Token>;

}  // namespace baryscope
