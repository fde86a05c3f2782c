/// Tokenizers of kind "bert": WordPiece.
#pragma once

#include <memory>

#include "core/model/weights/gguf_values.h"
#include "core/text/tokenizer.h"

namespace baryscope {

/// Files mark a word's beginning, "▁the", and leave its rest bare, "ing"; models are shown "the"
/// and
/// "##ing", as their own files have it. [CLS] and [SEP] are always there; lower case and no
/// accents, unless the file says otherwise.
std::unique_ptr<const Tokenizer> read_gguf_word_pieces(const GgufValues& values);

}  // namespace baryscope
