/// The merges of byte-pair encoding, and words under them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace baryscope {

/// Two symbols → what they make, and how soon. One open table.
class MergeTable {
 public:
  struct Merge {
    std::uint32_t rank = 0, result = 0;
  };

  explicit MergeTable(std::size_t n_merges);
  /// False if the pair has one already.
  bool add(std::uint32_t left, std::uint32_t right, const Merge& merge);
  [[nodiscard]] const Merge* find(std::uint32_t left, std::uint32_t right) const;

 private:
  struct Slot {
    std::uint64_t key = k_free;
    Merge merge;
  };
  static constexpr std::uint64_t k_free = 0xFFFFFFFFFFFFFFFF;
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const;

  std::vector<Slot> m_slots;
};

/// A stretch of a word.
struct Symbol {
  std::uint32_t index = 0;    ///< in the vocabulary
  std::uint32_t n_bytes = 0;  ///< of the word that it covers
};

/// Merges neighbours until none has a merge, the lowest rank first, of equal ones the leftmost:
/// O(n log n) for n symbols, by a heap over a linked list.
class Merger {
 public:
  explicit Merger(const MergeTable& merges) : m_merges(merges) {}
  /// Of symbols[begin, end) those that are left, moved to the front of that stretch; its new end.
  std::size_t merge(std::vector<Symbol>& symbols, std::size_t begin, std::size_t end);

 private:
  struct Link {
    std::uint32_t previous, next;
  };
  /// By rank, then by place.
  struct Candidate {
    std::uint64_t rank_and_place;
    std::uint32_t result;
    [[nodiscard]] std::uint32_t at() const { return static_cast<std::uint32_t>(rank_and_place); }
  };
  struct IsLater {
    bool operator()(const Candidate& a, const Candidate& b) const {
      return a.rank_and_place > b.rank_and_place;
    }
  };

  void consider(std::uint32_t left, std::uint32_t right);
  [[nodiscard]] bool is_still_there(const Candidate& candidate) const;
  void join(const Candidate& candidate);

  const MergeTable& m_merges;
  Symbol* m_symbols = nullptr;  // of the stretch at hand
  std::vector<Link> m_links;
  std::vector<Candidate> m_heap;
};

}  // namespace baryscope
