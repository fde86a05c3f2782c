#include "core/simplicial/clique_collector.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/number_text.h"

namespace baryscope {

CliqueCollector::CliqueCollector(const CliqueLimits& limits, const Watch& watch)
    : m_limits(limits), m_watch(watch) {
  // Address space, not memory: the list grows without being copied while it is not large.
  m_found.vertices.reserve(std::min(limits.n_vertices, std::size_t{1} << 22U));
  m_found.offsets.reserve(std::min(limits.n_cliques, std::size_t{1} << 20U));
}

std::span<std::int32_t> CliqueCollector::add(std::size_t arity) {
  tick();
  const std::size_t begin = m_found.vertices.size();
  if (m_found.size() >= m_limits.n_cliques || begin + arity > m_limits.n_vertices) {
    refuse();
  }
  m_found.vertices.resize(begin + arity);
  m_found.offsets.push_back(begin + arity);
  return {m_found.vertices.data() + begin, arity};
}

void CliqueCollector::refuse() const {
  const bool too_many = m_found.size() >= m_limits.n_cliques;
  const std::string limit =
      too_many ? "more than " + std::to_string(m_limits.n_cliques) + " maximal cliques"
               : "maximal cliques with more than " + std::to_string(m_limits.n_vertices) +
                     " vertices in all";
  throw CliqueError("the neighbourhood graph has " + limit +
                    ": it is too dense. Lower --k-neighbors, remove repeated points" +
                    (too_many ? ", or raise --clique-limit" : ""));
}

SimplexList CliqueCollector::sorted(int n_vertices) {
  const SimplexList& found = m_found;
  // By first vertex in linear time, then each of these groups by comparison: of the two vertices
  // that follow, and of the rest only where these are alike.
  std::vector<std::size_t> begins(static_cast<std::size_t>(n_vertices) + 1, 0);
  for (std::size_t s = 0; s < found.size(); ++s) {
    ++begins[static_cast<std::size_t>(found[s].front()) + 1];
  }
  for (std::size_t v = 0; v + 1 < begins.size(); ++v) {
    begins[v + 1] += begins[v];
  }
  struct Place {
    std::uint64_t following = 0;
    std::size_t clique = 0;
  };
  std::vector<Place> places(found.size());
  std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
  for (std::size_t s = 0; s < found.size(); ++s) {
    const auto clique = found[s];
    const auto vertex_or_none = [&clique](std::size_t v) {
      return v < clique.size() ? static_cast<std::uint64_t>(clique[v]) + 1 : 0;
    };
    places[next[static_cast<std::size_t>(clique.front())]++] = {
        vertex_or_none(1) << 32U | vertex_or_none(2), s};
  }
  const auto is_before = [this, &found](const Place& a, const Place& b) {
    if (a.following != b.following) {
      return a.following < b.following;
    }
    tick();
    return std::ranges::lexicographical_compare(found[a.clique], found[b.clique]);
  };
  for (std::size_t v = 0; v + 1 < begins.size(); ++v) {
    std::sort(places.begin() + static_cast<std::ptrdiff_t>(begins[v]),
              places.begin() + static_cast<std::ptrdiff_t>(begins[v + 1]), is_before);
  }
  SimplexList list;
  list.offsets.reserve(found.offsets.size());
  list.vertices.resize(found.vertices.size());
  auto end = list.vertices.begin();
  for (const Place& place : places) {
    tick();
    end = std::ranges::copy(found[place.clique], end).out;
    list.offsets.push_back(static_cast<std::size_t>(end - list.vertices.begin()));
  }
  return list;
}

}  // namespace baryscope
