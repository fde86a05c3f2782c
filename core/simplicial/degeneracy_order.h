/// A graph whose edges point from earlier to later in a degeneracy order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/simplicial/graph.h"

namespace baryscope {

/// Every vertex's neighbours, those later in the order before those earlier, each part ascending.
struct OrientedGraph {
  struct Row {
    std::size_t begin = 0;  ///< of `targets`
    std::uint32_t n_later = 0, n_earlier = 0;
  };
  std::vector<std::int32_t> order;    ///< [n_vertices] the vertices from first to last
  std::vector<Row> rows;              ///< [n_vertices]
  std::vector<std::int32_t> targets;  ///< [2 · n_edges]
  std::size_t degeneracy = 0;         ///< the most later neighbours of any vertex

  [[nodiscard]] std::span<const std::int32_t> later(std::int32_t vertex) const {
    const Row& row = rows[static_cast<std::size_t>(vertex)];
    return {targets.data() + row.begin, row.n_later};
  }
  [[nodiscard]] std::span<const std::int32_t> earlier(std::int32_t vertex) const {
    const Row& row = rows[static_cast<std::size_t>(vertex)];
    return {targets.data() + row.begin + row.n_later, row.n_earlier};
  }
};

/// Takes a vertex of the least remaining degree away again and again, in time linear in the edges
/// (Batagelj & Zaveršnik 2003): no vertex has more later neighbours than the degeneracy.
OrientedGraph orient_by_degeneracy(const Graph& graph);

}  // namespace baryscope
