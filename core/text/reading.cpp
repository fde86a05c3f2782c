#include "core/text/reading.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/text/token_name.h"
#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

const std::uint8_t* units(const std::string& text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// Of scripts that write without spaces no character is.
bool is_within_words(UChar32 c) {
  switch (u_getIntPropertyValue(c, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_COMPLEX_CONTEXT:
      return false;
    default:
      return is_word_character(static_cast<char32_t>(c));
  }
}

/// A character of the decoded text goes to every token that has a byte of it.
void read_character(const Decoding& text, std::size_t begin, std::size_t end, Tokens& tokens) {
  std::vector<int> owners;
  for (std::size_t i = begin; i < end; ++i) {
    const int owner = text.owner(i);
    if (owner != Decoding::k_nobody && (owners.empty() || owners.back() != owner))
      owners.push_back(owner);
  }
  const int n = static_cast<int>(owners.size());
  for (int i = 0; i < n; ++i) {
    Token& token = tokens[static_cast<std::size_t>(owners[static_cast<std::size_t>(i)])];
    token.reading.append(text.bytes(), begin, end - begin);
    if (n == 1 || token.part > 0) continue;
    token.part = i + 1;
    token.n_parts = n;
  }
}

}  // namespace

void read_tokens(const Decoder* decoder, const std::vector<std::string_view>& spellings,
                 Tokens& tokens) {
  if (decoder == nullptr) return;
  Decoding text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].special) continue;
    text.append(spellings[i], static_cast<int>(i));
    text.end_part();
  }
  decoder->decode(text);
  const std::string& bytes = text.bytes();
  for (std::size_t begin = 0; begin < bytes.size();) {
    auto end = static_cast<std::int64_t>(begin);
    U8_FWD_1(units(bytes), end, static_cast<std::int64_t>(bytes.size()));
    const auto next = static_cast<std::size_t>(end);
    const int owner = text.owner(begin);
    const bool one_owner = owner != Decoding::k_nobody && text.owner(next - 1) == owner;
    if (one_owner)
      tokens[static_cast<std::size_t>(owner)].reading.append(bytes, begin, next - begin);
    else
      read_character(text, begin, next, tokens);
    begin = next;
  }
  for (Token& token : tokens)
    if (token.reading == token.text) token.reading.clear();
}

std::string decoded_text(const Decoder* decoder, const std::vector<std::string_view>& spellings) {
  Decoding text;
  for (const std::string_view spelling : spellings) {
    if (decoder == nullptr && text.n_parts() > 0) text.append(" ", Decoding::k_nobody);
    text.append(spelling, Decoding::k_nobody);
    text.end_part();
  }
  if (decoder != nullptr) decoder->decode(text);
  return text.bytes();
}

bool joins(const Token& before, const Token& token) {
  const std::string& left = reading_of(before);
  const std::string& right = reading_of(token);
  if (left.empty() || right.empty()) return false;
  auto end = static_cast<std::int32_t>(left.size());
  std::int32_t begin = 0;
  UChar32 last = 0;
  UChar32 first = 0;
  U8_PREV(units(left), 0, end, last);
  U8_NEXT(units(right), begin, static_cast<std::int32_t>(right.size()), first);
  return last >= 0 && first >= 0 && is_within_words(last) && is_within_words(first);
}

}  // namespace baryscope
