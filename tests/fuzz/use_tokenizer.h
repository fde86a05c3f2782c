/// What a tokenizer is used for, on a few texts that meet most of its rules.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/text/tokenizer.h"
#include "tests/fuzz/expected_errors.h"

namespace baryscope::fuzz {

inline void tokenize(const Tokenizer& tokenizer, std::string_view text, SpecialInText special) {
  const Tokens tokens = tokenizer.encode_pair(text, "ab", {}, special);
  std::vector<std::int64_t> ids;
  for (const Token& token : tokens) {
    require(token.begin <= token.end, "a token that ends before it begins");
    if (token.id) ids.push_back(*token.id);
  }
  static_cast<void>(tokenizer.decode(ids));
  static_cast<void>(tokenizer.decode(ids, false));
}

/// Its errors may be about the text.
inline void use_tokenizer(const Tokenizer& tokenizer) {
  const std::string long_text(200, 'a');
  for (const std::string_view text :
       {std::string_view(""),
        std::string_view("ab 12 'S \xC3\xA9\xF0\x9F\x98\x80\n <unk> "
                         "\xCE\xA9\xCE\xA9 [CLS] a\xCC\x81"),
        std::string_view(" \t\r\n  "), std::string_view("\xE2\x96\x81\xC4\xA0##ab</s>"),
        std::string_view(long_text)}) {
    for (const SpecialInText special : {SpecialInText::plain, SpecialInText::parse}) {
      reads("", [&] { tokenize(tokenizer, text, special); });
    }
  }
  for (const std::int64_t id : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1} << 40}) {
    reads("", [&] { static_cast<void>(tokenizer.find_token(id)); });
  }
}

}  // namespace baryscope::fuzz
