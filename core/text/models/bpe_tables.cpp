#include "core/text/models/bpe_tables.h"

#include <cstddef>
#include <string>

#include "core/text/aligned_text.h"

namespace baryscope {

CharacterSymbols::CharacterSymbols(const Vocabulary& vocabulary, std::string_view prefix,
                                   std::string_view suffix) {
  constexpr std::size_t longest_character = 4;
  m_low.fill(Vocabulary::k_none);
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    std::string_view text = vocabulary[i].text;
    const std::size_t n_marks = prefix.size() + suffix.size();
    if (text.size() <= n_marks || text.size() > n_marks + longest_character) continue;
    if (!text.starts_with(prefix) || !text.ends_with(suffix)) continue;
    text.remove_prefix(prefix.size());
    text.remove_suffix(suffix.size());
    const std::u32string characters = to_aligned_text(text).characters;
    if (characters.size() != 1) continue;
    if (characters[0] < m_low.size())
      m_low[characters[0]] = i;
    else
      m_high.emplace(characters[0], i);
  }
}

Joints::Joints(const Vocabulary& vocabulary) {
  m_ends.reserve(vocabulary.size());
  for (const Vocabulary::Entry& entry : vocabulary.entries()) {
    const std::u32string characters = to_aligned_text(entry.text).characters;
    if (characters.empty())
      m_ends.push_back({0, 0});
    else
      m_ends.push_back({characters.front(), characters.back()});
  }
}

}  // namespace baryscope
