/// Points centred, scaled and rounded to single precision, for products that only propose.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// (x − center) · scale in single precision.
struct ScaledPoints {
  std::vector<double> center;  ///< [d]
  double scale = 1;            ///< a power of two
  bool usable = true;          ///< false: the points' range is too extreme for products

  /// Of a scaled query in double precision; past most_norm it must not be written.
  [[nodiscard]] double squared_norm(std::span<const double> from) const;
  /// Writes column c to to[c · stride]; the squared norm of what was written.
  double write(std::span<const double> from, float* to, std::size_t stride) const;

  static constexpr double most_norm = 1e30;
};

/// The center is the median of each column over the first rows of `order`: a point far from all
/// others then costs the others no precision. The largest coordinate is scaled to less than 1.
ScaledPoints make_scaled_points(const Matrix& points, std::span<const int> order);

/// By what share of itself the squared norms of scaled points must shrink so that
/// ‖a‖² + ‖b‖² − 2 a·b, computed in single precision in sums of k_product_columns columns, is no
/// larger than the direct sum of the squared distance, but for k_underflow a column.
double norm_share(int n_columns);

/// What numbers too small for single precision may be off, of data scaled to 1.
inline constexpr double k_underflow = 1e-36;

}  // namespace baryscope
