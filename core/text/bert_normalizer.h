/// The BertNormalizer of tokenizer.json: clean, space out CJK, strip accents, lowercase.
#pragma once

#include "core/text/aligned_text.h"
#include "core/text/json_document.h"

namespace baryscope {

struct BertNormalizer {
  bool clean_text = true;            ///< drop control characters, all white space becomes ' '
  bool handle_chinese_chars = true;  ///< spaces around each CJK ideograph
  bool strip_accents = true;  ///< NFD without nonspacing marks; null in the file: as lowercase
  bool lowercase = true;      ///< Unicode's full, context-free mapping

  [[nodiscard]] AlignedText normalized(const AlignedText& text) const;
};

/// From {"type":"BertNormalizer", …}.
BertNormalizer read_bert_normalizer(const JsonValue& json);

}  // namespace baryscope
