/// The added tokens of tokenizer.json: found in the text before anything else cuts it.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/text/character_trie.h"
#include "core/text/models/token_model.h"
#include "core/text/normalizers/normalizer.h"

namespace baryscope {

struct AddedToken {
  int id = 0;
  std::string content;
  std::string spelling;      ///< normalised, where it is looked for so: what decoders begin with
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
  /// `normalizer` may be null.
  AddedVocabulary(const JsonValue& json, const TokenModel& model, const Normalizer* normalizer);

  /// The parts of a text that is not normalised yet (tokens with normalized = false), or of one
  /// that is. Special tokens are found where `special` says so; else they are text.
  [[nodiscard]] std::vector<Part> parts(std::u32string_view text, bool normalized,
                                        bool special) const;
  /// Null where it is no added token.
  [[nodiscard]] const AddedToken* find(int id) const;
  [[nodiscard]] const AddedToken* find(const std::string& content) const;
  /// Whether a special token has this content.
  [[nodiscard]] bool is_special(const std::string& text) const { return m_specials.contains(text); }
  /// Of these tokens those that the model's vocabulary lacks.
  [[nodiscard]] int n_new() const { return m_n_new; }

 private:
  void read(const JsonValue& json, const TokenModel& model);

  std::deque<AddedToken> m_tokens;
  std::unordered_map<std::string, AddedToken*> m_by_content;
  std::unordered_map<int, const AddedToken*> m_by_id;
  /// Contents that were special in any of their rows.
  std::unordered_set<std::string> m_specials;
  CharacterTrie m_raw, m_normalized;  // numbers are places in m_tokens
  int m_n_new = 0;
};

}  // namespace baryscope
