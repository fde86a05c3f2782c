/// Numbers brought to a size that squares, sums and pictures can hold, without rounding them.
#pragma once

#include <span>
#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// The exponent e with which 2^e · largest lies in [1, 2); 0 where squares of such numbers are far
/// from a double's limits anyway (2^−300 … 2^300), or where `largest` is 0.
int moderating_exponent(double largest);
/// The largest |x|; 0 of none.
double largest_magnitude(std::span<const double> numbers);
/// x · 2^exponent of every number.
Matrix times_power_of_two(Matrix matrix, int exponent);
std::vector<double> times_power_of_two(std::span<const double> numbers, int exponent);

/// x ↦ (x − shift) · 2^exponent, column by column. A column is only shifted where every difference
/// is a double itself (its numbers lie within a factor of 2), so that differences between points
/// are exactly those of the points themselves, but for the power of two.
struct ExactScaling {
  int exponent = 0;
  std::vector<double> shifts;  ///< [d]; empty: none

  [[nodiscard]] bool is_identity() const { return exponent == 0 && shifts.empty(); }
  /// points [m, d] → [m, d].
  [[nodiscard]] Matrix operator()(Matrix points) const;
  /// Of one number of a column.
  [[nodiscard]] double operator()(double x, std::size_t column) const;
  /// The number of the column that is taken to `x`; past the largest double, that one.
  [[nodiscard]] double inverse(double x, std::size_t column) const;
};

/// Distances between `points` [n, d] and near them keep clear of overflow and underflow: the
/// identity for ranges of 2^−300 … 2^300.
ExactScaling scaling_for_distances(const Matrix& points);
/// What is drawn is drawn in single precision: the identity for ranges of 2^−30 … 2^30 that are not
/// much smaller than the numbers themselves.
ExactScaling scaling_for_pictures(const Matrix& points);

}  // namespace baryscope
