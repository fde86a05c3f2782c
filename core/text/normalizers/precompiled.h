/// The rules that SentencePiece compiles into a model.
#pragma once

#include <memory>

#include "core/text/normalizers/normalizer.h"

namespace baryscope {

/// {"precompiled_charsmap": base64 of the size of a trie, the trie (a double array of 32-bit units)
/// and texts that end with 0}. Throws Tokenizer::Error where it is cut off or its trie points
/// outside of its own bytes. Source: SentencePiece's normalizer; Aoe 1989, "An Efficient Digital
/// Search Algorithm by Using a Double-Array Structure".
std::unique_ptr<const Normalizer> read_precompiled(const JsonValue& json);

}  // namespace baryscope
