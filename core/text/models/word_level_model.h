/// WordLevel: every word is an entry of the vocabulary, or unknown.
#pragma once

#include <memory>

#include "core/text/models/token_model.h"

namespace baryscope {

/// From {"type":"WordLevel","vocab":{…},"unk_token":…}. Where the vocabulary lacks the unknown
/// token, a word that it lacks is a Tokenizer::Error naming the word and the nearest entry.
std::unique_ptr<const TokenModel> read_word_level(const JsonValue& json);

}  // namespace baryscope
