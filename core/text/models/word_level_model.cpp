#include "core/text/models/word_level_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>

#include "core/base/nearest_name.h"
#include "core/text/aligned_text.h"
#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"

namespace baryscope {
namespace {

constexpr std::size_t k_shown_bytes = 60;

/// Cut off where it is long, between two characters.
std::string shown(std::string_view text) {
  if (text.size() <= k_shown_bytes) return std::string(text);
  std::size_t end = k_shown_bytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

class WordLevel : public TokenModel {
 public:
  explicit WordLevel(const JsonValue& json)
      : m_vocabulary(json.at("vocab")), m_unknown(m_vocabulary.find(json.at("unk_token").text())) {}

  void cut(std::u32string_view word, std::vector<Piece>& pieces) const override {
    const std::string utf8 = to_utf8(word);
    const std::uint32_t found = m_vocabulary.find(utf8);
    const std::uint32_t index = found == Vocabulary::k_none ? m_unknown : found;
    if (index == Vocabulary::k_none) fail_unknown(utf8);
    const Vocabulary::Entry& entry = m_vocabulary[index];
    pieces.push_back({entry.id, &entry.text, 0, word.size()});
  }

  [[nodiscard]] std::optional<int> find_id(const std::string& token) const override {
    return m_vocabulary.find_id(token);
  }
  [[nodiscard]] const std::string* find_text(int id) const override {
    return m_vocabulary.find_text(id);
  }
  [[nodiscard]] int n_entries() const override { return static_cast<int>(m_vocabulary.size()); }

 private:
  /// Names the nearest entry where the search is cheap, and what entries look like.
  [[noreturn]] void fail_unknown(const std::string& word) const {
    constexpr std::size_t k_searched = 20'000;
    std::optional<std::string> nearest;
    if (m_vocabulary.size() <= k_searched && word.size() <= k_shown_bytes) {
      std::vector<std::string> known;
      for (const Vocabulary::Entry& entry : m_vocabulary.entries()) known.push_back(entry.text);
      std::ranges::sort(known);
      nearest = find_nearest_name(word, known);
    }
    throw Tokenizer::Error(fmt::format(
        "the model does not know the token '{}'{}; its {} tokens, parted by spaces, are {}",
        shown(word), nearest ? fmt::format(" (did you mean '{}'?)", *nearest) : "",
        m_vocabulary.size(), entries_shown()));
  }

  /// The first two and the last two in order of their ids.
  [[nodiscard]] std::string entries_shown() const {
    constexpr std::size_t k_ends = 2;
    std::map<int, std::string_view> by_id;
    for (const Vocabulary::Entry& entry : m_vocabulary.entries())
      by_id.emplace(entry.id, entry.text);
    std::string list;
    std::size_t index = 0;
    for (const auto& [id, text] : by_id) {
      const bool at_an_end = index < k_ends || index + k_ends >= by_id.size();
      if (at_an_end) list += (index == 0 ? "'" : ", '") + shown(text) + "'";
      if (!at_an_end && index == k_ends) list += ", …";
      ++index;
    }
    return list;
  }

  Vocabulary m_vocabulary;
  std::uint32_t m_unknown;
};

}  // namespace

std::unique_ptr<const TokenModel> read_word_level(const JsonValue& json) {
  return std::make_unique<const WordLevel>(json);
}

}  // namespace baryscope
