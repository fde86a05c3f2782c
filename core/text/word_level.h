/// WordLevel: every word is an entry of the vocabulary, or unknown.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/text/token_model.h"

namespace baryscope {

/// From {"type":"WordLevel","vocab":{…},"unk_token":…}. Where the vocabulary lacks the unknown
/// token, a word that it lacks is a Tokenizer::Error naming the word and the nearest entry.
std::unique_ptr<const TokenModel> read_word_level(const JsonValue& json);

/// A tokenizer.json of these tokens, numbered in order, parted by white space in texts; the package
/// `tokenizers` reads the same ids from it. `blank`: the token put in front of every text. Tokens
/// are distinct, not empty, without white space, and none of them is "[UNK]".
std::string to_word_level_json(const std::vector<std::string>& tokens, std::optional<int> blank);

}  // namespace baryscope
