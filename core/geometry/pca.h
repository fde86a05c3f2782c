/// Principal axes of a set of points, with fixed signs.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// projection: x ↦ axes · (x − mean). Signs: the component of largest magnitude of each axis is
/// positive. Always three axes; those past the rank are zero and explain nothing.
struct Pca {
  std::vector<double> mean;                    ///< [d]
  Matrix axes;                                 ///< [3, d], orthonormal rows (or zero rows)
  std::array<double, 3> explained_variance{};  ///< shares of the total variance, descending
};

/// points  [n, d], n ≥ 1, d ≥ 1.
Pca fit_pca(const Matrix& points);
/// The first axis is given: `direction` [d], not zero, of any length. The other two are the
/// principal axes of what the points are without it. Shares are of the whole variance.
Pca fit_pca_beside(const Matrix& points, std::span<const double> direction);
/// points [m, d] → [m, 3].
Matrix project(const Pca& pca, const Matrix& points);

}  // namespace baryscope
