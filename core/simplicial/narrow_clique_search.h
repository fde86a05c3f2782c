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

  /// Starts a search for the maximal cliques that hold `vertex` and any of `members` (ascending,
  /// all its neighbours, at most 64). `members` must outlive run().
  void begin(std::int32_t vertex, std::span<const std::int32_t> members);
  /// Members with these indices are neighbours.
  void join(std::size_t a, std::size_t b) {
    m_rows[a] |= std::uint64_t{1} << b;
    m_rows[b] |= std::uint64_t{1} << a;
  }
  /// A common neighbour of `vertex` and of the members in `mask`, none of whose cliques are
  /// looked for. False where it is a neighbour of all members: then no clique is left to find.
  bool exclude(std::uint64_t mask);
  /// Hands every maximal clique to the collector.
  void run();

 private:
  void expand(std::uint64_t clique, std::uint64_t candidates, std::uint64_t done,
              std::size_t first_mask);
  void found(std::uint64_t clique);

  CliqueCollector& m_collector;
  std::int32_t m_vertex = 0;
  std::span<const std::int32_t> m_members;
  std::uint64_t m_all = 0;
  std::uint64_t m_rows[most_members] = {};  ///< neighbours of each member among the members
  std::vector<std::uint64_t> m_masks;       ///< a stack: the excluded of each level
};

}  // namespace baryscope
