/// The BertNormalizer of tokenizer.json: clean, space out CJK, strip accents, lowercase.
#pragma once

#include <memory>

#include "core/text/normalizers/normalizer.h"

namespace baryscope {

/// From {"type":"BertNormalizer","clean_text","handle_chinese_chars","strip_accents","lowercase"}:
/// clean_text drops control characters and makes all white space ' '; handle_chinese_chars puts
/// spaces around each CJK ideograph; strip_accents is NFD without nonspacing marks (null: as
/// lowercase says).
std::unique_ptr<const Normalizer> read_bert_normalizer(const JsonValue& json);

}  // namespace baryscope
