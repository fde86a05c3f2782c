#include "core/simplicial/clique_collector.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/parallel_blocks.h"

namespace baryscope {
namespace {

struct Place {
  std::uint64_t following = 0;  ///< the two vertices behind the first
  const std::int32_t* vertices = nullptr;
  std::size_t arity = 0;
};

bool is_before(const Place& a, const Place& b) {
  if (a.following != b.following) {
    return a.following < b.following;
  }
  return std::lexicographical_compare(a.vertices, a.vertices + a.arity, b.vertices,
                                      b.vertices + b.arity);
}

void sort_group(std::span<Place> group) {
  constexpr std::size_t few = 16;
  if (group.size() > few) {
    std::ranges::sort(group, is_before);
    return;
  }
  for (std::size_t i = 1; i < group.size(); ++i) {
    const Place place = group[i];
    std::size_t at = i;
    for (; at > 0 && is_before(place, group[at - 1]); --at) {
      group[at] = group[at - 1];
    }
    group[at] = place;
  }
}

[[noreturn]] void refuse(const CliqueLimits& limits, bool too_many) {
  const std::string limit =
      too_many ? "more than " + std::to_string(limits.n_cliques) + " maximal cliques"
               : "maximal cliques with more than " + std::to_string(limits.n_vertices) +
                     " vertices in all";
  throw CliqueError("the neighbourhood graph has " + limit +
                    ": it is too dense. Lower --k-neighbors, remove repeated points" +
                    (too_many ? ", or raise --clique-limit" : ""));
}

}  // namespace

CliqueCollector::CliqueCollector(CliqueTally& tally, const Watch& watch)
    : m_tally(tally), m_watch(watch) {
  // Address space, not memory: the lists grow without being copied while they are not large. The
  // first takes most of it: a list that outweighs all others lets the allocator keep their pages
  // from one call to the next.
  const unsigned shift = tally.n_collectors++ == 0 ? 0 : 5;
  m_vertices.reserve(std::min(tally.limits.n_vertices, (std::size_t{1} << 22U) >> shift));
  m_offsets.reserve(std::min(tally.limits.n_cliques, (std::size_t{1} << 19U) >> shift));
}

std::span<std::int32_t> CliqueCollector::add(std::size_t arity) {
  constexpr std::size_t most_uncounted = 1024;
  constexpr std::size_t most_vertices_uncounted = std::size_t{1} << 16U;
  tick();
  const std::size_t begin = m_offsets.back();
  if (n_cliques() - m_n_counted >= most_uncounted ||
      begin - m_n_vertices_counted >= most_vertices_uncounted) {
    count();
  }
  if (begin + arity > m_vertices.size()) {
    m_vertices.resize(begin + arity + std::max<std::size_t>(begin / 2, 4096));
  }
  m_offsets.push_back(begin + arity);
  return {m_vertices.data() + begin, arity};
}

void CliqueCollector::count() {
  const std::size_t n_new = n_cliques() - m_n_counted;
  const std::size_t n_vertices_new = m_offsets.back() - m_n_vertices_counted;
  m_n_counted += n_new;
  m_n_vertices_counted += n_vertices_new;
  const bool too_many = m_tally.n_cliques.fetch_add(n_new) + n_new > m_tally.limits.n_cliques;
  const bool too_large =
      m_tally.n_vertices.fetch_add(n_vertices_new) + n_vertices_new > m_tally.limits.n_vertices;
  if (too_many || too_large) {
    refuse(m_tally.limits, too_many);
  }
}

SimplexList CliqueCollector::sorted(std::span<const CliqueCollector* const> collectors,
                                    int n_vertices, const Watch& watch) {
  // By first vertex in linear time, then each of these groups by comparison: of the two vertices
  // that follow, and of the rest only where these are alike.
  struct Group {
    std::size_t begin = 0;         ///< of the cliques
    std::size_t begin_vertex = 0;  ///< of their vertices
  };
  const auto n = static_cast<std::size_t>(n_vertices);
  std::vector<Group> groups(n + 1);
  for (const CliqueCollector* collector : collectors) {
    for (std::size_t s = 0; s < collector->n_cliques(); ++s) {
      const auto vertices = collector->clique(s);
      Group& group = groups[static_cast<std::size_t>(vertices.front())];
      ++group.begin;
      group.begin_vertex += vertices.size();
    }
  }
  Group sum;
  for (Group& group : groups) {
    const Group here = group;
    group = sum;
    sum.begin += here.begin;
    sum.begin_vertex += here.begin_vertex;
  }
  std::vector<Place> places(sum.begin);
  std::vector<std::size_t> next(n);
  std::ranges::transform(groups.begin(), groups.end() - 1, next.begin(), &Group::begin);
  for (const CliqueCollector* collector : collectors) {
    for (std::size_t s = 0; s < collector->n_cliques(); ++s) {
      const auto vertices = collector->clique(s);
      const auto vertex_or_none = [&vertices](std::size_t v) {
        return v < vertices.size() ? static_cast<std::uint64_t>(vertices[v]) + 1 : 0;
      };
      places[next[static_cast<std::size_t>(vertices.front())]++] = {
          vertex_or_none(1) << 32U | vertex_or_none(2), vertices.data(), vertices.size()};
    }
  }
  SimplexList list;
  list.offsets.resize(sum.begin + 1);
  list.vertices.resize(sum.begin_vertex);
  for_blocks(n, vertices_per_block(n), watch, [&](std::size_t begin, std::size_t end) {
    std::int32_t* target = list.vertices.data() + groups[begin].begin_vertex;
    for (std::size_t v = begin; v < end; ++v) {
      const std::span<Place> group(places.data() + groups[v].begin,
                                   places.data() + groups[v + 1].begin);
      sort_group(group);
      for (const Place& place : group) {
        for (std::size_t i = 0; i < place.arity; ++i) {
          *target++ = place.vertices[i];
        }
        list.offsets[static_cast<std::size_t>(&place - places.data()) + 1] =
            static_cast<std::size_t>(target - list.vertices.data());
      }
      watch.check();
    }
  });
  return list;
}

}  // namespace baryscope
