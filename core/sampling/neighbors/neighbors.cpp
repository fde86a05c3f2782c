#include "core/sampling/neighbors/neighbors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/geometry/exact_scaling.h"
#include "core/sampling/neighbors/blocked_search.h"
#include "core/sampling/neighbors/tree_search.h"

namespace baryscope {
namespace {

/// Neighbours in one answer: 1.2 GB.
constexpr std::size_t k_most_neighbors = 100'000'000;

/// In so few columns a tree is never slow. In more a box of the tree costs about what the blocked
/// search needs for 100 places, and its overhead is worth 40 boxes (measured with AVX2).
constexpr int k_sure_columns = 3;
constexpr double k_places_per_box = 100;
constexpr double k_fewest_boxes = 40;

std::unique_ptr<const NeighborSearch> make_search(const DistinctPoints& points) {
  std::unique_ptr<const NeighborSearch> search;
  if (suits_tree(points)) {
    search = find_tree_search(points, points.places.n_columns <= k_sure_columns
                                          ? std::numeric_limits<double>::infinity()
                                          : k_fewest_boxes + points.size() / k_places_per_box);
  }
  return search ? std::move(search) : make_blocked_search(points);
}

bool all_finite(const Matrix& points) {
  return std::ranges::all_of(points.data, [](double x) { return std::isfinite(x); });
}

}  // namespace

struct NeighborIndex::Implementation {
  const Matrix* points;
  ExactScaling scaling;
  DistinctPoints distinct;
  std::unique_ptr<const NeighborSearch> search;

  [[nodiscard]] Neighbors find(const NeighborQueries& queries, int k, int n_candidates,
                               const Watch& watch) const {
    BARYSCOPE_CHECK(k >= 0);
    Neighbors neighbors;
    neighbors.n_queries = queries.n_queries;
    neighbors.k = std::min(k, std::max(n_candidates, 0));
    const std::size_t n =
        static_cast<std::size_t>(neighbors.n_queries) * static_cast<std::size_t>(neighbors.k);
    if (n > k_most_neighbors) {
      throw Error(fmt::format(
          "{} neighbours of each of {} points are more than the {} that are held at once; ask for "
          "fewer neighbours, {} at most",
          neighbors.k, neighbors.n_queries, k_most_neighbors,
          k_most_neighbors / static_cast<std::size_t>(neighbors.n_queries)));
    }
    neighbors.indices.resize(n);
    neighbors.squared_distances.resize(n);
    neighbors.exponent = scaling.exponent;
    if (n > 0 && scaling.is_identity()) {
      search->search(queries, neighbors, watch);
    } else if (n > 0) {
      const Matrix scaled = scaling(*queries.points);
      search->search({&scaled, queries.own_rows, queries.n_queries}, neighbors, watch);
    }
    return neighbors;
  }
};

double Neighbors::distance(std::size_t entry) const {
  const double own = std::sqrt(squared_distances[entry]);
  return exponent == 0 ? own
                       : std::min(std::ldexp(own, -exponent), std::numeric_limits<double>::max());
}

NeighborIndex::NeighborIndex(const Matrix& points) {
  BARYSCOPE_CHECK(all_finite(points));
  auto implementation = std::make_unique<Implementation>();
  implementation->points = &points;
  implementation->scaling = scaling_for_distances(points);
  implementation->distinct = implementation->scaling.is_identity()
                                 ? make_distinct_points(points)
                                 : make_distinct_points(implementation->scaling(points));
  implementation->search = make_search(implementation->distinct);
  m_implementation = std::move(implementation);
}

NeighborIndex::~NeighborIndex() = default;
NeighborIndex::NeighborIndex(NeighborIndex&&) noexcept = default;
NeighborIndex& NeighborIndex::operator=(NeighborIndex&&) noexcept = default;

Neighbors NeighborIndex::find(const Matrix& queries, int k, const Watch& watch) const {
  BARYSCOPE_CHECK(queries.n_columns == m_implementation->points->n_columns || queries.n_rows == 0);
  BARYSCOPE_CHECK(all_finite(queries));
  return m_implementation->find({&queries, {}, queries.n_rows}, k, m_implementation->points->n_rows,
                                watch);
}

Neighbors NeighborIndex::find_among_own(int k, const Watch& watch) const {
  std::vector<int> rows(static_cast<std::size_t>(m_implementation->points->n_rows));
  std::iota(rows.begin(), rows.end(), 0);
  return find_for_own(rows, k, watch);
}

Neighbors NeighborIndex::find_for_own(std::span<const int> rows, int k, const Watch& watch) const {
  const Matrix& points = *m_implementation->points;
  BARYSCOPE_CHECK(
      std::ranges::all_of(rows, [&](int row) { return row >= 0 && row < points.n_rows; }));
  return m_implementation->find({&points, rows, static_cast<int>(rows.size())}, k,
                                points.n_rows - 1, watch);
}

Matrix rows_of(const Matrix& points, std::span<const int> rows) {
  Matrix chosen(static_cast<int>(rows.size()), points.n_columns);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(points.row(rows[i]), chosen.row(static_cast<int>(i)).begin());
  }
  return chosen;
}

}  // namespace baryscope
