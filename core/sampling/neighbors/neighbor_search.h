/// A way in which a NeighborIndex looks for the nearest places.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"
#include "core/sampling/neighbors/neighbors.h"

namespace baryscope {

/// Queries as rows of a matrix, each with the point that it must not find.
struct NeighborQueries {
  const Matrix* points = nullptr;
  /// Empty: the rows in order. Else row rows[q] is query q, and that point is left out.
  std::span<const std::int32_t> own_rows;
  int n_queries = 0;

  [[nodiscard]] std::span<const double> operator[](int query) const {
    return points->row(own_rows.empty() ? query : own_rows[static_cast<std::size_t>(query)]);
  }
  [[nodiscard]] std::int32_t excluded(int query) const {
    return own_rows.empty() ? -1 : own_rows[static_cast<std::size_t>(query)];
  }
};

class NeighborSearch {
 public:
  virtual ~NeighborSearch() = default;
  /// Fills indices and distances of every query; both are [n_queries, k] already, k ≥ 1, and every
  /// query has k points to find.
  virtual void search(const NeighborQueries& queries, Neighbors& neighbors,
                      const Watch& watch) const = 0;
};

}  // namespace baryscope
