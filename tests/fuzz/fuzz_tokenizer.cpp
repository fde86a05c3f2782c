/// tokenizer.json: a file that opens tokenizes, and gives its tokens back as text.
#include <vector>

#include "core/text/tokenizer.h"
#include "tests/fuzz/expected_errors.h"

namespace {

using namespace baryscope;

void use(const Tokenizer& tokenizer, std::string_view text, SpecialInText special) {
  const Tokens tokens = tokenizer.encode_pair(text, "ab", {}, special);
  std::vector<std::int64_t> ids;
  for (const Token& token : tokens) {
    fuzz::require(token.begin <= token.end, "a token that ends before it begins");
    if (token.id) ids.push_back(*token.id);
  }
  static_cast<void>(tokenizer.decode(ids));
  static_cast<void>(tokenizer.decode(ids, false));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string name = "tokenizer.json";
  std::unique_ptr<const Tokenizer> tokenizer;
  if (!fuzz::reads(name, [&] { tokenizer = read_tokenizer(fuzz::text_of(data, size), name); })) {
    return 0;
  }
  const std::string long_text(200, 'a');
  for (const std::string_view text :
       {std::string_view(""), std::string_view("ab 12 'S \xC3\xA9\xF0\x9F\x98\x80\n <unk> "
                                               "\xCE\xA9\xCE\xA9 [CLS] a\xCC\x81"),
        std::string_view(" \t\r\n  "), std::string_view("\xE2\x96\x81\xC4\xA0##ab</s>"),
        std::string_view(long_text)}) {
    fuzz::reads(name, [&] { use(*tokenizer, text, SpecialInText::plain); });
    fuzz::reads(name, [&] { use(*tokenizer, text, SpecialInText::parse); });
  }
  for (const std::int64_t id : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1} << 40}) {
    static_cast<void>(tokenizer->find_token(id));
  }
  return 0;
}
