/// Which tokens carry content: what `auto` looks at, and what collects idle mass. Free of ATen.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/tokens.h"

namespace baryscope {

/// resources/texts/function-words.txt beside the models' folders; empty where it is nowhere.
const std::set<std::string, std::less<>>& function_words();

/// The token's own letters: without spaces in front, "##", "Ġ" or "▁", ASCII in lower case.
std::string plain_text(std::string_view token_text);
/// True where the text has no letter and no digit.
bool is_punctuation(std::string_view token_text);
/// Per token: not special, not punctuation, not a function word (visual.md, Composition).
std::vector<bool> content_tokens(const Tokens& tokens);
/// Positions that collect mass which nothing asks for: the special tokens and the first token.
std::vector<int> sink_positions(const Tokens& tokens);

}  // namespace baryscope
