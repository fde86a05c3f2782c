/// The tokenizer that a GGUF file has in its metadata (`tokenizer.ggml.*`). Free of ATen.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/model/weights/gguf_values.h"
#include "core/text/tokenizer.h"

namespace baryscope {

/// Of the kinds that `tokenizer.ggml.model` names: "gpt2" (byte-level BPE), "llama"
/// (SentencePiece's BPE), "bert" (WordPiece), "t5" (Unigram). Made of the same parts as a
/// tokenizer.json, so that ids, places and readings are those of the model's own file. Throws
/// WeightError naming file, key and the rule that is broken.
std::unique_ptr<const Tokenizer> read_gguf_tokenizer(const GgufValues& values);

/// What a person is told of it: that words may be cut otherwise than the model learned, where the
/// file does not say how.
std::optional<std::string> find_gguf_tokenizer_note(const GgufValues& values);

/// How many tokens the metadata lists; 0 where it has no vocabulary.
std::int64_t gguf_vocabulary_size(const GgufValues& values);

}  // namespace baryscope
