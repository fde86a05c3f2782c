#include "core/text/word_piece.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

#include "core/text/aligned_text.h"
#include "core/text/vocabulary.h"

namespace baryscope {
namespace {

using Entry = VocabularyEntry;

/// Entries by the part of their text that has to match, tried by descending length.
class LongestMatch {
 public:
  void add(std::string_view match, const Entry& entry) {
    if (match.empty()) return;
    m_entries.emplace(match, &entry);
    m_lengths.insert(match.size());
  }
  /// The longest entry that `text` begins with, and the number of bytes it takes.
  [[nodiscard]] const Entry* find(std::string_view text, std::size_t& n_bytes) const {
    for (auto length = m_lengths.upper_bound(text.size()); length != m_lengths.begin();) {
      --length;
      const auto found = m_entries.find(text.substr(0, *length));
      if (found == m_entries.end()) continue;
      n_bytes = *length;
      return found->second;
    }
    return nullptr;
  }

 private:
  std::unordered_map<std::string_view, const Entry*> m_entries;
  std::set<std::size_t> m_lengths;
};

class WordPiece : public TokenModel {
 public:
  explicit WordPiece(const JsonValue& json) {
    m_max_characters = static_cast<std::size_t>(
        json.at("max_input_chars_per_word").integer(0, std::numeric_limits<int>::max()));
    const std::string prefix = json.at("continuing_subword_prefix").text();
    const std::string unknown = json.at("unk_token").text();
    m_vocabulary = read_vocabulary(json.at("vocab"));
    const auto found = m_vocabulary.find(unknown);
    if (found == m_vocabulary.end())
      json.at("unk_token").fail(fmt::format("\"{}\" is not in model.vocab", unknown));
    m_unknown = &found->second;
    for (const auto& [text, entry] : m_vocabulary) {
      m_first.add(text, entry);
      if (text.starts_with(prefix))
        m_continuing.add(std::string_view(text).substr(prefix.size()), entry);
    }
  }

  void cut(std::u32string_view word, std::vector<Piece>& pieces) const override {
    const std::size_t n_before = pieces.size();
    if (word.size() <= m_max_characters) {
      const std::string utf8 = to_utf8(word);
      std::string_view rest = utf8;
      std::size_t begin = 0;
      while (!rest.empty()) {
        std::size_t n_bytes = 0;
        const Entry* entry = (begin == 0 ? m_first : m_continuing).find(rest, n_bytes);
        if (entry == nullptr) break;
        const auto n_characters = static_cast<std::size_t>(
            std::count_if(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(n_bytes),
                          [](char byte) { return (byte & 0xC0) != 0x80; }));
        pieces.push_back({entry->id, entry->text, begin, begin + n_characters, begin > 0});
        begin += n_characters;
        rest.remove_prefix(n_bytes);
      }
      if (rest.empty()) return;
    }
    pieces.resize(n_before);
    pieces.push_back({m_unknown->id, m_unknown->text, 0, word.size(), false});
  }

  [[nodiscard]] std::optional<int> find_id(const std::string& token) const override {
    return baryscope::find_id(m_vocabulary, token);
  }
  [[nodiscard]] int n_entries() const override { return static_cast<int>(m_vocabulary.size()); }

 private:
  Vocabulary m_vocabulary;
  LongestMatch m_first, m_continuing;
  const Entry* m_unknown = nullptr;
  std::size_t m_max_characters = 0;
};

}  // namespace

std::unique_ptr<const TokenModel> read_word_piece(const JsonValue& json) {
  return std::make_unique<const WordPiece>(json);
}

}  // namespace baryscope
