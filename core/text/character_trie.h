/// Texts as a trie over code points, for what a text begins with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace baryscope {

/// Every text has a number. Node 0 is the root; children lie in one open table by (node,
/// character).
class CharacterTrie {
 public:
  static constexpr std::uint32_t k_none = 0xFFFFFFFF;

  CharacterTrie();
  /// Gives `text` this number; the one that it had, or k_none.
  std::uint32_t add(std::u32string_view text, std::uint32_t number);
  /// The node behind `character`, or k_none.
  [[nodiscard]] std::uint32_t child(std::uint32_t node, char32_t character) const;
  /// Of the text that ends in this node, or k_none.
  [[nodiscard]] std::uint32_t number(std::uint32_t node) const { return m_numbers[node]; }
  [[nodiscard]] bool empty() const { return m_n_children == 0; }

  struct Found {
    std::uint32_t number = k_none;
    std::size_t length = 0;
  };
  /// The longest text that `text` begins with.
  [[nodiscard]] Found longest(std::u32string_view text) const;

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0: free; else 1 + (node << 21 | character)
    std::uint32_t child = 0;
  };
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const;
  void grow();

  std::vector<Slot> m_slots;
  std::vector<std::uint32_t> m_numbers{k_none};
  std::size_t m_n_children = 0;
};

}  // namespace baryscope
