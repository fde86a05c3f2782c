#include "core/sampling/blocked_search.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "core/sampling/nearest_list.h"
#include "core/sampling/parallel_blocks.h"
#include "core/sampling/product_filter.h"

namespace baryscope {
namespace {

constexpr int k_block_queries = 16 * k_tile_queries;
/// Bytes of points that a block of queries goes through at a time: half of a small level 2 cache.
constexpr std::size_t k_block_bytes = std::size_t{1} << 17;
/// Half the distance from 1 to the next number in single precision.
constexpr double k_rounding = 0x1p-24;
/// What numbers too small for single precision may be off, of data scaled to 1.
constexpr double k_underflow = 1e-36;
/// Extents whose squares neither overflow nor underflow in double precision, and the squared norm
/// of a scaled query that single precision can still hold.
constexpr double k_least_extent = 1e-140;
constexpr double k_most_extent = 1e140;
constexpr double k_most_norm = 1e30;
constexpr float k_never = -std::numeric_limits<float>::infinity();

/// Rounding of the filter. Let a, b be a scaled, centred query and point and N = ‖a‖² + ‖b‖².
/// Rounding them to single precision moves their squared distance by at most 4 u N, the product in
/// any order of summation is off by (d + 1) u N, the two additions after it by 4 u N, and ours of
/// the norms by u N (u = 2⁻²⁴, terms in u² left out; the direct sum in double precision by far
/// less). With twice that much taken off both norms, what the filter computes is no larger than the
/// direct sum.
double norm_share(int n_columns) { return 1 - 2 * (n_columns + 16) * k_rounding; }

/// (x − center) · scale in single precision.
struct ScaledPoints {
  std::vector<double> center;  ///< [d]
  double scale = 1;            ///< a power of two
  bool usable = true;          ///< false: nothing is filtered out

  /// The squared norm in double precision.
  [[nodiscard]] double squared_norm(std::span<const double> from) const {
    double norm = 0;
    for (std::size_t c = 0; c < from.size(); ++c) {
      const double x = (from[c] - center[c]) * scale;
      norm += x * x;
    }
    return norm;
  }

  /// Writes column c to to[c · stride]; the squared norm of what was written. The norm above is
  /// small enough for single precision.
  double write(std::span<const double> from, float* to, std::size_t stride) const {
    double norm = 0;
    for (std::size_t c = 0; c < from.size(); ++c) {
      const auto scaled = static_cast<float>((from[c] - center[c]) * scale);
      to[c * stride] = scaled;
      norm += static_cast<double>(scaled) * static_cast<double>(scaled);
    }
    return norm;
  }
};

ScaledPoints make_scaled_points(const Matrix& points) {
  const auto d = static_cast<std::size_t>(points.n_columns);
  ScaledPoints scaled;
  scaled.center.resize(d);
  for (int row = 0; row < points.n_rows; ++row) {
    for (std::size_t c = 0; c < d; ++c) {
      scaled.center[c] += points.row(row)[c] / points.n_rows;
    }
  }
  double extent = 0;
  for (int row = 0; row < points.n_rows; ++row) {
    for (std::size_t c = 0; c < d; ++c) {
      extent = std::max(extent, std::abs(points.row(row)[c] - scaled.center[c]));
    }
  }
  scaled.usable =
      extent >= k_least_extent && extent <= k_most_extent && norm_share(points.n_columns) > 0.5;
  if (scaled.usable) {
    scaled.scale = std::ldexp(1.0, -std::ilogb(extent) - 1);
  }
  return scaled;
}

/// The queries of one block and what each has found.
struct QueryBlock {
  std::vector<float> columns;  ///< [n_groups, d, k_tile_queries]
  std::vector<float> norms, limits;
  std::vector<NearestList> nearest;
};

class BlockedSearch : public NeighborSearch {
 public:
  explicit BlockedSearch(const DistinctPoints& points)
      : m_points(points), m_scaled(make_scaled_points(points.places)) {
    if (!m_scaled.usable) {
      return;
    }
    const auto d = static_cast<std::size_t>(points.places.n_columns);
    m_n_tiles = (static_cast<std::size_t>(points.size()) + k_tile_points - 1) / k_tile_points;
    m_columns.resize(m_n_tiles * d * k_tile_points);
    m_norms.resize(m_n_tiles * k_tile_points, std::numeric_limits<float>::infinity());
    const double share = norm_share(points.places.n_columns);
    for (int place = 0; place < points.size(); ++place) {
      const auto p = static_cast<std::size_t>(place);
      float* tile = m_columns.data() + p / k_tile_points * d * k_tile_points;
      m_norms[p] =
          static_cast<float>(share * m_scaled.write(points.places.row(place),
                                                    tile + p % k_tile_points, k_tile_points));
    }
  }

  void search(const NeighborQueries& queries, Neighbors& neighbors,
              const Watch& watch) const override {
    for_blocks(static_cast<std::size_t>(queries.n_queries), k_block_queries, watch,
               [&](std::size_t begin, std::size_t end) {
                 search_block(queries, begin, end, neighbors, watch);
               });
  }

 private:
  void search_block(const NeighborQueries& queries, std::size_t begin, std::size_t end,
                    Neighbors& neighbors, const Watch& watch) const {
    QueryBlock block = start(queries, begin, end, neighbors.k);
    for (std::size_t q = begin; q < end; ++q) {
      if (!m_scaled.usable || block.limits[q - begin] == k_never) {
        scan(queries[static_cast<int>(q)], block.nearest[q - begin], watch);
      }
    }
    const auto d = std::max<std::size_t>(1, static_cast<std::size_t>(m_points.places.n_columns));
    const std::size_t step = k_block_bytes / (d * k_tile_points * sizeof(float)) + 1;
    const ProductFilter filter = product_filter();
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
      if (!m_scaled.usable || !(m_scaled.squared_norm(queries[query]) <= k_most_norm)) {
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
    for (std::size_t q = 0; q < k_tile_queries; ++q) {
      for (std::uint32_t mask = masks[q]; mask != 0; mask &= mask - 1) {
        const auto place = static_cast<int>(tile * k_tile_points) + std::countr_zero(mask);
        NearestList& nearest = block.nearest[lane + q];
        if (place >= m_points.size()) {
          break;
        }
        nearest.add(squared_distance_up_to(queries[static_cast<int>(first_query + q)],
                                           m_points.places.row(place), nearest.worst()),
                    m_points.members_of(place));
        block.limits[lane + q] = limit_of(nearest.worst());
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
