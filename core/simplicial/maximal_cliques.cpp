#include "core/simplicial/maximal_cliques.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "core/base/parallel_blocks.h"
#include "core/simplicial/clique_collector.h"
#include "core/simplicial/degeneracy_order.h"
#include "core/simplicial/narrow_clique_search.h"
#include "core/simplicial/wide_clique_search.h"

namespace baryscope {
namespace {

/// Where the later neighbours of vertices meet, in words that stand as the graph's targets do. Of
/// a later neighbour: those that are its own later ones too. Then, for as many earlier ones: those
/// that are theirs too. An earlier neighbour is earlier than the later ones too: what joins them
/// stands in the later part of its row, which is short even where the vertex or a member is a hub.
struct CommonNeighbors {
  explicit CommonNeighbors(const OrientedGraph& oriented)
      : graph(oriented),
        words(std::make_unique_for_overwrite<std::uint64_t[]>(oriented.targets.size())) {}

  const OrientedGraph& graph;
  std::unique_ptr<std::uint64_t[]> words;  ///< [2 · n_edges], written for narrow vertices only

  [[nodiscard]] bool is_narrow(std::int32_t vertex) const {
    return graph.later(vertex).size() <= NarrowCliqueSearch::most_members;
  }
  /// `common`: those of the narrow vertex's later neighbours that an earlier one has too.
  void tell(std::int32_t vertex, std::uint32_t rank, std::uint64_t common) {
    const OrientedGraph::Row& row = graph.rows[static_cast<std::size_t>(vertex)];
    words[row.begin + row.n_later + rank] = common;
  }
};

/// What one thread needs. One search a vertex, for the cliques in which it is the earliest: its
/// later neighbours are the members, its earlier ones exclude.
class CliqueWalk {
 public:
  CliqueWalk(CommonNeighbors& common, CliqueTally& tally, const Watch& watch)
      : m_collector(tally, watch),
        m_graph(common.graph),
        m_shared(common),
        m_narrow(m_collector),
        m_wide(m_collector),
        m_places(m_graph.order.size(), no_place) {}

  /// Finds the words of a narrow vertex, and of narrow ones what they hear from this one.
  void meet(std::int32_t vertex) {
    m_collector.tick();
    if (m_shared.is_narrow(vertex)) {
      meet_narrow(vertex);
    } else {
      meet_wide(vertex);
    }
  }

  /// All must have met.
  void search_from(std::int32_t vertex) {
    m_collector.tick();
    if (!m_shared.is_narrow(vertex)) {
      search_wide(vertex);
      return;
    }
    const OrientedGraph::Row& row = m_graph.rows[static_cast<std::size_t>(vertex)];
    const std::uint64_t* const words = m_shared.words.get() + row.begin;
    m_narrow.run(vertex, m_graph.later(vertex), {words, row.n_later},
                 {words + row.n_later, row.n_earlier});
  }

  [[nodiscard]] CliqueCollector& collector() { return m_collector; }

 private:
  using Members = std::span<const std::int32_t>;
  static constexpr std::size_t most_narrow = NarrowCliqueSearch::most_members;
  static constexpr std::uint8_t no_place = most_narrow;

  [[nodiscard]] const std::uint32_t* ranks(std::int32_t vertex) const {
    return m_graph.ranks.data() + m_graph.rows[static_cast<std::size_t>(vertex)].begin;
  }

  void meet_narrow(std::int32_t vertex) {
    const Members members = m_graph.later(vertex);
    for (std::size_t i = 0; i < members.size(); ++i) {
      m_places[static_cast<std::size_t>(members[i])] = static_cast<std::uint8_t>(i);
      __builtin_prefetch(m_graph.later(members[i]).data());  // read soon, and all over the memory
    }
    const std::uint32_t* const member_ranks = ranks(vertex);
    std::uint64_t* const words =
        m_shared.words.get() + m_graph.rows[static_cast<std::size_t>(vertex)].begin;
    const std::uint8_t* const places = m_places.data();
    for (std::size_t i = 0; i < members.size(); ++i) {
      // What two rows have in common, by the places in either: one tells of the member's
      // neighbours here, the other of what this vertex will exclude in the member's own search.
      const Members theirs = m_graph.later(members[i]);
      std::uint64_t here = 0;
      std::uint64_t there = 0;
      for (std::size_t t = 0; t < theirs.size(); ++t) {
        const unsigned place = places[theirs[t]];
        const std::uint64_t is_common = place < no_place ? 1 : 0;
        here |= is_common << (place % most_narrow);
        there |= is_common << (t % most_narrow);
      }
      words[i] = here;
      if (theirs.size() <= most_narrow) {
        m_shared.tell(members[i], member_ranks[i], there);
      }
    }
    for (const std::int32_t member : members) {
      m_places[static_cast<std::size_t>(member)] = no_place;
    }
  }

