/// Tokenizers of kind "t5": SentencePiece's Unigram, of T5 and of XLM-RoBERTa.
#pragma once

#include <memory>

#include "core/model/weights/gguf_values.h"
#include "core/text/tokenizer.h"

namespace baryscope {

/// Pieces with log-probabilities (`tokenizer.ggml.scores`); what normalises a text is
/// `tokenizer.ggml.precompiled_charsmap`. A text ends with </s> unless the file says otherwise.
std::unique_ptr<const Tokenizer> read_gguf_unigram(const GgufValues& values);

}  // namespace baryscope
