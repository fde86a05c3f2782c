/// A model that cuts the words of one text, each word once.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/text/models/token_model.h"

namespace baryscope {

class WordCutter {
 public:
  explicit WordCutter(const TokenModel& model) : m_model(model) {}
  /// Valid until the next call.
  std::span<const TokenModel::Piece> cut(std::u32string_view word);

 private:
  struct Place {
    std::size_t first = 0, n = 0;
  };
  const TokenModel& m_model;
  std::deque<std::u32string> m_words;  // the keys
  std::unordered_map<std::u32string_view, Place> m_places;
  std::vector<TokenModel::Piece> m_pieces, m_last;
};

}  // namespace baryscope
