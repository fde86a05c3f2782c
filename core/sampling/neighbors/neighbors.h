/// Exact nearest neighbours in any dimension, ties to the lower index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"

namespace baryscope {

/// For every query its k nearest points, nearest first; equal distances in order of index.
struct Neighbors {
  int n_queries = 0;
  int k = 0;
  std::vector<std::int32_t> indices;      ///< [n_queries, k]
  std::vector<double> squared_distances;  ///< [n_queries, k] in units of 2^−exponent
  int exponent = 0;                       ///< 0 unless squares would over- or underflow

  /// Of an entry of the lists, in the points' own unit; past the largest double, that one.
  [[nodiscard]] double distance(std::size_t entry) const;

  [[nodiscard]] std::span<const std::int32_t> of(int query) const {
    return {indices.data() + static_cast<std::size_t>(query) * static_cast<std::size_t>(k),
            static_cast<std::size_t>(k)};
  }
  [[nodiscard]] std::span<const double> squared_distances_of(int query) const {
    return {
        squared_distances.data() + static_cast<std::size_t>(query) * static_cast<std::size_t>(k),
        static_cast<std::size_t>(k)};
  }
};

/// An index over points [n, d], kept by reference: they must outlive it. Squared Euclidean
/// distances are direct sums in the order of the columns, so that they are the same bytes
/// everywhere. Up to 15 columns a k-d tree (nanoflann), if few of its boxes need a look; else
/// blocked products that only propose candidates. Where squares of the points' differences could
/// over- or underflow, points and queries are taken by a power of two first, without rounding: data
/// times 2^−1000 has the same neighbours. Thread-safe once made.
class NeighborIndex {
 public:
  explicit NeighborIndex(const Matrix& points);
  ~NeighborIndex();
  NeighborIndex(NeighborIndex&&) noexcept;
  NeighborIndex& operator=(NeighborIndex&&) noexcept;

  /// queries [m, d]; k is cut to the number of points.
  [[nodiscard]] Neighbors find(const Matrix& queries, int k, const Watch& watch) const;
  /// Of the index's own points, each without itself (a duplicate of it is a neighbour at distance
  /// 0); k is cut to n − 1.
  [[nodiscard]] Neighbors find_among_own(int k, const Watch& watch) const;
  /// The same for some of them: rows  ascending or not.
  [[nodiscard]] Neighbors find_for_own(std::span<const int> rows, int k, const Watch& watch) const;

 private:
  struct Implementation;
  std::unique_ptr<const Implementation> m_implementation;
};

/// points.row(r) for every r of `rows`, one below the other.
Matrix rows_of(const Matrix& points, std::span<const int> rows);

}  // namespace baryscope
