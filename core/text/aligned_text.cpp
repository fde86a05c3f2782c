#include "core/text/aligned_text.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

constexpr std::size_t k_max_text_bytes = std::size_t{64} << 20;

}  // namespace

AlignedText AlignedText::slice(std::size_t begin, std::size_t end) const {
  const auto first = static_cast<std::ptrdiff_t>(begin);
  const auto last = static_cast<std::ptrdiff_t>(end);
  return {characters.substr(begin, end - begin), {sources.begin() + first, sources.begin() + last}};
}

void AlignedText::append(const AlignedText& other, std::size_t begin, std::size_t end) {
  characters.append(other.characters, begin, end - begin);
  sources.insert(sources.end(), other.sources.begin() + static_cast<std::ptrdiff_t>(begin),
                 other.sources.begin() + static_cast<std::ptrdiff_t>(end));
}

void check_growth(const AlignedText& text) {
  if (text.size() <= most_growth_beside) return;
  const auto n_before =
      static_cast<std::size_t>(std::max(0, text.sources.back().end - text.sources.front().begin));
  if ((text.size() - most_growth_beside) / most_growth > n_before)
    throw Tokenizer::Error(
        fmt::format("the rules of tokenizer.json make more than {} characters of each of this text",
                    most_growth));
}

void Rewriting::replace(char32_t character, std::size_t n_more) {
  BARYSCOPE_CHECK(m_next < m_text.size());
  m_result.append(character, m_text.sources[m_next]);
  m_next += 1 + n_more;
}

void Rewriting::insert(char32_t character) {
  BARYSCOPE_CHECK(m_text.size() > 0 && m_next <= m_text.size());
  const int first = m_text.sources.front().begin;
  m_result.append(character, m_next == 0 ? SourceSpan{first, first} : m_text.sources[m_next - 1]);
  check_growth(m_result);
}

void Rewriting::put(char32_t character, int change) {
  if (change > 0)
    insert(character);
  else
    replace(character, static_cast<std::size_t>(-change));
}

AlignedText to_aligned_text(std::string_view utf8) {
  if (utf8.size() > k_max_text_bytes)
    throw Tokenizer::Error(fmt::format("the text has {} bytes; at most {} are tokenized at once",
                                       utf8.size(), k_max_text_bytes));
  AlignedText text;
  text.characters.reserve(utf8.size());
  text.sources.reserve(utf8.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto n_bytes = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0, n_characters = 0; at < n_bytes; ++n_characters) {
    const std::int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, n_bytes, c);
    if (c < 0)
      throw Tokenizer::Error(fmt::format(
          "the text is not valid UTF-8: byte 0x{:02X} at offset {} (character {}) begins no "
          "character; save the text as UTF-8",
          bytes[begin], begin, n_characters));
    text.append(static_cast<char32_t>(c), {n_characters, n_characters + 1});
  }
  return text;
}

void append_utf8(std::string& utf8, char32_t character) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t n = 0;
  U8_APPEND_UNSAFE(bytes, n, static_cast<UChar32>(character));
  utf8.append(bytes, static_cast<std::size_t>(n));
}

std::string to_utf8(std::u32string_view characters) {
  std::string utf8;
  utf8.reserve(characters.size());
  for (const char32_t c : characters) append_utf8(utf8, c);
  return utf8;
}

}  // namespace baryscope
