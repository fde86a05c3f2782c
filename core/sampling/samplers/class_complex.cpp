#include "core/sampling/samplers/class_complex.h"

#include <cstdint>
#include <utility>

#include "core/base/error.h"
#include "core/simplicial/graph.h"
#include "core/simplicial/maximal_cliques.h"

namespace baryscope {
namespace {

Graph neighborhood_graph(ClassWork& work, std::span<const int> origins) {
  const int k = work.cut_neighbors(work.rows.size() - 1);
  std::vector<std::pair<std::int32_t, std::int32_t>> edges;
  if (k > 0) {
    const Matrix own = rows_of(work.space.points(), work.rows);
    const Neighbors found = NeighborIndex(own).find_for_own(origins, k, work.watch);
    edges.reserve(found.indices.size());
    for (std::size_t i = 0; i < origins.size(); ++i) {
      for (const std::int32_t neighbor : found.of(static_cast<int>(i))) {
        edges.emplace_back(origins[i], neighbor);
      }
    }
  }
  return make_graph(static_cast<int>(work.rows.size()), edges);
}

}  // namespace

SimplexList class_cliques(ClassWork& work, std::span<const int> origins) {
  const Graph graph = neighborhood_graph(work, origins);
  const auto row_of = [&](std::int32_t local) {
    return static_cast<std::int32_t>(work.rows[static_cast<std::size_t>(local)]);
  };
  work.sampled.edges.reserve(graph.n_edges());
  for (std::int32_t i = 0; i < graph.n_vertices; ++i) {
    for (const std::int32_t j : graph.neighbors(i)) {
      if (i < j) {
        work.sampled.edges.emplace_back(row_of(i), row_of(j));
      }
    }
  }
  CliqueLimits limits;
  limits.n_cliques = work.space.options().most_cliques;
  try {
    SimplexList cliques = maximal_cliques(graph, limits, work.watch);
    for (std::int32_t& vertex : cliques.vertices) {
      vertex = row_of(vertex);
    }
    return cliques;
  } catch (const CliqueError& error) {
    throw SamplerError("class " + work.class_name() + ": " + error.what());
  }
}

}  // namespace baryscope
