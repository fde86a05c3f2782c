/// Where found cliques go: counted against the limits, put into order at the end.
#pragma once

#include <cstdint>
#include <span>

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
  [[noreturn]] void refuse() const;

  CliqueLimits m_limits;
  const Watch& m_watch;
  std::uint32_t m_n_ticks = 0;
  SimplexList m_found;
};

}  // namespace baryscope
