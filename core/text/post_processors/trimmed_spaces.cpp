#include "core/text/post_processors/trimmed_spaces.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "core/text/byte_alphabet.h"
#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

bool is_space(UChar32 c) {
  return c >= 0 &&
         (c == static_cast<UChar32>(k_spelled_space) || is_whitespace(static_cast<char32_t>(c)));
}

struct SpaceCounts {
  int leading = 0, trailing = 0;
};

/// Of a text of spaces alone all are both.
SpaceCounts count_spaces(const std::string& text) {
  const auto* units = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto n = static_cast<std::int32_t>(text.size());
  SpaceCounts counts;
  UChar32 c = 0;
  for (std::int32_t at = 0; at < n; ++counts.leading) {
    U8_NEXT(units, at, n, c);
    if (!is_space(c)) break;
  }
  for (std::int32_t at = n; at > 0; ++counts.trailing) {
    U8_PREV(units, 0, at, c);
    if (!is_space(c)) break;
  }
  return counts;
}

}  // namespace

void SpaceTrimming::apply(Tokens& tokens) const {
  if (!trims) return;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Token& token = tokens[i];
    auto [leading, trailing] = count_spaces(token.text);
    const bool is_first = i == 0 || token.begin == 0;
    if (is_first && add_prefix_space && leading == 1) leading = 0;
    token.begin = std::min(token.begin + leading, token.end);
    if (token.end >= trailing) token.end = std::max(token.end - trailing, token.begin);
  }
}

SpaceTrimming read_space_trimming(const JsonValue& json) {
  return {json.at("trim_offsets").boolean(), json.at("add_prefix_space").boolean()};
}

}  // namespace baryscope
