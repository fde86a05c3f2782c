#include "viz/views/placed_point.h"

#include <algorithm>
#include <cmath>

namespace baryscope {

Vec3 point_of(const Matrix& matrix, int row) {
  const auto finite = [](double value) {
    constexpr double most = 1e100;  // its square is still finite
    return std::isfinite(value) ? std::clamp(value, -most, most) : 0;
  };
  if (row < 0 || row >= matrix.n_rows || matrix.n_columns < 3) {
    return {};
  }
  return {finite(matrix(row, 0)), finite(matrix(row, 1)), finite(matrix(row, 2))};
}

}  // namespace baryscope
