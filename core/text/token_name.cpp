#include "core/text/token_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/text/visible_text.h"

namespace baryscope {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// Spaces, tabs and line ends by signs.
std::string visible(std::string_view spaces) {
  std::string signs;
  for (const char c : spaces) {
    if (c == '\r') continue;
    signs += c == ' ' ? "␣" : c == '\t' ? "⇥" : "↵";
  }
  return signs;
}

/// Without the marks by which vocabularies say where a word begins or goes on.
std::string_view without_marks(const Token& token) {
  std::string_view text = token.text;
  if (token.continuation && text.starts_with("##")) text.remove_prefix(2);
  for (const std::string_view mark : {"\u2581", "\u0120"})
    if (text.starts_with(mark) && text.size() > mark.size()) text.remove_prefix(mark.size());
  return text;
}

std::string_view without_first_character(std::string_view text) {
  if (!text.empty()) text.remove_prefix(1);
  while (!text.empty() && (static_cast<unsigned char>(text.front()) & 0xC0) == 0x80)
    text.remove_prefix(1);
  return text;
}

}  // namespace

std::string name_of(const Token& token) {
  const std::string_view whole =
      token.reading.empty() ? without_marks(token) : std::string_view(token.reading);
  const std::string_view text = trimmed(whole);
  std::string name = text.empty() ? visible(whole) : visible_text(text);
  if (token.n_parts > 1) name += fmt::format(" {}/{}", token.part, token.n_parts);
  return name;
}

std::string piece_of(const Token& token) {
  if (token.n_parts == 0) return name_of(token);
  const std::string_view whole = reading_of(token);
  return visible_text(trimmed(token.part > 1 ? without_first_character(whole) : whole));
}

}  // namespace baryscope
