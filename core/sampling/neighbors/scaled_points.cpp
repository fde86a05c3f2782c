#include "core/sampling/neighbors/scaled_points.h"

#include <algorithm>
#include <cmath>

#include "core/sampling/neighbors/product_filter.h"

namespace baryscope {
namespace {

/// Half the distance from 1 to the next number in single precision.
constexpr double k_rounding = 0x1p-24;
/// Extents whose squares neither overflow nor underflow in double precision.
constexpr double k_least_extent = 1e-140;
constexpr double k_most_extent = 1e140;
/// Points whose medians make the center.
constexpr std::size_t k_center_points = 1001;

}  // namespace

double ScaledPoints::squared_norm(std::span<const double> from) const {
  double norm = 0;
  for (std::size_t c = 0; c < from.size(); ++c) {
    const double x = (from[c] - center[c]) * scale;
    norm += x * x;
  }
  return norm;
}

double ScaledPoints::write(std::span<const double> from, float* to, std::size_t stride) const {
  double norm = 0;
  for (std::size_t c = 0; c < from.size(); ++c) {
    const auto scaled = static_cast<float>((from[c] - center[c]) * scale);
    to[c * stride] = scaled;
    norm += static_cast<double>(scaled) * static_cast<double>(scaled);
  }
  return norm;
}

ScaledPoints make_scaled_points(const Matrix& points, std::span<const int> order) {
  const auto d = static_cast<std::size_t>(points.n_columns);
  ScaledPoints scaled;
  scaled.center.resize(d);
  std::vector<double> column(std::min(order.size(), k_center_points));
  for (std::size_t c = 0; c < d && !column.empty(); ++c) {
    for (std::size_t i = 0; i < column.size(); ++i) {
      column[i] = points.row(order[i])[c];
    }
    const auto middle = column.begin() + static_cast<std::ptrdiff_t>(column.size() / 2);
    std::ranges::nth_element(column, middle);
    scaled.center[c] = *middle;
  }
  double extent = 0;
  for (int row = 0; row < points.n_rows; ++row) {
    for (std::size_t c = 0; c < d; ++c) {
      extent = std::max(extent, std::abs(points.row(row)[c] - scaled.center[c]));
    }
  }
  scaled.usable = d > 0 && extent >= k_least_extent && extent <= k_most_extent &&
                  norm_share(points.n_columns) > 0.5;
  if (scaled.usable) {
    scaled.scale = std::ldexp(1.0, -std::ilogb(extent) - 1);
  }
  return scaled;
}

/// Let a, b be a scaled, centred query and point and N = ‖a‖² + ‖b‖². Rounding them to single
/// precision moves their squared distance by at most 4 u N, the product, m sums of c columns each,
/// is off by (c + m + 1) u N, the two additions after it by 4 u N, and that of the norms by u N
/// (u = 2⁻²⁴, terms in u² left out; the direct sum in double precision by far less). Twice that
/// much is taken off both norms.
double norm_share(int n_columns) {
  const int n_sums = n_columns / k_product_columns + 1;
  return 1 - 2.0 * (std::min(n_columns, k_product_columns) + n_sums + 16) * k_rounding;
}

}  // namespace baryscope
