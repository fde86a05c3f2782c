#include "core/simplicial/graph.h"

#include <algorithm>

#include "core/base/error.h"

namespace baryscope {
namespace {

/// Removes repeats from ascending rows, in place.
void merge_repeats(Graph& graph) {
  std::size_t kept = 0;
  std::size_t begin = 0;
  for (std::size_t v = 0; v < static_cast<std::size_t>(graph.n_vertices); ++v) {
    const std::size_t end = graph.offsets[v + 1];
    const std::size_t row = kept;
    for (std::size_t e = begin; e < end; ++e) {
      if (kept == row || graph.targets[kept - 1] != graph.targets[e]) {
        graph.targets[kept++] = graph.targets[e];
      }
    }
    graph.offsets[v + 1] = kept;
    begin = end;
  }
  graph.targets.resize(kept);
}

}  // namespace

Graph make_graph(int n_vertices,
                 std::span<const std::pair<std::int32_t, std::int32_t>> directed_edges) {
  BARYSCOPE_CHECK(n_vertices >= 0);
  const auto n = static_cast<std::size_t>(n_vertices);
  Graph graph;
  graph.n_vertices = n_vertices;
  graph.offsets.assign(n + 1, 0);
  for (const auto& [a, b] : directed_edges) {
    BARYSCOPE_CHECK(a >= 0 && a < n_vertices && b >= 0 && b < n_vertices);
    if (a != b) {
      ++graph.offsets[static_cast<std::size_t>(a) + 1];
      ++graph.offsets[static_cast<std::size_t>(b) + 1];
    }
  }
  for (std::size_t v = 0; v < n; ++v) {
    graph.offsets[v + 1] += graph.offsets[v];
  }
  // Rows in any order first; a transposition then visits sources in order, so that every row
  // ascends. The multigraph is symmetric: its transpose is itself.
  std::vector<std::int32_t> unordered(graph.offsets[n]);
  std::vector<std::size_t> next(graph.offsets.begin(), graph.offsets.end() - 1);
  for (const auto& [a, b] : directed_edges) {
    if (a != b) {
      unordered[next[static_cast<std::size_t>(a)]++] = b;
      unordered[next[static_cast<std::size_t>(b)]++] = a;
    }
  }
  std::copy(graph.offsets.begin(), graph.offsets.end() - 1, next.begin());
  graph.targets.resize(unordered.size());
  for (std::size_t v = 0; v < n; ++v) {
    for (std::size_t e = graph.offsets[v]; e < graph.offsets[v + 1]; ++e) {
      graph.targets[next[static_cast<std::size_t>(unordered[e])]++] = static_cast<std::int32_t>(v);
    }
  }
  merge_repeats(graph);
  return graph;
}

}  // namespace baryscope
