/// What makes one text of many: the member "normalizer" of a tokenizer.json; every kind is in one
/// list.
#pragma once

#include <memory>
#include <optional>

#include "core/text/aligned_text.h"
#include "core/text/json_document.h"

namespace baryscope {

class Normalizer {
 public:
  virtual ~Normalizer() = default;
  virtual void normalize(AlignedText& text) const = 0;
};

/// Null for null. Throws Tokenizer::Error for kinds not in the list.
std::unique_ptr<const Normalizer> read_normalizer(const JsonValue& json);

}  // namespace baryscope
