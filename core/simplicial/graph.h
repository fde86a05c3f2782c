/// Undirected graphs as compressed rows of sorted neighbours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace baryscope {

/// No loops, no repeated edges; every edge stands in both rows.
struct Graph {
  int n_vertices = 0;
  std::vector<std::size_t> offsets{0};  ///< [n_vertices + 1]
  std::vector<std::int32_t> targets;    ///< [2 · n_edges], ascending in every row

  [[nodiscard]] std::span<const std::int32_t> neighbors(int vertex) const {
    const auto v = static_cast<std::size_t>(vertex);
    return {targets.data() + offsets[v], offsets[v + 1] - offsets[v]};
  }
  [[nodiscard]] std::size_t degree(int vertex) const { return neighbors(vertex).size(); }
  [[nodiscard]] std::size_t n_edges() const { return targets.size() / 2; }
  friend bool operator==(const Graph&, const Graph&) = default;
};

/// Symmetrised by OR: an edge given in one direction, both, or many times is one edge; loops fall
/// away. Vertices outside [0, n_vertices) are a programmer's mistake.
Graph make_graph(int n_vertices,
                 std::span<const std::pair<std::int32_t, std::int32_t>> directed_edges);

}  // namespace baryscope
