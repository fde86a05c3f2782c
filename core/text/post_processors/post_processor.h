/// What joins sequences and adds special tokens: the member "post_processor" of a tokenizer.json;
/// every kind is in one list.
#pragma once

#include <memory>
#include <vector>

#include "core/text/json_document.h"
#include "core/text/tokens.h"

namespace baryscope {

class PostProcessor {
 public:
  virtual ~PostProcessor() = default;
  /// The tokens of one text or of two, segments 0 and 1; afterwards the parts of the sequence in
  /// order, which are joined in the end.
  virtual void process(std::vector<Tokens>& parts) const = 0;
  /// True where it says where texts and special tokens go.
  [[nodiscard]] virtual bool is_template() const { return false; }
};

/// Throws Tokenizer::Error for kinds not in the list.
std::unique_ptr<const PostProcessor> read_post_processor(const JsonValue& json);

}  // namespace baryscope
