/// What cuts a word into the entries of a vocabulary; every kind is in one list.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/json_document.h"

namespace baryscope {

class TokenModel {
 public:
  /// `text` lives as long as the model.
  struct Piece {
    int id = 0;
    std::string_view text;
    std::size_t begin = 0, end = 0;  ///< characters of the word
    bool continuation = false;
  };

  virtual ~TokenModel() = default;
  /// Appends the pieces of `word`, which is not empty.
  virtual void cut(std::u32string_view word, std::vector<Piece>& pieces) const = 0;
  [[nodiscard]] virtual std::optional<int> find_id(const std::string& token) const = 0;
  [[nodiscard]] virtual int n_entries() const = 0;
};

/// The member "model" of a tokenizer.json. Throws Tokenizer::Error for kinds not in the list.
std::unique_ptr<const TokenModel> read_token_model(const JsonValue& json);

}  // namespace baryscope
