#include "core/text/word_cutter.h"

namespace baryscope {

std::span<const TokenModel::Piece> WordCutter::cut(std::u32string_view word) {
  // Longer ones hardly come again; so many are some megabytes.
  constexpr std::size_t longest = 64, most = 100'000;
  if (word.size() > longest) {
    m_last.clear();
    m_model.cut(word, m_last);
    return m_last;
  }
  const auto known = m_places.find(word);
  if (known != m_places.end())
    return std::span(m_pieces).subspan(known->second.first, known->second.n);
  if (m_places.size() == most) {
    m_places.clear();
    m_words.clear();
    m_pieces.clear();
  }
  const std::size_t first = m_pieces.size();
  m_model.cut(word, m_pieces);
  m_places.emplace(m_words.emplace_back(word), Place{first, m_pieces.size() - first});
  return std::span(m_pieces).subspan(first);
}

}  // namespace baryscope
