#include "core/text/grapheme.h"

#include <unicode/uchar.h>

namespace baryscope {
namespace {

int break_class(char32_t c) {
  return u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_GRAPHEME_CLUSTER_BREAK);
}
bool is_control(int c) { return c == U_GCB_CONTROL || c == U_GCB_CR || c == U_GCB_LF; }
bool is_pictographic(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
}

/// GB6 to GB8: Korean syllables.
bool is_within_syllable(int left, int right) {
  if (left == U_GCB_L)
    return right == U_GCB_L || right == U_GCB_V || right == U_GCB_LV || right == U_GCB_LVT;
  if (left == U_GCB_LV || left == U_GCB_V) return right == U_GCB_V || right == U_GCB_T;
  return (left == U_GCB_LVT || left == U_GCB_T) && right == U_GCB_T;
}

}  // namespace

std::size_t grapheme_end(std::u32string_view text, std::size_t begin) {
  constexpr char32_t first_that_joins = 0x300;
  std::size_t at = begin + 1;
  if (at >= text.size()) return text.size();
  const bool is_plain = text[begin] < first_that_joins && text[at] < first_that_joins;
  if (is_plain && text[begin] != U'\r') return at;
  int left = break_class(text[begin]);
  int n_flags = left == U_GCB_REGIONAL_INDICATOR ? 1 : 0;
  // GB11: a pictograph, marks, and a joiner were just passed.
  bool pictograph = is_pictographic(text[begin]);
  bool joined_pictograph = false;
  for (; at < text.size(); ++at) {
    const int right = break_class(text[at]);
    const bool line_break = left == U_GCB_CR && right == U_GCB_LF;
    if (!line_break && (is_control(left) || is_control(right))) return at;
    const bool extends = right == U_GCB_EXTEND || right == U_GCB_ZWJ || right == U_GCB_SPACING_MARK;
    const bool flag_pair =
        left == U_GCB_REGIONAL_INDICATOR && right == U_GCB_REGIONAL_INDICATOR && n_flags % 2 == 1;
    const bool joins = line_break || extends || left == U_GCB_PREPEND || flag_pair ||
                       is_within_syllable(left, right) ||
                       (joined_pictograph && is_pictographic(text[at]));
    if (!joins) return at;
    joined_pictograph = pictograph && right == U_GCB_ZWJ;
    if (right != U_GCB_EXTEND && right != U_GCB_ZWJ) pictograph = is_pictographic(text[at]);
    n_flags += right == U_GCB_REGIONAL_INDICATOR ? 1 : 0;
    left = right;
  }
  return at;
}

}  // namespace baryscope
