#include "core/sampling/neighbors/blocked_search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/sampling/neighbors/nearest_list.h"
#include "core/sampling/neighbors/parallel_blocks.h"
#include "core/sampling/neighbors/product_filter.h"
#include "core/sampling/neighbors/scaled_points.h"

namespace baryscope {
namespace {

constexpr int k_block_queries = 16 * k_tile_queries;
/// Bytes of points that a block of queries goes through at a time: half of a small level 2 cache.
constexpr std::size_t k_block_bytes = std::size_t{1} << 17;
/// Pairs of a tile from which on direct sums of all its points at once are faster than one by one.
constexpr int k_many_pairs = 12;
/// The shuffle is no part of a result.
constexpr std::uint64_t k_shuffle_seed = 5;
constexpr float k_never = -std::numeric_limits<float>::infinity();

/// The queries of one block and what each has found.
struct QueryBlock {
  std::vector<float> columns;  ///< [n_groups, d, k_tile_queries]
  std::vector<float> norms, limits;
  std::vector<NearestList> nearest;
  std::vector<double> tile;  ///< [d, k_tile_points] for direct sums of many pairs
};

using Doubles = double __attribute__((vector_size(16)));
using LooseDoubles = double __attribute__((vector_size(16), aligned(8), may_alias));

/// Squared distances of the query to 8 points of a tile [d, k_tile_points] from `first` on, each
/// the direct sum.
void direct_sums(std::span<const double> query, const double* first, double* sums) {
  Doubles sum0 = {}, sum1 = {}, sum2 = {}, sum3 = {};
  for (const double x : query) {
    const auto* points = reinterpret_cast<const LooseDoubles*>(first);
    const Doubles difference0 = x - points[0], difference1 = x - points[1],
                  difference2 = x - points[2], difference3 = x - points[3];
    sum0 += difference0 * difference0;
    sum1 += difference1 * difference1;
    sum2 += difference2 * difference2;
    sum3 += difference3 * difference3;
    first += k_tile_points;
  }
  auto* to = reinterpret_cast<LooseDoubles*>(sums);
  to[0] = sum0;
  to[1] = sum1;
  to[2] = sum2;
  to[3] = sum3;
}

/// 0 … n − 1 in an order that is the same for the same n: a search that keeps the best seen so far
/// improves seldom then.
std::vector<int> shuffled(int n) {
  std::vector<int> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  Random random(k_shuffle_seed);
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random.below(i)]);
  }
  return order;
}

class BlockedSearch : public NeighborSearch {
 public:
  explicit BlockedSearch(const DistinctPoints& points)
      : m_points(points),
        m_order(shuffled(points.size())),
        m_scaled(make_scaled_points(points.places, m_order)) {
    if (!m_scaled.usable) {
      return;
    }
    const auto d = static_cast<std::size_t>(points.places.n_columns);
    m_n_tiles = (static_cast<std::size_t>(points.size()) + k_tile_points - 1) / k_tile_points;
    m_columns.resize(m_n_tiles * d * k_tile_points);
    m_norms.resize(m_n_tiles * k_tile_points, std::numeric_limits<float>::infinity());
    const double share = norm_share(points.places.n_columns);
    for (std::size_t p = 0; p < m_order.size(); ++p) {
      float* tile = m_columns.data() + p / k_tile_points * d * k_tile_points;
      m_norms[p] =
          static_cast<float>(share * m_scaled.write(points.places.row(m_order[p]),
                                                    tile + p % k_tile_points, k_tile_points));
    }
  }

  void search(const NeighborQueries& queries, Neighbors& neighbors,
              const Watch& watch) const override {
    for_blocks(static_cast<std::size_t>(queries.n_queries), k_block_queries, watch,
               [&, filter = product_filter()](std::size_t begin, std::size_t end) {
                 search_block(queries, begin, end, filter, neighbors, watch);
               });
  }

 private:
  void search_block(const NeighborQueries& queries, std::size_t begin, std::size_t end,
                    ProductFilter filter, Neighbors& neighbors, const Watch& watch) const {
    QueryBlock block = start(queries, begin, end, neighbors.k);
    for (std::size_t q = begin; q < end; ++q) {
      if (!m_scaled.usable || block.limits[q - begin] == k_never) {
        scan(queries[static_cast<int>(q)], block.nearest[q - begin], watch);
      }
    }
    const auto d = std::max<std::size_t>(1, static_cast<std::size_t>(m_points.places.n_columns));
    const std::size_t step = k_block_bytes / (d * k_tile_points * sizeof(float)) + 1;
    for (std::size_t first = 0; first < m_n_tiles; first += step) {
      watch.check();
      const std::size_t last = std::min(m_n_tiles, first + step);
      for (std::size_t group = 0; group * k_tile_queries < end - begin; ++group) {
        const std::size_t lane = group * k_tile_queries;
        ProductTile tile{
            block.columns.data() + lane * d, block.norms.data() + lane, nullptr, nullptr,
            block.limits.data() + lane,      static_cast<int>(d)};
        TileMasks masks;
        for (std::size_t t = first; t < last; ++t) {
          tile.points = m_columns.data() + t * d * k_tile_points;
          tile.point_norms = m_norms.data() + t * k_tile_points;
          if (filter(tile, masks)) {
            decide(queries, begin + lane, t, masks, block, lane);
          }
        }
      }
    }
    const auto k = static_cast<std::size_t>(neighbors.k);
    for (std::size_t q = begin; q < end; ++q) {
      block.nearest[q - begin].write({neighbors.indices.data() + q * k, k},
                                     {neighbors.squared_distances.data() + q * k, k});
    }
  }

