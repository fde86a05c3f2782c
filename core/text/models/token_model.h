/// What cuts a word into the entries of a vocabulary; every kind is in one list.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/json_document.h"

namespace baryscope {

class TokenModel {
 public:
  /// `text` lives as long as the model; where it is null the word's own characters are the text.
  struct Piece {
    int id = 0;
    const std::string* text = nullptr;
    std::size_t begin = 0, end = 0;  ///< characters of the word
  };

  virtual ~TokenModel() = default;
  /// Appends the pieces of `word`, which is not empty.
  virtual void cut(std::u32string_view word, std::vector<Piece>& pieces) const = 0;
  [[nodiscard]] virtual std::optional<int> find_id(const std::string& token) const = 0;
  [[nodiscard]] virtual const std::string* find_text(int id) const = 0;
  [[nodiscard]] virtual int n_entries() const = 0;
  /// True where every piece after a word's first has a mark that says so ("##ing").
  [[nodiscard]] virtual bool marks_continuation() const { return false; }
};

/// The member "model" of a tokenizer.json. Throws Tokenizer::Error for kinds not in the list.
std::unique_ptr<const TokenModel> read_token_model(const JsonValue& json);

}  // namespace baryscope
