#include "core/sampling/neighbors/tree_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nanoflann.hpp>

#include "core/base/error.h"
#include "core/sampling/neighbors/nearest_list.h"
#include "core/sampling/neighbors/parallel_blocks.h"

namespace baryscope {
namespace {

/// nanoflann sums the bound of a box in another order than we sum a distance: so much larger than
/// the farthest of the k nearest may a bound be before its box is left out.
constexpr double k_margin = 1 + 1e-10;
/// Past this a squared difference could overflow, and the bounds of boxes would be no numbers.
constexpr double k_most_coordinate = 1e150;
constexpr int k_most_columns = 15;
constexpr std::size_t k_block = 256;
constexpr int k_probes = 32;
constexpr int k_probed_neighbors = 6;

/// The places as nanoflann reads them.
struct Places {
  const Matrix& points;

  [[nodiscard]] std::size_t kdtree_get_point_count() const {
    return static_cast<std::size_t>(points.n_rows);
  }
  [[nodiscard]] double kdtree_get_pt(std::size_t place, std::size_t column) const {
    return points.data[place * static_cast<std::size_t>(points.n_columns) + column];
  }
  template <class Box>
  bool kdtree_get_bbox(Box& /*box*/) const {
    return false;
  }
};

/// The squared distance as the direct sum in order of the columns.
struct DirectMetric {
  using ElementType = double;
  using DistanceType = double;
  const Places& places;

  explicit DirectMetric(const Places& source) : places(source) {}
  [[nodiscard]] double evalMetric(const double* query, std::size_t place, std::size_t size) const {
    const double* point = places.points.data.data() + place * size;
    double sum = 0;
    for (std::size_t c = 0; c < size; ++c) {
      const double difference = query[c] - point[c];
      sum += difference * difference;
    }
    return sum;
  }
  [[nodiscard]] double accum_dist(double a, double b, std::size_t /*column*/) const {
    return (a - b) * (a - b);
  }
};

/// What nanoflann asks and tells while it walks the tree.
class Found {
 public:
  using DistanceType = double;

  Found(NearestList& nearest, const DistinctPoints& points) : m_nearest(nearest), m_points(points) {
    update();
  }

  [[nodiscard]] std::size_t size() const { return 0; }
  [[nodiscard]] bool full() const { return true; }
  /// Asked once at every box of the tree that is looked into.
  [[nodiscard]] double worstDist() const {
    ++m_n_boxes;
    return m_limit;
  }
  [[nodiscard]] std::size_t n_boxes() const { return m_n_boxes; }
  bool addPoint(double squared, std::size_t place) {
    m_nearest.add(squared, m_points.members_of(static_cast<int>(place)));
    update();
    return true;
  }
  void sort() {}

 private:
  /// nanoflann takes what is nearer than the limit only: it must be past the ties.
  void update() {
    m_limit = std::max(m_nearest.worst() * k_margin, std::numeric_limits<double>::min());
  }

  NearestList& m_nearest;
  const DistinctPoints& m_points;
  double m_limit = 0;
  mutable std::size_t m_n_boxes = 0;
};

#if NANOFLANN_VERSION >= 0x150
using Parameters = nanoflann::SearchParameters;
#else
using Parameters = nanoflann::SearchParams;
#endif

bool is_moderate(std::span<const double> values) {
  return std::ranges::all_of(values, [](double x) { return std::abs(x) <= k_most_coordinate; });
}

template <int dimension>
class TreeSearch : public NeighborSearch {
 public:
  explicit TreeSearch(const DistinctPoints& points)
      : m_points(points),
        m_places{points.places},
        m_tree(static_cast<int>(points.places.n_columns), m_places,
               nanoflann::KDTreeSingleIndexAdaptorParams(12)) {}

  /// Boxes that a query looks into: the mean over a few places all over.
  [[nodiscard]] double mean_boxes() const {
    NearestList nearest;
    const int n = std::min(k_probes, m_points.size());
    std::size_t n_boxes = 0;
    for (int probe = 0; probe < n; ++probe) {
      const auto place = static_cast<int>(std::int64_t{probe} * m_points.size() / n);
      nearest.restart(k_probed_neighbors, -1);
      Found found(nearest, m_points);
      m_tree.findNeighbors(found, m_points.places.row(place).data(), Parameters());
      n_boxes += found.n_boxes();
    }
    return static_cast<double>(n_boxes) / std::max(n, 1);
  }

  void search(const NeighborQueries& queries, Neighbors& neighbors,
              const Watch& watch) const override {
    const auto k = static_cast<std::size_t>(neighbors.k);
    for_blocks(static_cast<std::size_t>(queries.n_queries), k_block, watch,
               [&](std::size_t begin, std::size_t end) {
                 NearestList nearest;
                 for (std::size_t q = begin; q < end; ++q) {
                   const auto query = static_cast<int>(q);
                   nearest.restart(neighbors.k, queries.excluded(query));
                   find(queries[query], nearest);
                   nearest.write({neighbors.indices.data() + q * k, k},
                                 {neighbors.squared_distances.data() + q * k, k});
                 }
               });
  }

 private:
  using Tree = nanoflann::KDTreeSingleIndexAdaptor<DirectMetric, Places, dimension, std::uint32_t>;

  void find(std::span<const double> query, NearestList& nearest) const {
    if (!is_moderate(query)) {
      for (int place = 0; place < m_points.size(); ++place) {
        nearest.add(squared_distance(query, m_points.places.row(place)),
                    m_points.members_of(place));
      }
      return;
    }
    Found found(nearest, m_points);
    m_tree.findNeighbors(found, query.data(), Parameters());
  }

  const DistinctPoints& m_points;
  Places m_places;
  Tree m_tree;
};

template <int dimension>
std::unique_ptr<const NeighborSearch> make_unless_slow(const DistinctPoints& points,
                                                       double most_boxes) {
  auto search = std::make_unique<TreeSearch<dimension>>(points);
  if (std::isfinite(most_boxes) && search->mean_boxes() > most_boxes) {
    return nullptr;
  }
  return search;
}

}  // namespace

bool suits_tree(const DistinctPoints& points) {
  const int n_columns = points.places.n_columns;
  return n_columns >= 1 && n_columns <= k_most_columns && is_moderate(points.places.data);
}

std::unique_ptr<const NeighborSearch> find_tree_search(const DistinctPoints& points,
                                                       double most_boxes) {
  BARYSCOPE_CHECK(suits_tree(points));
  switch (points.places.n_columns) {
    case 2:
      return make_unless_slow<2>(points, most_boxes);
    case 3:
      return make_unless_slow<3>(points, most_boxes);
    default:
      return make_unless_slow<-1>(points, most_boxes);
  }
}

}  // namespace baryscope
