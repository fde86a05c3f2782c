#include "core/simplicial/maximal_cliques.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/simplicial/clique_collector.h"
#include "core/simplicial/degeneracy_order.h"
#include "core/simplicial/narrow_clique_search.h"
#include "core/simplicial/wide_clique_search.h"

namespace baryscope {
namespace {

/// One search a vertex: the cliques in which it is the earliest of the order. Its later neighbours
/// are the members, its earlier ones exclude.
class CliqueWalk {
 public:
  CliqueWalk(const OrientedGraph& graph, CliqueCollector& collector)
      : m_graph(graph),
        m_collector(collector),
        m_narrow(collector),
        m_wide(collector),
        m_indices(graph.order.size(), -1) {}

  void search_from(std::int32_t vertex) {
    m_collector.tick();
    const auto members = m_graph.later(vertex);
    for (std::size_t i = 0; i < members.size(); ++i) {
      m_indices[static_cast<std::size_t>(members[i])] = static_cast<std::int32_t>(i);
    }
    if (members.size() <= NarrowCliqueSearch::most_members) {
      search_narrow(vertex, members);
    } else {
      search_wide(vertex, members);
    }
    for (const std::int32_t member : members) {
      m_indices[static_cast<std::size_t>(member)] = -1;
    }
  }

 private:
  using Members = std::span<const std::int32_t>;

  [[nodiscard]] std::int32_t index(std::int32_t vertex) const {
    return m_indices[static_cast<std::size_t>(vertex)];
  }

  template <class Search>
  void join_members(Members members, Search& search) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      m_collector.tick();
      for (const std::int32_t neighbor : m_graph.later(members[i])) {
        if (index(neighbor) >= 0) {
          search.join(i, static_cast<std::size_t>(index(neighbor)));
        }
      }
    }
  }

  // An earlier neighbour of the vertex is earlier than its members too: what joins them stands in
  // the later part of its row, which is short even where the vertex or a member is a hub.

  void search_narrow(std::int32_t vertex, Members members) {
    m_narrow.begin(vertex, members);
    for (const std::int32_t other : m_graph.earlier(vertex)) {
      m_collector.tick();
      std::uint64_t mask = 0;
      for (const std::int32_t neighbor : m_graph.later(other)) {
        if (index(neighbor) >= 0) {
          mask |= std::uint64_t{1} << index(neighbor);
        }
      }
      if (!m_narrow.exclude(mask)) {
        return;
      }
    }
    join_members(members, m_narrow);
    m_narrow.run();
  }

  void search_wide(std::int32_t vertex, Members members) {
    m_wide.begin(vertex, members);
    for (const std::int32_t other : m_graph.earlier(vertex)) {
      m_collector.tick();
      m_common.clear();
      for (const std::int32_t neighbor : m_graph.later(other)) {
        if (index(neighbor) >= 0) {
          m_common.push_back(index(neighbor));
        }
      }
      if (!m_wide.exclude(m_common)) {
        return;
      }
    }
    join_members(members, m_wide);
    m_wide.run();
  }

  const OrientedGraph& m_graph;
  CliqueCollector& m_collector;
  NarrowCliqueSearch m_narrow;
  WideCliqueSearch m_wide;
  std::vector<std::int32_t> m_indices;  ///< [n_vertices] index among the members, or −1
  std::vector<std::int32_t> m_common;
};

}  // namespace

SimplexList maximal_cliques(const Graph& graph, const CliqueLimits& limits, const Watch& watch) {
  watch.check();
  const OrientedGraph oriented = orient_by_degeneracy(graph);
  CliqueCollector collector(limits, watch);
  CliqueWalk walk(oriented, collector);
  for (const std::int32_t vertex : oriented.order) {
    walk.search_from(vertex);
  }
  return collector.sorted(graph.n_vertices);
}

}  // namespace baryscope
