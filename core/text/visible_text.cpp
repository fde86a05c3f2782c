#include "core/text/visible_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/options/option_spec.h"
#include "core/text/aligned_text.h"
#include "core/text/normal_form.h"

namespace baryscope {
namespace {

// Unicode 15, table 18-14: conjoining letters in their order, and Hangul Compatibility Jamo.
constexpr std::u32string_view k_leading = U"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
constexpr std::u32string_view k_trailing =
    U"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
constexpr char32_t k_first_leading = U'\u1100', k_first_vowel = U'\u1161', k_last_vowel = U'\u1175',
                   k_first_trailing = U'\u11A8';
constexpr char32_t k_first_shown_vowel = U'\u314F';

bool is_conjoining(char32_t c) { return c >= U'\u1100' && c <= U'\u11FF'; }
bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

char32_t shown_letter(char32_t c) {
  if (c >= k_first_leading && c < k_first_leading + k_leading.size()) {
    return k_leading[c - k_first_leading];
  }
  if (c >= k_first_vowel && c <= k_last_vowel) {
    return k_first_shown_vowel + (c - k_first_vowel);
  }
  if (c >= k_first_trailing && c < k_first_trailing + k_trailing.size()) {
    return k_trailing[c - k_first_trailing];
  }
  return c;
}

}  // namespace

std::string visible_text(std::string_view utf8) {
  // Most texts have neither, and are many.
  const auto is_plain = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F && byte != 0xC2 && byte != 0xE1;
  };
  if (std::ranges::all_of(utf8, is_plain) || !is_utf8(utf8)) {
    return std::string(utf8);
  }
  AlignedText text = to_aligned_text(utf8);
  if (std::ranges::any_of(text.characters, is_conjoining)) {
    text = normalized(text, NormalForm::nfc);
  }
  std::string shown;
  for (const char32_t c : text.characters) {
    if (is_control(c)) {
      shown += fmt::format("[U+{:04X}]", static_cast<unsigned>(c));
    } else {
      append_utf8(shown, shown_letter(c));
    }
  }
  return shown;
}

}  // namespace baryscope
