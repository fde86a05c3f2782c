/// Graphs whose cliques are known, and random ones.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/simplicial/graph.h"

namespace baryscope {

using Edges = std::vector<std::pair<std::int32_t, std::int32_t>>;

/// Vertex i and vertex j are neighbours where `related(i, j)`, i < j.
template <class Relation>
Graph graph_where(int n, Relation related) {
  Edges edges;
  for (int i = 0; i < n; ++i) {
    for (int j = i + 1; j < n; ++j) {
      if (related(i, j)) {
        edges.emplace_back(i, j);
      }
    }
  }
  return make_graph(n, edges);
}

inline Graph complete_graph(int n) {
  return graph_where(n, [](int, int) { return true; });
}

/// Groups of `group` vertices that are neighbours of all but their own group: group^(n / group)
/// maximal cliques (Moon & Moser 1965 for groups of three; the cocktail party for two).
inline Graph grouped_graph(int n, int group) {
  return graph_where(n, [group](int i, int j) { return i / group != j / group; });
}

inline Graph random_graph(int n, double density, std::uint64_t seed) {
  Random random(seed);
  return graph_where(n, [&](int, int) { return random.uniform() < density; });
}

/// i and i ± 1 … ± reach around a circle: a regular n-gon whose points have 2 · reach neighbours.
inline Graph circle_graph(int n, int reach) {
  Edges edges;
  for (int i = 0; i < n; ++i) {
    for (int step = 1; step <= reach; ++step) {
      edges.emplace_back(i, (i + step) % n);
    }
  }
  return make_graph(n, edges);
}

}  // namespace baryscope
