/// usage: tokenize_lines TOKENIZER.json < LINES: a JSON string or pair of strings a line → its
/// tokens as one JSON line, null where they cannot be made, for compare_tokenizer.py.
#include <cstdio>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/text/tokenizer.h"

int main(int argc, char** argv) try {
  if (argc != 2) return 2;
  const auto tokenizer = baryscope::load_tokenizer(argv[1]);
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto input = nlohmann::json::parse(line);
    baryscope::Tokens tokens;
    try {
      tokens = input.is_array() ? tokenizer->encode_pair(input[0].get_ref<const std::string&>(),
                                                         input[1].get_ref<const std::string&>())
                                : tokenizer->encode(input.get_ref<const std::string&>());
    } catch (const baryscope::Tokenizer::Error&) {
      std::cout << "null\n";
      continue;
    }
    auto output = nlohmann::json::array();
    for (const auto& token : tokens)
      output.push_back({*token.id, token.text, token.begin, token.end, token.segment});
    std::cout << output.dump() << '\n';
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
