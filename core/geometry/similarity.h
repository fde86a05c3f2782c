/// Turning, scaling and shifting one set of points onto another.
#pragma once

#include <array>

#include "core/geometry/matrix.h"

namespace baryscope {

/// p ↦ target_center + scale · rotation · (p − source_center). The rotation may hold a reflection:
/// the signs of principal axes mean nothing.
struct Similarity {
  double scale = 1;
  std::array<std::array<double, 3>, 3> rotation{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  std::array<double, 3> source_center{};
  std::array<double, 3> target_center{};

  [[nodiscard]] std::array<double, 3> operator()(const std::array<double, 3>& point) const;
  [[nodiscard]] bool is_identity() const;
};

/// Brings `source` [n, 3] to the place and the size (root mean square distance from the mean) of
/// `target` [m, 3]; where row i of both means the same thing (n = m, `same_rows`) also turned as
/// near to it as can be, Σ ‖R s_i − t_i‖² least (Schönemann 1966, orthogonal Procrustes). A set
/// without extent keeps its scale.
Similarity similarity_onto(const Matrix& target, const Matrix& source, bool same_rows);

}  // namespace baryscope
