#include "core/text/models/word_piece.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>

#include "core/text/aligned_text.h"
#include "core/text/character_trie.h"
#include "core/text/vocabulary.h"

namespace baryscope {
namespace {

class WordPiece : public TokenModel {
 public:
  explicit WordPiece(const JsonValue& json) : m_vocabulary(json.at("vocab")) {
    m_max_characters = static_cast<std::size_t>(
        json.at("max_input_chars_per_word").integer(0, std::numeric_limits<int>::max()));
    const std::string prefix = json.at("continuing_subword_prefix").text();
    const std::string unknown = json.at("unk_token").text();
    m_unknown = m_vocabulary.find(unknown);
    if (m_unknown == Vocabulary::k_none)
      json.at("unk_token").fail(fmt::format("\"{}\" is not in model.vocab", unknown));
    const auto characters = [](std::string_view text) { return to_aligned_text(text).characters; };
    for (std::uint32_t i = 0; i < m_vocabulary.size(); ++i) {
      const std::string_view text = m_vocabulary[i].text;
      m_first.add(characters(text), i);
      if (text.starts_with(prefix)) m_continuing.add(characters(text.substr(prefix.size())), i);
    }
  }

  void cut(std::u32string_view word, std::vector<Piece>& pieces) const override {
    const std::size_t n_before = pieces.size();
    std::size_t begin = word.size() <= m_max_characters ? 0 : word.size() + 1;
    while (begin < word.size()) {
      const auto found = (begin == 0 ? m_first : m_continuing).longest(word.substr(begin));
      if (found.length == 0) break;
      const Vocabulary::Entry& entry = m_vocabulary[found.number];
      pieces.push_back({entry.id, &entry.text, begin, begin + found.length});
      begin += found.length;
    }
    if (begin == word.size()) return;
    pieces.resize(n_before);
    const Vocabulary::Entry& unknown = m_vocabulary[m_unknown];
    pieces.push_back({unknown.id, &unknown.text, 0, word.size()});
  }

  [[nodiscard]] std::optional<int> find_id(const std::string& token) const override {
    return m_vocabulary.find_id(token);
  }
  [[nodiscard]] const std::string* find_text(int id) const override {
    return m_vocabulary.find_text(id);
  }
  [[nodiscard]] int n_entries() const override { return static_cast<int>(m_vocabulary.size()); }
  [[nodiscard]] bool marks_continuation() const override { return true; }

 private:
  Vocabulary m_vocabulary;
  CharacterTrie m_first, m_continuing;
  std::uint32_t m_unknown = Vocabulary::k_none;
  std::size_t m_max_characters = 0;
};

}  // namespace

std::unique_ptr<const TokenModel> read_word_piece(const JsonValue& json) {
  return std::make_unique<const WordPiece>(json);
}

}  // namespace baryscope
