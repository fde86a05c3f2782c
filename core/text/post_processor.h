/// Where the special tokens go: the template of one sentence and of a pair.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/text/json_document.h"

namespace baryscope {

/// One place of a template: a sentence, or special tokens.
struct TemplatePiece {
  struct Special {
    int id = 0;
    std::string text;
  };
  std::optional<int> sentence;  ///< 0 or 1
  int segment = 0;
  std::vector<Special> specials;  ///< if it is no sentence
};

struct PostProcessor {
  std::vector<TemplatePiece> single{{0, 0, {}}};
  std::vector<TemplatePiece> pair{{0, 0, {}}, {1, 1, {}}};
};

/// From null, TemplateProcessing or BertProcessing; anything else throws Tokenizer::Error.
PostProcessor read_post_processor(const JsonValue& json);

}  // namespace baryscope
