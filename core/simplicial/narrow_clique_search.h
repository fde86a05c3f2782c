/// Bron–Kerbosch among at most 64 vertices: every set is one word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/simplicial/clique_collector.h"

namespace baryscope {

class NarrowCliqueSearch {
 public:
  static constexpr std::size_t most_members = 64;

  explicit NarrowCliqueSearch(CliqueCollector& collector) : m_collector(collector) {}

  /// The set of the first n ≤ 64 members.
  static std::uint64_t all_of(std::size_t n) {
    return n == 0 ? 0 : ~std::uint64_t{0} >> (most_members - n);
  }

  /// Starts a search for the maximal cliques that hold `vertex` and any of `members` (ascending,
  /// all its neighbours, at most 64). `members` must outlive run().
  void begin(std::int32_t vertex, std::span<const std::int32_t> members);
  /// The member with this index is a neighbour of those in `mask`.
  void join(std::size_t index, std::uint64_t mask);
  /// Hands every maximal clique to the collector, but for those whose members are all in one of
  /// the `excluded` sets: it has a common neighbour none of whose cliques are looked for. None of
  /// them holds all members.
  void run(std::span<const std::uint64_t> excluded);

 private:
  void expand(std::uint64_t clique, std::uint64_t candidates, std::uint64_t done,
              std::size_t first_mask);
  void found(std::uint64_t clique);

  CliqueCollector& m_collector;
  std::int32_t m_vertex = 0;
  std::span<const std::int32_t> m_members;
  std::uint64_t m_all = 0;
  std::uint64_t m_below = 0;                ///< the members before `vertex`
  std::uint64_t m_rows[most_members] = {};  ///< neighbours of each member among the members
  std::vector<std::uint64_t> m_masks;       ///< a stack: the excluded of each level
};

}  // namespace baryscope
