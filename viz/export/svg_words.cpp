#include "viz/export/svg_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// How many bytes the character at the start takes, 0 where it is none of UTF-8 (RFC 3629).
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  const std::size_t n = first < 0x80   ? 1
                        : first < 0xC2 ? 0
                        : first < 0xE0 ? 2
                        : first < 0xF0 ? 3
                        : first < 0xF5 ? 4
                                       : 0;
  if (n == 0 || n > text.size()) {
    return 0;
  }
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) {
      return 0;
    }
  }
  const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool surrogate = first == 0xED && byte(1) > 0x9F;
  const bool beyond = first == 0xF4 && byte(1) > 0x8F;
  return overlong || surrogate || beyond ? 0 : n;
}

}  // namespace

std::string svg_number(double value) {
  if (!std::isfinite(value)) {
    value = 0;
  }
  // Viewers keep coordinates in single precision; what is that far away is not seen.
  std::string text = to_text(std::clamp(value, -1e6, 1e6), 2);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string svg_color(const Color& color) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "#";
  for (const double channel : {color.red, color.green, color.blue}) {
    const auto value = static_cast<std::size_t>(std::lround(255 * std::clamp(channel, 0.0, 1.0)));
    text += {digits[value / 16], digits[value % 16]};
  }
  return text;
}

std::string xml_escaped(std::string_view text) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string result;
  while (!text.empty()) {
    const std::size_t n = character_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(n, 1));
    text.remove_prefix(character.size());
    const char c = character[0];
    const bool control = n == 1 && static_cast<std::uint8_t>(c) < 0x20 && c != '\t' && c != '\n';
    const bool no_character = character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
    if (n == 0 || control || no_character) {
      result += replacement;
    } else if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else {
      result += character;
    }
  }
  return result;
}

}  // namespace baryscope
