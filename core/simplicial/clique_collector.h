/// Where found cliques go: counted against the limits, put into order at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/simplicial/maximal_cliques.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

class CliqueCollector {
 public:
  CliqueCollector(const CliqueLimits& limits, const Watch& watch);

  /// Room for one more clique, to be filled with its vertices, ascending. Throws CliqueError past
  /// a limit.
  std::span<std::int32_t> add(std::size_t arity);
  /// A little work was done: now and then asks whether to go on.
  void tick() {
    if ((++m_n_ticks & 1023U) == 0) {
      m_watch.check();
    }
  }
  /// All cliques in lexicographic order of a graph with this many vertices.
  [[nodiscard]] SimplexList sorted(int n_vertices);

 private:
  [[nodiscard]] std::size_t n_cliques() const { return m_offsets.size() - 1; }
  [[nodiscard]] std::span<const std::int32_t> clique(std::size_t s) const {
    return {m_vertices.data() + m_offsets[s], m_offsets[s + 1] - m_offsets[s]};
  }
  [[noreturn]] void refuse() const;

  CliqueLimits m_limits;
  const Watch& m_watch;
  std::uint32_t m_n_ticks = 0;
  std::vector<std::size_t> m_offsets{0};  ///< [n_cliques + 1]
  std::vector<std::int32_t> m_vertices;   ///< the cliques', and room for more
};

}  // namespace baryscope
