/// Bron–Kerbosch among any number of vertices: sets of many words, levels on a stack of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/simplicial/clique_collector.h"

namespace baryscope {

class WideCliqueSearch {
 public:
  explicit WideCliqueSearch(CliqueCollector& collector) : m_collector(collector) {}

  /// Starts a search for the maximal cliques that hold `vertex` and any of `members` (ascending,
  /// all its neighbours). `members` must outlive run().
  void begin(std::int32_t vertex, std::span<const std::int32_t> members);
  /// The member with this index is a neighbour of those with the others.
  void join(std::size_t index, std::span<const std::int32_t> neighbors);
  /// A common neighbour of `vertex` and of the members with these indices (each once), none of
  /// whose cliques are looked for. False where it is a neighbour of all members: then no clique is
  /// left to find.
  bool exclude(std::span<const std::int32_t> neighbors);
  /// Hands every maximal clique to the collector.
  void run();

 private:
  using Word = std::uint64_t;
  struct Level {
    std::size_t first_excluded = 0, end_excluded = 0;  ///< of m_excluded
    std::size_t clique_size = 0;  ///< of m_clique, with this level's universal vertices
    std::size_t branch = 0;       ///< the member that is being followed
    bool following = false;
  };

  void set(std::size_t row, std::size_t bit) {
    m_rows[row * m_n_words + bit / 64] |= Word{1} << (bit % 64);
  }
  [[nodiscard]] bool has(std::size_t row, std::size_t bit) const {
    return (m_rows[row * m_n_words + bit / 64] >> (bit % 64) & 1U) != 0;
  }
  [[nodiscard]] std::size_t n_common(std::size_t row, const Word* with) const;
  [[nodiscard]] Word* candidates(std::size_t level) { return &m_sets[2 * level * m_n_words]; }
  [[nodiscard]] Word* branches(std::size_t level) { return candidates(level) + m_n_words; }

  void push_level(std::size_t first_excluded);
  bool open_last();
  bool follow_next();
  void found();

  CliqueCollector& m_collector;
  std::int32_t m_vertex = 0;
  std::span<const std::int32_t> m_members;
  std::size_t m_n_words = 0;
  std::vector<Word> m_rows;  ///< [n_members + n_excluded, n_words] neighbours among the members
  std::vector<Level> m_levels;
  std::vector<Word> m_sets;             ///< [n_levels, candidates and branches, n_words]
  std::vector<std::size_t> m_excluded;  ///< a stack of rows: the excluded of each level
  std::vector<std::size_t> m_clique;    ///< a stack of members
  std::vector<Word> m_universal;        ///< [n_words]
};

}  // namespace baryscope
