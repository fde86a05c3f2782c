#include "core/text/models/merge_table.h"

#include <algorithm>
#include <bit>

namespace baryscope {
namespace {

constexpr std::uint32_t k_no_symbol = 0xFFFFFFFF;

std::uint64_t pair_key(std::uint32_t left, std::uint32_t right) {
  return (std::uint64_t{left} << 32) | right;
}

}  // namespace

MergeTable::MergeTable(std::size_t n_merges) : m_slots(std::bit_ceil(2 * n_merges + 2)) {}

std::size_t MergeTable::slot_of(std::uint64_t key) const {
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;  // 2^64 / φ
  const std::size_t mask = m_slots.size() - 1;
  std::size_t slot = static_cast<std::size_t>((key * golden) >> 20) & mask;
  while (m_slots[slot].key != k_free && m_slots[slot].key != key) slot = (slot + 1) & mask;
  return slot;
}

bool MergeTable::add(std::uint32_t left, std::uint32_t right, const Merge& merge) {
  Slot& slot = m_slots[slot_of(pair_key(left, right))];
  if (slot.key != k_free) return false;
  slot = {pair_key(left, right), merge};
  return true;
}

const MergeTable::Merge* MergeTable::find(std::uint32_t left, std::uint32_t right) const {
  const Slot& slot = m_slots[slot_of(pair_key(left, right))];
  return slot.key == k_free ? nullptr : &slot.merge;
}

std::size_t Merger::merge(std::vector<Symbol>& symbols, std::size_t begin, std::size_t end) {
  m_symbols = symbols.data() + begin;
  const auto n = static_cast<std::uint32_t>(end - begin);
  m_heap.clear();
  for (std::uint32_t i = 0; i + 1 < n; ++i)
    if (const auto* merge = m_merges.find(m_symbols[i].index, m_symbols[i + 1].index))
      m_heap.push_back({pair_key(merge->rank, i), merge->result});
  if (m_heap.empty()) return end;
  std::make_heap(m_heap.begin(), m_heap.end(), IsLater());
  m_links.resize(n);
  for (std::uint32_t i = 0; i < n; ++i)
    m_links[i] = {i == 0 ? k_no_symbol : i - 1, i + 1 == n ? k_no_symbol : i + 1};
  while (!m_heap.empty()) {
    std::pop_heap(m_heap.begin(), m_heap.end(), IsLater());
    const Candidate candidate = m_heap.back();
    m_heap.pop_back();
    if (is_still_there(candidate)) join(candidate);
  }
  const Symbol* left = std::remove_if(
      m_symbols, m_symbols + n, [](const Symbol& symbol) { return symbol.index == k_no_symbol; });
  return begin + static_cast<std::size_t>(left - m_symbols);
}

/// Neighbours may have changed meanwhile; what counts is that they still make the same.
bool Merger::is_still_there(const Candidate& candidate) const {
  const std::uint32_t next = m_links[candidate.at()].next;
  if (m_symbols[candidate.at()].index == k_no_symbol || next == k_no_symbol) return false;
  const auto* merge = m_merges.find(m_symbols[candidate.at()].index, m_symbols[next].index);
  return merge != nullptr && merge->result == candidate.result;
}

void Merger::join(const Candidate& candidate) {
  const std::uint32_t at = candidate.at();
  const std::uint32_t gone = m_links[at].next;
  m_symbols[at] = {candidate.result, m_symbols[at].n_bytes + m_symbols[gone].n_bytes};
  m_symbols[gone].index = k_no_symbol;
  const std::uint32_t next = m_links[gone].next;
  m_links[at].next = next;
  if (next != k_no_symbol) m_links[next].previous = at;
  if (m_links[at].previous != k_no_symbol) consider(m_links[at].previous, at);
  if (next != k_no_symbol) consider(at, next);
}

void Merger::consider(std::uint32_t left, std::uint32_t right) {
  const auto* merge = m_merges.find(m_symbols[left].index, m_symbols[right].index);
  if (merge == nullptr) return;
  m_heap.push_back({pair_key(merge->rank, left), merge->result});
  std::push_heap(m_heap.begin(), m_heap.end(), IsLater());
}

}  // namespace baryscope
