/// Columns of mean 0 and variance 1.
#pragma once

#include <span>
#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// x ↦ (x / unit − mean) / deviation, column by column. The unit keeps squares in range; a column
/// that was constant where it was fitted has deviation 1 and becomes 0 there.
struct ColumnScale {
  std::vector<double> units, means, deviations;  ///< [d]
};

/// points [n, d]; the variance is the population's (divided by n).
ColumnScale fit_column_scale(const Matrix& points);
/// points [m, d] → [m, d].
Matrix scaled(const ColumnScale& scale, const Matrix& points);
/// Undoes scaled() of one point, in place: [d].
void unscale(const ColumnScale& scale, std::span<double> point);

}  // namespace baryscope
