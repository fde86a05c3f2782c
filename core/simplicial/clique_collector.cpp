#include "core/simplicial/clique_collector.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/number_text.h"

namespace baryscope {

CliqueCollector::CliqueCollector(const CliqueLimits& limits, const Watch& watch)
    : m_limits(limits), m_watch(watch) {
  // Address space, not memory: the lists grow without being copied while they are not large.
  m_vertices.reserve(std::min(limits.n_vertices, std::size_t{1} << 22U));
  m_offsets.reserve(std::min(limits.n_cliques, std::size_t{1} << 20U));
}

std::span<std::int32_t> CliqueCollector::add(std::size_t arity) {
  tick();
  const std::size_t begin = m_offsets.back();
  if (n_cliques() >= m_limits.n_cliques || begin + arity > m_limits.n_vertices) {
    refuse();
  }
  if (begin + arity > m_vertices.size()) {
    m_vertices.resize(begin + arity + std::max<std::size_t>(begin / 2, 4096));
  }
  m_offsets.push_back(begin + arity);
  return {m_vertices.data() + begin, arity};
}

void CliqueCollector::refuse() const {
  const bool too_many = n_cliques() >= m_limits.n_cliques;
  const std::string limit =
      too_many ? "more than " + std::to_string(m_limits.n_cliques) + " maximal cliques"
               : "maximal cliques with more than " + std::to_string(m_limits.n_vertices) +
                     " vertices in all";
  throw CliqueError("the neighbourhood graph has " + limit +
                    ": it is too dense. Lower --k-neighbors, remove repeated points" +
                    (too_many ? ", or raise --clique-limit" : ""));
}

SimplexList CliqueCollector::sorted(int n_vertices) {
  // By first vertex in linear time, then each of these groups by comparison: of the two vertices
  // that follow, and of the rest only where these are alike.
  std::vector<std::size_t> begins(static_cast<std::size_t>(n_vertices) + 1, 0);
  for (std::size_t s = 0; s < n_cliques(); ++s) {
    ++begins[static_cast<std::size_t>(clique(s).front()) + 1];
  }
  for (std::size_t v = 0; v + 1 < begins.size(); ++v) {
    begins[v + 1] += begins[v];
  }
  struct Place {
    std::uint64_t following = 0;
    std::size_t clique = 0;
  };
  std::vector<Place> places(n_cliques());
  std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
  for (std::size_t s = 0; s < n_cliques(); ++s) {
    const auto vertices = clique(s);
    const auto vertex_or_none = [&vertices](std::size_t v) {
      return v < vertices.size() ? static_cast<std::uint64_t>(vertices[v]) + 1 : 0;
    };
    places[next[static_cast<std::size_t>(vertices.front())]++] = {
        vertex_or_none(1) << 32U | vertex_or_none(2), s};
  }
  const auto is_before = [this](const Place& a, const Place& b) {
    if (a.following != b.following) {
      return a.following < b.following;
    }
    tick();
    return std::ranges::lexicographical_compare(clique(a.clique), clique(b.clique));
  };
  constexpr std::size_t few = 16;
  for (std::size_t v = 0; v + 1 < begins.size(); ++v) {
    Place* const group = places.data() + begins[v];
    const std::size_t n = begins[v + 1] - begins[v];
    if (n > few) {
      std::sort(group, group + n, is_before);
      continue;
    }
    for (std::size_t i = 1; i < n; ++i) {
      const Place place = group[i];
      std::size_t at = i;
      for (; at > 0 && is_before(place, group[at - 1]); --at) {
        group[at] = group[at - 1];
      }
      group[at] = place;
    }
  }
  SimplexList list;
  list.offsets.reserve(m_offsets.size());
  list.vertices.resize(m_offsets.back());
  std::int32_t* end = list.vertices.data();
  for (const Place& place : places) {
    tick();
    for (const std::int32_t vertex : clique(place.clique)) {
      *end++ = vertex;
    }
    list.offsets.push_back(static_cast<std::size_t>(end - list.vertices.data()));
  }
  return list;
}

}  // namespace baryscope
