/// WordPiece: the longest entry that fits, again and again; a word that does not come out is
/// unknown.
#pragma once

#include <memory>

#include "core/text/models/token_model.h"

namespace baryscope {

/// From {"type":"WordPiece","unk_token",…,"vocab":{…}}. Source: Wu et al. 2016, "Google's Neural
/// Machine Translation System", §4.1, as BERT applies it.
std::unique_ptr<const TokenModel> read_word_piece(const JsonValue& json);

}  // namespace baryscope
