#include "core/text/character_trie.h"

#include <utility>

namespace baryscope {
namespace {

constexpr int k_character_bits = 21;

std::uint64_t child_key(std::uint32_t node, char32_t character) {
  return 1 + ((std::uint64_t{node} << k_character_bits) | character);
}

}  // namespace

CharacterTrie::CharacterTrie() : m_slots(16) {}

/// Linear probing from a multiplicative hash; the table is at most half full.
std::size_t CharacterTrie::slot_of(std::uint64_t key) const {
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;  // 2^64 / φ
  const std::size_t mask = m_slots.size() - 1;
  std::size_t slot = static_cast<std::size_t>((key * golden) >> 24) & mask;
  while (m_slots[slot].key != 0 && m_slots[slot].key != key) slot = (slot + 1) & mask;
  return slot;
}

void CharacterTrie::grow() {
  std::vector<Slot> old(m_slots.size() * 2);
  std::swap(old, m_slots);
  for (const Slot& slot : old)
    if (slot.key != 0) m_slots[slot_of(slot.key)] = slot;
}

std::uint32_t CharacterTrie::add(std::u32string_view text, std::uint32_t number) {
  std::uint32_t node = 0;
  for (const char32_t c : text) {
    if ((m_n_children + 1) * 2 > m_slots.size()) grow();
    const std::uint64_t key = child_key(node, c);
    Slot& slot = m_slots[slot_of(key)];
    if (slot.key == 0) {
      slot = {key, static_cast<std::uint32_t>(m_numbers.size())};
      m_numbers.push_back(k_none);
      ++m_n_children;
    }
    node = slot.child;
  }
  return std::exchange(m_numbers[node], number);
}

std::uint32_t CharacterTrie::child(std::uint32_t node, char32_t character) const {
  const Slot& slot = m_slots[slot_of(child_key(node, character))];
  return slot.key == 0 ? k_none : slot.child;
}

CharacterTrie::Found CharacterTrie::longest(std::u32string_view text) const {
  Found found;
  std::uint32_t node = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    node = child(node, text[i]);
    if (node == k_none) break;
    if (m_numbers[node] != k_none) found = {m_numbers[node], i + 1};
  }
  return found;
}

}  // namespace baryscope
