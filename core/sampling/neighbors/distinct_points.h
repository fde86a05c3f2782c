/// A set of points with those that coincide taken together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// A search visits every place once, however many points lie there: without this a data set of
/// copies would cost a search the square of its size.
struct DistinctPoints {
  Matrix places;                        ///< [n_places, d]
  std::vector<std::size_t> offsets{0};  ///< [n_places + 1] into members
  std::vector<std::int32_t> members;    ///< points at each place, ascending

  [[nodiscard]] int size() const { return places.n_rows; }
  [[nodiscard]] std::span<const std::int32_t> members_of(int place) const {
    const auto p = static_cast<std::size_t>(place);
    return {members.data() + offsets[p], offsets[p + 1] - offsets[p]};
  }
};

/// The places in lexicographic order; −0 and 0 are one place.
DistinctPoints make_distinct_points(const Matrix& points);

}  // namespace baryscope
