/// Where found cliques go: counted against the limits, put into order at the end.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/simplicial/maximal_cliques.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

/// In which blocks vertices are shared out among threads: all in one where that is not worth it.
inline std::size_t vertices_per_block(std::size_t n_vertices) {
  return n_vertices < 2048 ? std::max<std::size_t>(n_vertices, 1) : 512;
}

/// What the collectors of several threads have found together.
struct CliqueTally {
  CliqueLimits limits;
  std::atomic<std::size_t> n_cliques{0}, n_vertices{0};
  std::size_t n_collectors = 0;
};

/// Of one thread.
class CliqueCollector {
 public:
  CliqueCollector(CliqueTally& tally, const Watch& watch);

  /// Room for one more clique, to be filled with its vertices, ascending. Throws CliqueError soon
  /// past a limit, and count() at once.
  std::span<std::int32_t> add(std::size_t arity);
  /// A little work was done: now and then asks whether to go on.
  void tick() {
    if ((++m_n_ticks & 1023U) == 0) {
      m_watch.check();
    }
  }
  /// Adds what is new to the tally.
  void count();
  /// All cliques in lexicographic order of a graph with this many vertices.
  static SimplexList sorted(std::span<const CliqueCollector* const> collectors, int n_vertices,
                            const Watch& watch);

 private:
  [[nodiscard]] std::size_t n_cliques() const { return m_offsets.size() - 1; }
  [[nodiscard]] std::span<const std::int32_t> clique(std::size_t s) const {
    return {m_vertices.data() + m_offsets[s], m_offsets[s + 1] - m_offsets[s]};
  }

  CliqueTally& m_tally;
  const Watch& m_watch;
  std::uint32_t m_n_ticks = 0;
  std::size_t m_n_counted = 0, m_n_vertices_counted = 0;
  std::vector<std::size_t> m_offsets{0};  ///< [n_cliques + 1]
  std::vector<std::int32_t> m_vertices;   ///< the cliques', and room for more
};

}  // namespace baryscope
