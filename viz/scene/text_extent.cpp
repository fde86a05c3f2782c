#include "viz/scene/text_extent.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace baryscope {
namespace {

/// The bytes of the character that begins at `at`.
std::size_t length_of_character(std::string_view text, std::size_t at) {
  std::size_t n = 1;
  while (at + n < text.size() && (static_cast<unsigned char>(text[at + n]) & 0xC0) == 0x80) ++n;
  return n;
}

std::uint32_t code_of(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (first < 0x80) return first;
  std::uint32_t code = first & (first < 0xE0 ? 0x1F : first < 0xF0 ? 0x0F : 0x07);
  for (const char byte : character.substr(1)) {
    code = code << 6 | (static_cast<unsigned char>(byte) & 0x3F);
  }
  return code;
}

/// In units of the font's size.
double advance_of(std::uint32_t code) {
  constexpr std::string_view narrow = " ijlIJ|!.,:;'`", medium = "frt()[]{}-/\\\"";
  constexpr std::string_view wide = "mMwW%@&=+<>~#Q_O";
  if (code < 0x80) {
    const char c = static_cast<char>(code);
    if (narrow.find(c) != std::string_view::npos) return 0.35;
    if (medium.find(c) != std::string_view::npos) return 0.47;
    if (wide.find(c) != std::string_view::npos) return 1.0;
    return c >= 'A' && c <= 'Z' ? 0.78 : 0.645;
  }
  if (code == 0xB7 || code == 0x2032) return 0.35;     // · ′
  if (code >= 0x300 && code < 0x370) return 0;         // combining marks
  if (code >= 0x2018 && code <= 0x201F) return 0.53;   // quotation marks
  if (code >= 0x2080 && code <= 0x209F) return 0.645;  // subscripts
  if (code < 0x900) return 0.8;                        // Latin, Greek, Cyrillic, Hebrew, Arabic
  if (code < 0x2E80) return 1.0;
  return code < 0x1F000 ? 1.05 : 1.4;  // ideographs; pictures
}

/// Measured at one size whatever is asked for: who tries several sizes measures each word once.
double scaled_width(const std::string& words, bool bold, double points,
                    const MeasureText& measure) {
  constexpr double k_measured = 12, k_rounding = 1.005;
  return k_rounding * points / k_measured * measure(words, bold, k_measured).width;
}

struct Word {
  std::string_view text;
  double width = 0;
};

/// Words as they come; one that is wider than a line in the parts that fit one.
std::vector<Word> words_of(std::string_view text, bool bold, double points, double width,
                           const MeasureText& measure) {
  const auto width_of = [&](std::string_view part) {
    return scaled_width(std::string(part), bold, points, measure);
  };
  std::vector<Word> words;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = std::min(text.find(' ', begin), text.size());
    while (text.substr(end).starts_with(" %")) {  // belongs to its number
      end = std::min(text.find(' ', end + 1), text.size());
    }
    std::string_view word = text.substr(begin, end - begin);
    begin = end + 1;
    double whole = width_of(word);
    while (whole > width) {
      std::size_t n = length_of_character(word, 0);
      for (std::size_t more = n; more < word.size();) {
        more += length_of_character(word, more);
        if (width_of(word.substr(0, more)) > width) break;
        n = more;
      }
      if (n >= word.size()) break;
      words.push_back({word.substr(0, n), width});
      word.remove_prefix(n);
      whole = width_of(word);
    }
    if (!word.empty()) words.push_back({word, whole});
  }
  return words;
}

}  // namespace

TextExtent estimated_extent(const std::string& words, bool bold, double points) {
  double advance = 0;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t n = length_of_character(words, at);
    advance += advance_of(code_of(std::string_view(words).substr(at, n)));
    at += n;
  }
  const double pixels = k_pixels_per_point * points;
  return {(bold ? 1.14 : 1.0) * advance * pixels, 1.38 * pixels};
}

std::vector<std::string> wrapped(const std::string& words, bool bold, double points, double width,
                                 const MeasureText& measure) {
  constexpr std::string_view dot = " ·";
  std::vector<std::string> lines;
  // A space alone would be spelt out, as all that leaves no ink.
  const double space =
      scaled_width("x x", bold, points, measure) - scaled_width("xx", bold, points, measure);
  std::string line;
  double used = 0;
  const auto finish = [&] {
    if (line.ends_with(dot)) line.resize(line.size() - dot.size());
    if (!line.empty() && line != dot.substr(1)) lines.push_back(line);
    line.clear();
    used = 0;
  };
  for (const Word& word : words_of(words, bold, points, width, measure)) {
    if (!line.empty() && used + space + word.width > width) finish();
    if (line.empty() && word.text == dot.substr(1) && !lines.empty()) continue;
    used += word.width + (line.empty() ? 0 : space);
    line += (line.empty() ? "" : " ") + std::string(word.text);
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

}  // namespace baryscope
