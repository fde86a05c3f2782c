/// What cuts a text into words: the member "pre_tokenizer" of a tokenizer.json; every kind is in
/// one list.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/text/added_vocabulary.h"
#include "core/text/aligned_text.h"
#include "core/text/json_document.h"

namespace baryscope {

/// A text in words, in order; what lies between them is left out. `added` is null but for a word
/// that is an added token, which nothing cuts or rewrites.
struct Words {
  struct Word {
    std::size_t begin = 0, end = 0;  ///< not empty
    const AddedToken* added = nullptr;
  };
  AlignedText text;
  std::vector<Word> words;
};

class PreTokenizer {
 public:
  virtual ~PreTokenizer() = default;
  /// Cuts every word further.
  virtual void cut(Words& words) const = 0;
};

/// Null for null. Throws Tokenizer::Error for kinds not in the list.
std::unique_ptr<const PreTokenizer> read_pre_tokenizer(const JsonValue& json);

}  // namespace baryscope