  void meet_wide(std::int32_t vertex) {
    const Members members = m_graph.later(vertex);
    set_indices(members);
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (m_shared.is_narrow(members[i])) {
        find_common(members[i]);
        m_shared.tell(members[i], ranks(vertex)[i], m_common_bits);
      }
    }
    clear_indices(members);
  }

  void search_wide(std::int32_t vertex) {
    const Members members = m_graph.later(vertex);
    set_indices(members);
    m_wide.begin(vertex, members);
    bool any_left = true;
    for (const std::int32_t other : m_graph.earlier(vertex)) {
      any_left = any_left && m_wide.exclude(find_common(other));
    }
    for (std::size_t i = 0; i < members.size() && any_left; ++i) {
      m_wide.join(i, find_common(members[i]));
    }
    clear_indices(members);
    if (any_left) {
      m_wide.run();
    }
  }

  void set_indices(Members members) {
    m_indices.resize(m_graph.order.size(), -1);
    for (std::size_t i = 0; i < members.size(); ++i) {
      m_indices[static_cast<std::size_t>(members[i])] = static_cast<std::int32_t>(i);
    }
  }

  void clear_indices(Members members) {
    for (const std::int32_t member : members) {
      m_indices[static_cast<std::size_t>(member)] = -1;
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

  CliqueCollector m_collector;
  const OrientedGraph& m_graph;
  CommonNeighbors& m_shared;
  NarrowCliqueSearch m_narrow;
  WideCliqueSearch m_wide;
  std::vector<std::uint8_t> m_places;   ///< [n_vertices] a member's index, or no_place
  std::vector<std::int32_t> m_indices;  ///< [n_vertices] the same for wide vertices, or −1
  std::vector<std::int32_t> m_common;
  std::uint64_t m_common_bits = 0;
};

/// One walk a thread. Which thread takes which walk is open.
class CliqueWalks {
 public:
  CliqueWalks(CommonNeighbors& common, CliqueTally& tally, const Watch& watch)
      : m_order(common.graph.order), m_block(vertices_per_block(m_order.size())), m_watch(watch) {
    const std::size_t n_walks = most_block_threads(m_order.size(), m_block);
    for (std::size_t w = 0; w < n_walks; ++w) {
      m_idle.push_back(std::make_unique<CliqueWalk>(common, tally, watch));
    }
  }

  void for_all(void (CliqueWalk::*step)(std::int32_t vertex)) {
    for_blocks(m_order.size(), m_block, m_watch, [&](std::size_t begin, std::size_t end) {
      std::unique_ptr<CliqueWalk> walk;
      {
        const std::scoped_lock lock(m_mutex);
        walk = std::move(m_idle.back());
        m_idle.pop_back();
      }
      for (std::size_t i = begin; i < end; ++i) {
        ((*walk).*step)(m_order[i]);
      }
      const std::scoped_lock lock(m_mutex);
      m_idle.push_back(std::move(walk));
    });
  }

  /// What was found, which lives as long as this.
  [[nodiscard]] std::vector<const CliqueCollector*> collectors() {
    std::vector<const CliqueCollector*> collectors;
    for (const auto& walk : m_idle) {
      walk->collector().count();
      collectors.push_back(&walk->collector());
    }
    return collectors;
  }

 private:
  const std::vector<std::int32_t>& m_order;
  std::size_t m_block;
  const Watch& m_watch;
  std::mutex m_mutex;
  std::vector<std::unique_ptr<CliqueWalk>> m_idle;
};

}  // namespace

SimplexList maximal_cliques(const Graph& graph, const CliqueLimits& limits, const Watch& watch) {
  watch.check();
  const OrientedGraph oriented = orient_by_degeneracy(graph);
  CommonNeighbors common(oriented);
  CliqueTally tally{limits};
  CliqueWalks walks(common, tally, watch);
  walks.for_all(&CliqueWalk::meet);
  walks.for_all(&CliqueWalk::search_from);
  return CliqueCollector::sorted(walks.collectors(), graph.n_vertices, watch);
}

}  // namespace baryscope
