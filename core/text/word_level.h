/// Writes the tokenizer.json of models whose tokens are words.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace baryscope {

/// A tokenizer.json of these tokens, numbered in order, parted by white space in texts; the package
/// `tokenizers` reads the same ids from it. `blank`: the token put in front of every text. Tokens
/// are distinct, not empty, without white space, and none of them is "[UNK]".
std::string to_word_level_json(const std::vector<std::string>& tokens, std::optional<int> blank);

}  // namespace baryscope
