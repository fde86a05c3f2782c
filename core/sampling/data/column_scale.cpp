#include "core/sampling/data/column_scale.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace baryscope {

ColumnScale fit_column_scale(const Matrix& points) {
  const auto d = static_cast<std::size_t>(points.n_columns);
  ColumnScale scale{std::vector<double>(d, 1), std::vector<double>(d), std::vector<double>(d, 1)};
  if (points.n_rows == 0) {
    return scale;
  }
  std::vector<double> largest(d), sums(d), squares(d);
  std::vector<char> constant(d, 1);
  for (int row = 0; row < points.n_rows; ++row) {
    for (std::size_t c = 0; c < d; ++c) {
      largest[c] = std::max(largest[c], std::abs(points.row(row)[c]));
      constant[c] = static_cast<char>(constant[c] != 0 && points.row(row)[c] == points.row(0)[c]);
    }
  }
  for (std::size_t c = 0; c < d; ++c) {
    scale.units[c] = largest[c] > 0 ? largest[c] : 1;
  }
  for (int row = 0; row < points.n_rows; ++row) {
    for (std::size_t c = 0; c < d; ++c) {
      sums[c] += points.row(row)[c] / scale.units[c];
    }
  }
  for (std::size_t c = 0; c < d; ++c) {
    scale.means[c] = constant[c] != 0 ? points.row(0)[c] / scale.units[c] : sums[c] / points.n_rows;
  }
  for (int row = 0; row < points.n_rows; ++row) {
    for (std::size_t c = 0; c < d; ++c) {
      const double from_mean = points.row(row)[c] / scale.units[c] - scale.means[c];
      squares[c] += from_mean * from_mean;
    }
  }
  for (std::size_t c = 0; c < d; ++c) {
    const double deviation = std::sqrt(squares[c] / points.n_rows);
    scale.deviations[c] = deviation > 0 ? deviation : 1;
  }
  return scale;
}

Matrix scaled(const ColumnScale& scale, const Matrix& points) {
  const auto d = static_cast<std::size_t>(points.n_columns);
  BARYSCOPE_CHECK(scale.units.size() == d);
  Matrix result(points.n_rows, points.n_columns);
  for (int row = 0; row < points.n_rows; ++row) {
    for (std::size_t c = 0; c < d; ++c) {
      result.row(row)[c] =
          (points.row(row)[c] / scale.units[c] - scale.means[c]) / scale.deviations[c];
    }
  }
  return result;
}

void unscale(const ColumnScale& scale, std::span<double> point) {
  BARYSCOPE_CHECK(scale.units.size() == point.size());
  for (std::size_t c = 0; c < point.size(); ++c) {
    point[c] = (point[c] * scale.deviations[c] + scale.means[c]) * scale.units[c];
  }
}

}  // namespace baryscope
