/// What becomes of the places at which a text is cut.
#pragma once

#include <cstddef>
#include <vector>

#include "core/text/json_document.h"
#include "core/text/pre_tokenizers/pre_tokenizer.h"

namespace baryscope {

/// Of "the-final--countdown" at '-': removed "the final countdown"; isolated
/// "the - final - - countdown"; merged with previous "the- final- - countdown"; merged with next
/// "the -final - -countdown"; contiguous "the - final -- countdown".
enum class DelimiterBehavior {
  removed,
  isolated,
  merged_with_previous,
  merged_with_next,
  contiguous
};

DelimiterBehavior read_delimiter_behavior(const JsonValue& json);

/// One word in stretches that follow each other from its beginning to its end, those that are
/// delimiters marked. Empty ones count for what is merged, and are left out then.
class Stretches {
 public:
  /// Everything up to `end` that is not there yet.
  void add(std::size_t end, bool is_delimiter);
  /// Begins a word.
  void begin(std::size_t at);
  /// Appends the word's parts.
  void finish(DelimiterBehavior behavior, std::vector<Words::Word>& words);

 private:
  struct Stretch {
    std::size_t begin = 0, end = 0;
    bool is_delimiter = false;
  };
  void merge(bool also_between, bool with_next);

  std::size_t m_at = 0;
  std::vector<Stretch> m_stretches, m_merged;
};

}  // namespace baryscope
