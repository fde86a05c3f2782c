/// usage: tokenize_lines TOKENIZER plain|parse [decode] < LINES: a JSON string or pair of
/// strings a line → its tokens as one JSON line, [id, text, begin, end, segment] each; null where
/// they cannot be made. With decode the lines are arrays of ids → their text with special tokens
/// and without. The tokenizer is a tokenizer.json or a GGUF file. For the peer tests beside it.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/gguf/gguf_tokenizer.h"
#include "core/model/weights/gguf_file.h"
#include "core/text/tokenizer.h"

namespace {

using namespace baryscope;
using nlohmann::json;

json tokens_of(const Tokenizer& tokenizer, const json& input, SpecialInText special) {
  Tokens tokens;
  try {
    tokens = input.is_array()
                 ? tokenizer.encode_pair(input[0].get_ref<const std::string&>(),
                                         input[1].get_ref<const std::string&>(), {}, special)
                 : tokenizer.encode(input.get_ref<const std::string&>(), {}, special);
  } catch (const Tokenizer::Error&) {
    return nullptr;
  }
  json output = json::array();
  for (const auto& token : tokens)
    output.push_back({*token.id, token.text, token.begin, token.end, token.segment});
  return output;
}

json text_of(const Tokenizer& tokenizer, const json& input) {
  const auto ids = input.get<std::vector<std::int64_t>>();
  return {tokenizer.decode(ids, false), tokenizer.decode(ids, true)};
}

std::unique_ptr<const Tokenizer> load(const char* path) {
  if (!std::string_view(path).ends_with(".gguf")) return load_tokenizer(path);
  const GgufFile file(path);
  return read_gguf_tokenizer(file.values());
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) return 2;
  const auto tokenizer = load(argv[1]);
  const std::string_view mode = argv[2];
  const SpecialInText special = mode == "parse" ? SpecialInText::parse : SpecialInText::plain;
  const bool decodes = argc > 3;
  std::string line;
  while (std::getline(std::cin, line)) {
    const json input = json::parse(line);
    std::cout
        << (decodes ? text_of(*tokenizer, input) : tokens_of(*tokenizer, input, special)).dump()
        << '\n';
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
