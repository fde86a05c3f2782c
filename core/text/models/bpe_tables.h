/// What byte-pair encoding looks up: characters, and where merges may happen.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/text/vocabulary.h"

namespace baryscope {

/// Entries of one character, for one place in a word: what stands before and behind it belongs to
/// its spelling.
class CharacterSymbols {
 public:
  CharacterSymbols(const Vocabulary& vocabulary, std::string_view prefix, std::string_view suffix);
  /// The entry's index, or Vocabulary::k_none.
  [[nodiscard]] std::uint32_t find(char32_t c) const {
    if (c < m_low.size()) return m_low[c];
    const auto found = m_high.find(c);
    return found == m_high.end() ? Vocabulary::k_none : found->second;
  }

 private:
  std::array<std::uint32_t, 0x180> m_low{};  // the byte-level alphabet among them
  std::unordered_map<char32_t, std::uint32_t> m_high;
};

/// Between which characters a merge may happen at all. Where none does, a word falls into stretches
/// that know nothing of each other: without a pre-tokenizer the word is the whole text.
class Joints {
 public:
  explicit Joints(const Vocabulary& vocabulary);
  /// Two entries that a merge joins.
  void add(std::uint32_t left, std::uint32_t right) { m_pairs.insert(pair_of(left, right)); }
  [[nodiscard]] bool may_join(std::uint32_t left, std::uint32_t right) const {
    return m_pairs.contains(pair_of(left, right));
  }

 private:
  struct Ends {
    char32_t first, last;
  };
  [[nodiscard]] std::uint64_t pair_of(std::uint32_t left, std::uint32_t right) const {
    return (std::uint64_t{m_ends[left].last} << 32) | m_ends[right].first;
  }
  std::vector<Ends> m_ends;  // of the entries' texts
  std::unordered_set<std::uint64_t> m_pairs;
};

}  // namespace baryscope
