/// The member "vocab" of a tokenizer.json's model: texts and their ids.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "core/text/json_document.h"

namespace baryscope {

struct VocabularyEntry {
  std::string text;
  int id = 0;
};

/// By their text; entries stay where they are. From {"text": id, …}; throws Tokenizer::Error where
/// it is empty, or two texts have one id.
using Vocabulary = std::unordered_map<std::string, VocabularyEntry>;
Vocabulary read_vocabulary(const JsonValue& vocab);
std::optional<int> find_id(const Vocabulary& vocabulary, const std::string& text);

}  // namespace baryscope
