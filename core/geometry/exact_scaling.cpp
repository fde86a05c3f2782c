#include "core/geometry/exact_scaling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr int k_moderate_exponent = 300;
/// Where the range of distances is taken: as high as the squares of a million columns allow, so
/// that the smallest differences keep away from underflow too.
constexpr int k_distance_exponent = 460;
constexpr int k_picture_exponent = 30;
/// Single precision has 24 bits: of numbers more than 2^12 times their range too few are left.
constexpr int k_picture_ratio_exponent = 12;

struct Column {
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();

  [[nodiscard]] double largest() const { return std::max(std::abs(least), std::abs(most)); }
  [[nodiscard]] double smallest() const { return std::min(std::abs(least), std::abs(most)); }
  /// Differences from the end next to 0 are doubles (Sterbenz).
  [[nodiscard]] bool shifts_exactly() const {
    return (least > 0 || most < 0) && largest() / 2 <= smallest();
  }
  [[nodiscard]] double shift() const { return least > 0 ? least : most; }
};

std::vector<Column> columns_of(const Matrix& points) {
  std::vector<Column> columns(static_cast<std::size_t>(points.n_columns));
  for (int row = 0; row < points.n_rows; ++row) {
    const std::span<const double> numbers = points.row(row);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      columns[c].least = std::min(columns[c].least, numbers[c]);
      columns[c].most = std::max(columns[c].most, numbers[c]);
    }
  }
  return columns;
}

/// The binary exponent of the widest column's range, 1024 past the largest double; nothing where
/// all points coincide.
std::optional<int> range_exponent(const std::vector<Column>& columns) {
  std::optional<int> widest;
  for (const Column& column : columns) {
    const double range = column.most - column.least;
    if (range > 0) {
      const int own = std::isfinite(range) ? std::ilogb(range) : 1024;
      widest = std::max(widest.value_or(own), own);
    }
  }
  return widest;
}

ExactScaling scaling_by(const std::vector<Column>& columns, int exponent) {
  ExactScaling scaling;
  scaling.exponent = exponent;
  for (const Column& column : columns) {
    scaling.shifts.push_back(column.shifts_exactly() ? column.shift() : 0);
  }
  return scaling;
}

}  // namespace

int moderating_exponent(double largest) {
  if (!(largest > 0)) {
    return 0;
  }
  const int exponent = std::ilogb(largest);
  return std::abs(exponent) <= k_moderate_exponent ? 0 : -exponent;
}

double largest_magnitude(std::span<const double> numbers) {
  double largest = 0;
  for (const double x : numbers) {
    largest = std::max(largest, std::abs(x));
  }
  return largest;
}

Matrix times_power_of_two(Matrix matrix, int exponent) {
  for (double& x : matrix.data) {
    x = std::ldexp(x, exponent);
  }
  return matrix;
}

std::vector<double> times_power_of_two(std::span<const double> numbers, int exponent) {
  std::vector<double> result(numbers.begin(), numbers.end());
  for (double& x : result) {
    x = std::ldexp(x, exponent);
  }
  return result;
}

double ExactScaling::operator()(double x, std::size_t column) const {
  return std::ldexp(shifts.empty() ? x : x - shifts[column], exponent);
}

double ExactScaling::inverse(double x, std::size_t column) const {
  constexpr double most = std::numeric_limits<double>::max();
  const double unscaled = std::ldexp(x, -exponent) + (shifts.empty() ? 0 : shifts[column]);
  return std::clamp(unscaled, -most, most);
}

Matrix ExactScaling::operator()(Matrix points) const {
  if (is_identity()) {
    return points;
  }
  BARYSCOPE_CHECK(shifts.empty() || static_cast<int>(shifts.size()) == points.n_columns);
  for (int row = 0; row < points.n_rows; ++row) {
    const std::span<double> numbers = points.row(row);
    for (std::size_t c = 0; c < numbers.size(); ++c) {
      numbers[c] = (*this)(numbers[c], c);
    }
  }
  return points;
}

ExactScaling scaling_for_distances(const Matrix& points) {
  const std::vector<Column> columns = columns_of(points);
  const std::optional<int> range = range_exponent(columns);
  if (!range || std::abs(*range) <= k_moderate_exponent) {
    return {};
  }
  return scaling_by(columns, k_distance_exponent - *range);
}

ExactScaling scaling_for_pictures(const Matrix& points) {
  const std::vector<Column> columns = columns_of(points);
  const std::optional<int> range = range_exponent(columns);
  int largest = -k_picture_exponent;
  for (const Column& column : columns) {
    if (points.n_rows > 0 && column.largest() > 0) {
      largest = std::max(largest, std::ilogb(column.largest()));
    }
  }
  if (!range) {
    return largest <= k_picture_exponent ? ExactScaling{} : scaling_by(columns, 0);
  }
  const bool ordinary =
      std::abs(*range) <= k_picture_exponent && largest - *range <= k_picture_ratio_exponent;
  return ordinary ? ExactScaling{} : scaling_by(columns, -*range);
}

}  // namespace baryscope
