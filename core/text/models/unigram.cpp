#include "core/text/models/unigram.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <unordered_map>

#include "core/text/aligned_text.h"
#include "core/text/character_trie.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

constexpr double k_unknown_penalty = 10;

class Unigram : public TokenModel {
 public:
  explicit Unigram(const JsonValue& json) {
    read_entries(json.at("vocab"));
    if (const auto unknown = json.find("unk_id"); unknown && !unknown->is_null())
      m_unknown = static_cast<std::uint32_t>(
          unknown->integer(0, static_cast<std::int64_t>(m_entries.size()) - 1));
    if (const auto fallback = json.find("byte_fallback")) m_byte_fallback = fallback->boolean();
    for (int byte = 0; byte < 256; ++byte)
      m_bytes[static_cast<std::size_t>(byte)] = find_index(fmt::format("<0x{:02X}>", byte));
  }

  void cut(std::u32string_view word, std::vector<Piece>& pieces) const override {
    const std::vector<Step> steps = best_steps(word);
    std::size_t end = word.size();
    std::vector<Stretch> stretches;  // from the last to the first
    while (end > 0) {
      const Step& step = steps[end];
      const bool unknown = step.index == m_unknown;
      if (unknown && !stretches.empty() && stretches.back().unknown)
        stretches.back().begin = step.begin;
      else
        stretches.push_back({step.begin, end, unknown});
      end = step.begin;
    }
    std::for_each(stretches.rbegin(), stretches.rend(),
                  [&](const Stretch& stretch) { append(word, stretch, pieces); });
  }

  [[nodiscard]] std::optional<int> find_id(const std::string& token) const override {
    const std::uint32_t index = find_index(token);
    if (index == CharacterTrie::k_none) return std::nullopt;
    return static_cast<int>(index);
  }
  [[nodiscard]] const std::string* find_text(int id) const override {
    const auto index = static_cast<std::size_t>(id);
    return id >= 0 && index < m_entries.size() ? &m_entries[index].text : nullptr;
  }
  [[nodiscard]] int n_entries() const override { return static_cast<int>(m_entries.size()); }

 private:
  struct Entry {
    std::string text;
    double score = 0;
  };
  /// The last piece of the best way to a place.
  struct Step {
    double score = 0;  // of the whole way
    std::uint32_t index = CharacterTrie::k_none;
    std::uint32_t begin = CharacterTrie::k_none;  // k_none: no way is known yet
  };
  struct Stretch {
    std::size_t begin, end;
    bool unknown;
  };

  /// Ids are places in the list. Of equal texts the last counts, as in the package.
  void read_entries(const JsonValue& json) {
    m_entries.reserve(json.n_elements());
    json.for_each_element([&](const JsonValue& element) {
      if (element.n_elements() != 2) element.fail("is no pair of a text and its score");
      Entry entry;
      bool first = true;
      element.for_each_element([&](const JsonValue& member) {
        if (first)
          entry.text = member.text();
        else
          entry.score = member.number();
        first = false;
      });
      m_lowest_score = std::min(m_lowest_score, entry.score);
      m_entries.push_back(std::move(entry));
    });
    if (m_entries.empty()) json.fail("is empty");
    for (std::uint32_t i = 0; i < m_entries.size(); ++i)
      m_trie.add(to_aligned_text(m_entries[i].text).characters, i);
  }

  [[nodiscard]] std::uint32_t find_index(std::string_view text) const {
    return find_index(to_aligned_text(text).characters);
  }
  [[nodiscard]] std::uint32_t find_index(std::u32string_view text) const {
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < text.size() && node != CharacterTrie::k_none; ++i)
      node = m_trie.child(node, text[i]);
    return node == CharacterTrie::k_none ? node : m_trie.number(node);
  }

  [[nodiscard]] std::vector<Step> best_steps(std::u32string_view word) const {
    std::vector<Step> steps(word.size() + 1);
    const auto consider = [&](std::size_t begin, std::size_t end, std::uint32_t index,
                              double score) {
      Step& step = steps[end];
      if (step.begin == CharacterTrie::k_none || score > step.score)
        step = {score, index, static_cast<std::uint32_t>(begin)};
    };
    for (std::size_t begin = 0; begin < word.size(); ++begin) {
      const double so_far = steps[begin].score;
      bool has_single = false;
      std::uint32_t node = 0;
      for (std::size_t end = begin; end < word.size();) {
        node = m_trie.child(node, word[end++]);
        if (node == CharacterTrie::k_none) break;
        const std::uint32_t index = m_trie.number(node);
        if (index == CharacterTrie::k_none) continue;
        consider(begin, end, index, m_entries[index].score + so_far);
        has_single = has_single || end == begin + 1;
      }
      if (has_single) continue;
      const double score = m_lowest_score - k_unknown_penalty + so_far;
      Step& step = steps[begin + 1];
      if (step.begin != CharacterTrie::k_none && score <= step.score) continue;
      if (m_unknown == CharacterTrie::k_none)
        throw Tokenizer::Error(fmt::format(
            "no entry of the vocabulary has the character '{}', and unk_id names no unknown token",
            to_utf8(word.substr(begin, 1))));
      consider(begin, begin + 1, m_unknown, score);
    }
    return steps;
  }

  /// By its text once more: unknown characters may be an entry together.
  void append(std::u32string_view word, const Stretch& stretch, std::vector<Piece>& pieces) const {
    const std::u32string_view text = word.substr(stretch.begin, stretch.end - stretch.begin);
    const std::uint32_t index = find_index(text);
    if (index != CharacterTrie::k_none) {
      pieces.push_back(
          {static_cast<int>(index), &m_entries[index].text, stretch.begin, stretch.end});
      return;
    }
    if (m_byte_fallback && append_bytes(text, stretch, pieces)) return;
    pieces.push_back({static_cast<int>(m_unknown), nullptr, stretch.begin, stretch.end});
  }

  bool append_bytes(std::u32string_view text, const Stretch& stretch,
                    std::vector<Piece>& pieces) const {
    const std::size_t n_before = pieces.size();
    for (const char byte : to_utf8(text)) {
      const std::uint32_t index = m_bytes[static_cast<unsigned char>(byte)];
      if (index == CharacterTrie::k_none) {
        pieces.resize(n_before);
        return false;
      }
      pieces.push_back(
          {static_cast<int>(index), &m_entries[index].text, stretch.begin, stretch.end});
    }
    return true;
  }

  std::vector<Entry> m_entries;
  CharacterTrie m_trie;
  std::uint32_t m_unknown = CharacterTrie::k_none;
  bool m_byte_fallback = false;
  std::array<std::uint32_t, 256> m_bytes{};
  double m_lowest_score = std::numeric_limits<double>::infinity();
};

}  // namespace

std::unique_ptr<const TokenModel> read_unigram(const JsonValue& json) {
  return std::make_unique<const Unigram>(json);
}

}  // namespace baryscope