  [[nodiscard]] QueryBlock start(const NeighborQueries& queries, std::size_t begin, std::size_t end,
                                 int k) const {
    const auto d = static_cast<std::size_t>(m_points.places.n_columns);
    const std::size_t n = end - begin;
    const std::size_t n_lanes = (n + k_tile_queries - 1) / k_tile_queries * k_tile_queries;
    QueryBlock block;
    block.columns.resize(n_lanes * d);
    block.norms.resize(n_lanes);
    block.limits.resize(n_lanes, k_never);
    block.nearest.resize(n);
    for (std::size_t q = 0; q < n; ++q) {
      const auto query = static_cast<int>(begin + q);
      block.nearest[q].restart(k, queries.excluded(query));
      if (!m_scaled.usable || !(m_scaled.squared_norm(queries[query]) <= ScaledPoints::most_norm)) {
        continue;
      }
      float* group = block.columns.data() + q / k_tile_queries * k_tile_queries * d;
      const double norm =
          m_scaled.write(queries[query], group + q % k_tile_queries, k_tile_queries);
      block.norms[q] = static_cast<float>(norm_share(m_points.places.n_columns) * norm);
      block.limits[q] = std::numeric_limits<float>::infinity();
    }
    return block;
  }

  /// Direct sums for the pairs of a tile that the filter let through.
  void decide(const NeighborQueries& queries, std::size_t first_query, std::size_t tile,
              const TileMasks& masks, QueryBlock& block, std::size_t lane) const {
    int n_pairs = 0;
    for (const std::uint32_t mask : masks) {
      n_pairs += std::popcount(mask);
    }
    const std::size_t first_place = tile * k_tile_points;
    const auto n_places = std::min<std::size_t>(k_tile_points, m_order.size() - first_place);
    const std::span<const int> places = std::span(m_order).subspan(first_place, n_places);
    const bool many = n_pairs >= k_many_pairs;
    if (many) {
      gather(places, block.tile);
    }
    for (std::size_t q = 0; q < k_tile_queries; ++q) {
      const std::uint32_t mask = masks[q] & ((1U << n_places) - 1);
      if (mask == 0) {
        continue;
      }
      NearestList& nearest = block.nearest[lane + q];
      const std::span<const double> query = queries[static_cast<int>(first_query + q)];
      std::array<double, k_tile_points> sums{};
      if (many) {
        direct_sums(query, block.tile.data(), sums.data());
        direct_sums(query, block.tile.data() + k_tile_points / 2, sums.data() + k_tile_points / 2);
      }
      for (std::uint32_t rest = mask; rest != 0; rest &= rest - 1) {
        const auto p = static_cast<std::size_t>(std::countr_zero(rest));
        const double squared =
            many ? sums[p]
                 : squared_distance_up_to(query, m_points.places.row(places[p]), nearest.worst());
        nearest.add(squared, m_points.members_of(places[p]));
      }
      block.limits[lane + q] = limit_of(nearest.worst());
    }
  }

  /// Columns of these places side by side.
  void gather(std::span<const int> places, std::vector<double>& tile) const {
    const auto d = static_cast<std::size_t>(m_points.places.n_columns);
    tile.resize(d * k_tile_points);
    for (std::size_t p = 0; p < places.size(); ++p) {
      const std::span<const double> place = m_points.places.row(places[p]);
      for (std::size_t c = 0; c < d; ++c) {
        tile[c * k_tile_points + p] = place[c];
      }
    }
  }

  /// A limit in single precision and scaled units that is no less than `squared`.
  [[nodiscard]] float limit_of(double squared) const {
    const double scaled = squared * m_scaled.scale * m_scaled.scale * (1 + 1e-6) +
                          k_underflow * (m_points.places.n_columns + 1);
    return scaled < 1e38 ? static_cast<float>(scaled) : std::numeric_limits<float>::infinity();
  }

  void scan(std::span<const double> query, NearestList& nearest, const Watch& watch) const {
    constexpr int often = 4096;
    for (int place = 0; place < m_points.size(); ++place) {
      if (place % often == 0) {
        watch.check();
      }
      nearest.add(squared_distance_up_to(query, m_points.places.row(place), nearest.worst()),
                  m_points.members_of(place));
    }
  }

  const DistinctPoints& m_points;
  std::vector<int> m_order;  ///< places as they stand in the tiles
  ScaledPoints m_scaled;
  std::size_t m_n_tiles = 0;
  std::vector<float> m_columns;  ///< [n_tiles, d, k_tile_points]
  std::vector<float> m_norms;    ///< [n_tiles, k_tile_points]
};

}  // namespace

std::unique_ptr<const NeighborSearch> make_blocked_search(const DistinctPoints& points) {
  return std::make_unique<BlockedSearch>(points);
}

}  // namespace baryscope
