#include "core/simplicial/maximal_cliques.h"

#include <cstdint>
#include <span>
#include <vector>

#include "core/simplicial/clique_collector.h"
#include "core/simplicial/degeneracy_order.h"
#include "core/simplicial/narrow_clique_search.h"
#include "core/simplicial/wide_clique_search.h"

namespace baryscope {
namespace {

/// One search a vertex, in the order: for the cliques in which it is the earliest. Its later
/// neighbours are the members, its earlier ones exclude. An earlier neighbour is earlier than the
/// members too: what joins them stands in the later part of its row, which is short even where the
/// vertex or a member is a hub.
class CliqueWalk {
 public:
  CliqueWalk(const OrientedGraph& graph, CliqueCollector& collector)
      : m_graph(graph),
        m_collector(collector),
        m_narrow(collector),
        m_wide(collector),
        m_excluded(graph.order.size()),
        m_places(graph.order.size(), no_place) {
    std::size_t n_masks = 0;
    for (std::size_t v = 0; v < m_excluded.size(); ++v) {
      m_excluded[v].begin = n_masks;
      if (is_narrow(static_cast<std::int32_t>(v))) {
        n_masks += graph.rows[v].n_earlier;
      }
    }
    m_masks.resize(n_masks);
  }

  void search_from(std::int32_t vertex) {
    m_collector.tick();
    if (is_narrow(vertex)) {
      search_narrow(vertex);
    } else {
      search_wide(vertex);
    }
  }

 private:
  using Members = std::span<const std::int32_t>;
  static constexpr std::size_t most_narrow = NarrowCliqueSearch::most_members;
  static constexpr std::uint8_t no_place = most_narrow;

  /// What a narrow vertex has heard from its earlier neighbours.
  struct Excluded {
    std::size_t begin = 0;  ///< of m_masks
    std::uint32_t n_masks = 0;
    bool all = false;  ///< one of them neighbours every member: there is nothing to search
  };

  [[nodiscard]] bool is_narrow(std::int32_t vertex) const {
    return m_graph.later(vertex).size() <= most_narrow;
  }

  /// `common`: those of the narrow vertex's later neighbours that an earlier one has too.
  void tell(std::int32_t vertex, std::uint64_t common) {
    Excluded& excluded = m_excluded[static_cast<std::size_t>(vertex)];
    if (common == NarrowCliqueSearch::all_of(m_graph.later(vertex).size())) {
      excluded.all = true;
    } else if (common != 0) {
      m_masks[excluded.begin + excluded.n_masks++] = common;
    }
  }

  void search_narrow(std::int32_t vertex) {
    const Members members = m_graph.later(vertex);
    for (std::size_t i = 0; i < members.size(); ++i) {
      m_places[static_cast<std::size_t>(members[i])] = static_cast<std::uint8_t>(i);
      __builtin_prefetch(m_graph.later(members[i]).data());  // read soon, and all over the memory
    }
    m_narrow.begin(vertex, members);
    for (std::size_t i = 0; i < members.size(); ++i) {
      // What two rows have in common, by the places in either: one tells of the member's
      // neighbours here, the other of what this vertex will exclude in the member's own search.
      const Members theirs = m_graph.later(members[i]);
      std::uint64_t here = 0;
      std::uint64_t there = 0;
      for (std::size_t t = 0; t < theirs.size(); ++t) {
        const unsigned place = m_places[static_cast<std::size_t>(theirs[t])];
        const std::uint64_t is_common = place < no_place ? 1 : 0;
        here |= is_common << (place % most_narrow);
        there |= is_common << (t % most_narrow);
      }
      m_narrow.join(i, here);
      if (theirs.size() <= most_narrow) {
        tell(members[i], there);
      }
    }
    for (const std::int32_t member : members) {
      m_places[static_cast<std::size_t>(member)] = no_place;
    }
    const Excluded& excluded = m_excluded[static_cast<std::size_t>(vertex)];
    if (!excluded.all) {
      m_narrow.run(std::span(m_masks).subspan(excluded.begin, excluded.n_masks));
    }
  }

  void search_wide(std::int32_t vertex) {
    const Members members = m_graph.later(vertex);
    m_indices.resize(m_graph.order.size(), -1);
    for (std::size_t i = 0; i < members.size(); ++i) {
      m_indices[static_cast<std::size_t>(members[i])] = static_cast<std::int32_t>(i);
    }
    m_wide.begin(vertex, members);
    bool any_left = true;
    for (const std::int32_t other : m_graph.earlier(vertex)) {
      any_left = any_left && m_wide.exclude(find_common(other));
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      const bool narrow = is_narrow(members[i]);
      if (any_left || narrow) {
        m_wide.join(i, find_common(members[i]));
      }
      if (narrow) {
        tell(members[i], m_common_bits);
      }
    }
    for (const std::int32_t member : members) {
      m_indices[static_cast<std::size_t>(member)] = -1;
    }
    if (any_left) {
      m_wide.run();
    }
  }

  /// The members that are later neighbours of `vertex`, by their indices; by the bits of their
  /// places there in m_common_bits where these are at most 64.
  Members find_common(std::int32_t vertex) {
    m_collector.tick();
    const Members theirs = m_graph.later(vertex);
    m_common.clear();
    m_common_bits = 0;
    for (std::size_t t = 0; t < theirs.size(); ++t) {
      const std::int32_t index = m_indices[static_cast<std::size_t>(theirs[t])];
      if (index >= 0) {
        m_common.push_back(index);
        m_common_bits |= std::uint64_t{1} << (t % most_narrow);
      }
    }
    return m_common;
  }

  const OrientedGraph& m_graph;
  CliqueCollector& m_collector;
  NarrowCliqueSearch m_narrow;
  WideCliqueSearch m_wide;
  std::vector<Excluded> m_excluded;     ///< [n_vertices]
  std::vector<std::uint64_t> m_masks;   ///< as many for every narrow vertex as it has earlier ones
  std::vector<std::uint8_t> m_places;   ///< [n_vertices] a member's index, or no_place
  std::vector<std::int32_t> m_indices;  ///< [n_vertices] the same for wide searches, or −1
  std::vector<std::int32_t> m_common;
  std::uint64_t m_common_bits = 0;
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
