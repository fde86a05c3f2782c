#include "core/simplicial/clique_collector.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/number_text.h"

namespace baryscope {

void CliqueCollector::add(std::int32_t vertex, std::span<const std::int32_t> others) {
  tick();
  if (m_found.size() >= m_limits.n_cliques ||
      m_found.vertices.size() + others.size() + 1 > m_limits.n_vertices) {
    refuse();
  }
  const auto place = std::lower_bound(others.begin(), others.end(), vertex);
  m_found.vertices.insert(m_found.vertices.end(), others.begin(), place);
  m_found.vertices.push_back(vertex);
  m_found.vertices.insert(m_found.vertices.end(), place, others.end());
  m_found.offsets.push_back(m_found.vertices.size());
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
  // By first vertex in linear time, then each of these groups by comparison.
  std::vector<std::size_t> begins(static_cast<std::size_t>(n_vertices) + 1, 0);
  for (std::size_t s = 0; s < found.size(); ++s) {
    ++begins[static_cast<std::size_t>(found[s].front()) + 1];
  }
  for (std::size_t v = 0; v + 1 < begins.size(); ++v) {
    begins[v + 1] += begins[v];
  }
  std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
  std::vector<std::size_t> order(found.size());
  for (std::size_t s = 0; s < found.size(); ++s) {
    order[next[static_cast<std::size_t>(found[s].front())]++] = s;
  }
  for (std::size_t v = 0; v + 1 < begins.size(); ++v) {
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(begins[v]),
              order.begin() + static_cast<std::ptrdiff_t>(begins[v + 1]),
              [this, &found](std::size_t a, std::size_t b) {
                tick();
                return std::ranges::lexicographical_compare(found[a].subspan(1),
                                                            found[b].subspan(1));
              });
  }
  SimplexList list;
  list.offsets.reserve(found.offsets.size());
  list.vertices.reserve(found.vertices.size());
  for (const std::size_t s : order) {
    tick();
    list.push_back(found[s]);
  }
  return list;
}

}  // namespace baryscope
