/// The added tokens of tokenizer.json: found in the text before anything else cuts it.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/text/bert_normalizer.h"
#include "core/text/token_model.h"

namespace baryscope {

struct AddedToken {
  int id = 0;
  std::string content;
  bool single_word = false;  ///< not beside a letter or digit
  bool lstrip = false;       ///< takes the white space on its left
  bool rstrip = false;       ///< and on its right
  bool normalized = false;   ///< looked for after normalisation, in its normalised form
  bool special = false;
};

class AddedVocabulary {
 public:
  /// [begin, end) of a text; `token` is null between the added tokens.
  struct Part {
    const AddedToken* token = nullptr;
    std::size_t begin = 0, end = 0;
  };

  AddedVocabulary() = default;
  AddedVocabulary(const AddedVocabulary&) = delete;  // the tries point at the tokens
  AddedVocabulary& operator=(const AddedVocabulary&) = delete;
  /// `json`: the member "added_tokens". A content in the model's vocabulary keeps the id that it
  /// has there; others are numbered after the vocabulary in order, as the package does.
  AddedVocabulary(const JsonValue& json, const TokenModel& model,
                  const std::optional<BertNormalizer>& normalizer);

  /// The parts of a text that is not normalised yet (tokens with normalized = false), or of one
  /// that is.
  [[nodiscard]] std::vector<Part> parts(std::u32string_view text, bool normalized) const;
  /// Of these tokens those that the model's vocabulary lacks.
  [[nodiscard]] int n_new() const { return m_n_new; }

 private:
  /// Patterns as a trie over code points; 0 is the root.
  struct Trie {
    std::unordered_map<std::uint64_t, std::uint32_t> children;
    std::vector<const AddedToken*> tokens{nullptr};

    /// False if the pattern is there already.
    bool add(std::u32string_view pattern, const AddedToken& token);
    /// The longest token that `text` has at `at`, and where it ends.
    [[nodiscard]] const AddedToken* find(std::u32string_view text, std::size_t at,
                                         std::size_t& end) const;
  };

  std::deque<AddedToken> m_tokens;
  Trie m_raw, m_normalized;
  int m_n_new = 0;
};

}  // namespace baryscope
