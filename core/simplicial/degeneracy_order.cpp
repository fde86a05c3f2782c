#include "core/simplicial/degeneracy_order.h"

#include <algorithm>

namespace baryscope {
namespace {

/// The vertices sorted by remaining degree, with where each degree begins and each vertex stands.
class DegreeBuckets {
 public:
  explicit DegreeBuckets(const Graph& graph)
      : m_degrees(static_cast<std::size_t>(graph.n_vertices)),
        m_vertices(m_degrees.size()),
        m_places(m_degrees.size()) {
    std::size_t largest = 0;
    for (std::size_t v = 0; v < m_degrees.size(); ++v) {
      m_degrees[v] = graph.degree(static_cast<int>(v));
      largest = std::max(largest, m_degrees[v]);
    }
    m_begins.assign(largest + 2, 0);
    for (const std::size_t degree : m_degrees) {
      ++m_begins[degree + 1];
    }
    for (std::size_t d = 0; d <= largest; ++d) {
      m_begins[d + 1] += m_begins[d];
    }
    std::vector<std::size_t> next(m_begins.begin(), m_begins.end() - 1);
    for (std::size_t v = 0; v < m_degrees.size(); ++v) {
      m_places[v] = next[m_degrees[v]]++;
      m_vertices[m_places[v]] = static_cast<std::int32_t>(v);
    }
  }

  [[nodiscard]] std::int32_t at(std::size_t place) const { return m_vertices[place]; }
  [[nodiscard]] std::size_t place(std::int32_t vertex) const {
    return m_places[static_cast<std::size_t>(vertex)];
  }
  [[nodiscard]] std::size_t degree(std::int32_t vertex) const {
    return m_degrees[static_cast<std::size_t>(vertex)];
  }

  /// One neighbour less: the vertex changes places with the first of its bucket, which then begins
  /// behind it.
  void lower(std::int32_t vertex) {
    const auto v = static_cast<std::size_t>(vertex);
    const std::size_t first = m_begins[m_degrees[v]]++;
    const std::int32_t other = m_vertices[first];
    std::swap(m_vertices[first], m_vertices[m_places[v]]);
    std::swap(m_places[v], m_places[static_cast<std::size_t>(other)]);
    --m_degrees[v];
  }

 private:
  std::vector<std::size_t> m_degrees;
  std::vector<std::int32_t> m_vertices;
  std::vector<std::size_t> m_places;
  std::vector<std::size_t> m_begins;
};

}  // namespace

OrientedGraph orient_by_degeneracy(const Graph& graph) {
  const auto n = static_cast<std::size_t>(graph.n_vertices);
  DegreeBuckets buckets(graph);
  OrientedGraph oriented;
  oriented.order.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t v = buckets.at(i);
    oriented.order.push_back(v);
    for (const std::int32_t w : graph.neighbors(v)) {
      if (buckets.degree(w) > buckets.degree(v)) {
        buckets.lower(w);
      }
    }
  }
  oriented.offsets = graph.offsets;
  oriented.splits.resize(n);
  oriented.targets.resize(graph.targets.size());
  for (std::size_t v = 0; v < n; ++v) {
    const auto vertex = static_cast<std::int32_t>(v);
    std::size_t next = graph.offsets[v];
    for (const bool later : {true, false}) {
      for (const std::int32_t w : graph.neighbors(vertex)) {
        if ((buckets.place(w) > buckets.place(vertex)) == later) {
          oriented.targets[next++] = w;
        }
      }
      if (later) {
        oriented.splits[v] = next;
      }
    }
    oriented.degeneracy = std::max(oriented.degeneracy, oriented.splits[v] - oriented.offsets[v]);
  }
  return oriented;
}

}  // namespace baryscope
