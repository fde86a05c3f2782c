#include "core/engine/token_class.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "core/analysis/model_library.h"
#include "core/base/input_file.h"
#include "core/base/log.h"
#include "core/text/token_name.h"

namespace baryscope {
namespace {

std::set<std::string, std::less<>> read_function_words() {
  constexpr std::size_t max_bytes = std::size_t{1} << 20;
  std::set<std::string, std::less<>> words;
  for (const auto& folder : model_search_path()) {
    const auto file = folder.parent_path() / "texts" / "function-words.txt";
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) {
      continue;
    }
    std::istringstream stream(read_input_file(file, max_bytes));
    std::string line;
    while (std::getline(stream, line)) {
      if (!line.empty() && line.front() != '#') {
        words.insert(line);
      }
    }
    if (!words.empty()) {
      return words;
    }
  }
  log(LogLevel::warning,
      "texts/function-words.txt was not found beside the models: auto counts every word as "
      "content");
  return words;
}

// The code point that begins at `place` (moved past it). Bytes that are no UTF-8 give U+FFFD.
char32_t next_code_point(std::string_view text, std::size_t& place) {
  const auto first = static_cast<unsigned char>(text[place++]);
  const int n_more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  char32_t point = n_more == 0 ? first : first & (0x3fU >> n_more);
  for (int i = 0; i < n_more; ++i) {
    if (place >= text.size()) {
      return 0xfffd;
    }
    point = point << 6 | (static_cast<unsigned char>(text[place++]) & 0x3fU);
  }
  return point;
}

bool is_letter_or_digit(char32_t point) {
  if (point < 0x80) {
    return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') ||
           (point >= 'A' && point <= 'Z');
  }
  const bool mark = point < 0xc0 && point != 0xaa && point != 0xb5 && point != 0xba;
  const bool general_punctuation = point >= 0x2000 && point <= 0x206f;
  const bool symbol = point == 0xd7 || point == 0xf7 || (point >= 0x3000 && point <= 0x303f) ||
                      (point >= 0xff00 && point <= 0xff0f) || point == 0xfffd;
  return !mark && !general_punctuation && !symbol;
}

}  // namespace

const std::set<std::string, std::less<>>& function_words() {
  static const std::set<std::string, std::less<>> words = read_function_words();
  return words;
}

std::string plain_text(std::string_view token_text) {
  while (token_text.starts_with(' ')) {
    token_text.remove_prefix(1);
  }
  for (const std::string_view marker : {"##", "\u0120", "\u2581"}) {
    if (token_text.size() > marker.size() && token_text.starts_with(marker)) {
      token_text.remove_prefix(marker.size());
    }
  }
  std::string text(token_text);
  std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return text;
}

bool is_punctuation(std::string_view token_text) {
  const std::string text = plain_text(token_text);
  for (std::size_t place = 0; place < text.size();) {
    if (is_letter_or_digit(next_code_point(text, place))) {
      return false;
    }
  }
  return true;
}

std::vector<bool> content_tokens(const Tokens& tokens) {
  std::vector<bool> content;
  content.reserve(tokens.size());
  for (const Token& token : tokens) {
    const std::string& text = reading_of(token);
    content.push_back(!token.special && !is_punctuation(text) &&
                      !function_words().contains(plain_text(text)));
  }
  return content;
}

std::vector<int> sink_positions(const Tokens& tokens) {
  std::vector<int> positions;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i == 0 || tokens[i].special) {
      positions.push_back(static_cast<int>(i));
    }
  }
  return positions;
}

}  // namespace baryscope
