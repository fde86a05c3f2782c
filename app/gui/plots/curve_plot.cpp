#include "app/gui/plots/curve_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// 0.000002 and 2e-06 are both hard to read on an axis; 2·10⁻⁶ is what it means.
std::string with_power_of_ten(int factor, int exponent) {
  static constexpr const char* digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = factor == 1 ? "10" : std::to_string(factor) + "·10";
  if (exponent < 0) text += "⁻";
  for (const char digit : std::to_string(std::abs(exponent))) text += digits[digit - '0'];
  return text;
}

/// 12 000 with narrow spaces: digits in threes, as SI writes them.
std::string grouped(double value) {
  const bool whole = value == std::round(value) && std::fabs(value) < 1e15;
  if (!whole || std::fabs(value) < 1000) return to_text(value);
  std::string text = to_text(static_cast<std::int64_t>(value));
  for (auto at = static_cast<int>(text.size()) - 3; at > (value < 0 ? 1 : 0); at -= 3) {
    text.insert(static_cast<std::size_t>(at), "\u202f");
  }
  return text;
}

/// The smallest of 1, 2, 5·10^m that is at least `value`.
double rounded_up(double value) {
  const double power = std::pow(10, std::floor(std::log10(value) + 1e-9));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (digit * power >= value * (1 - 1e-9)) return digit * power;
  }
  return 10 * power;
}

double rounded_down(double value) {
  const double power = std::pow(10, std::floor(std::log10(value) + 1e-9));
  for (const double digit : {5.0, 2.0}) {
    if (digit * power <= value * (1 + 1e-9)) return digit * power;
  }
  return power;
}

}  // namespace

double CurveAxis::place(double value) const {
  if (logarithmic) {
    if (!(value > 0)) return 0;
    return std::clamp(std::log(value / low) / std::log(high / low), 0.0, 1.0);
  }
  return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

CurveAxis linear_axis(double low, double high, int n_ticks) {
  if (!(high > low)) high = low + 1;
  CurveAxis axis{low, high, false, {}};
  const double step = rounded_up((high - low) / std::max(1, n_ticks));
  for (auto i = static_cast<std::int64_t>(std::ceil(low / step - 1e-9));
       static_cast<double>(i) * step <= high + 1e-9 * step; ++i) {
    // Steps of 0.1 must not leave 0.30000000000000004 behind.
    const double value = std::round(static_cast<double>(i) * step * 1e12) / 1e12;
    axis.ticks.push_back({value, grouped(value)});
  }
  return axis;
}

CurveAxis logarithmic_axis(double low, double high, int n_ticks) {
  constexpr double smallest = 1e-12;
  low = std::max(low, smallest);
  high = std::max(high, 2 * low);
  CurveAxis axis{rounded_down(low), rounded_up(high), true, {}};
  const int first = static_cast<int>(std::floor(std::log10(axis.low) + 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(axis.high) + 1e-9));
  const int n_powers = last - first + 1;
  const int stride = std::max(1, (n_powers + n_ticks - 1) / std::max(1, n_ticks));
  for (int exponent = first; exponent <= last; ++exponent) {
    for (const int digit : {1, 2, 5}) {
      const double value = digit * std::pow(10, exponent);
      const bool inside = value >= axis.low * (1 - 1e-9) && value <= axis.high * (1 + 1e-9);
      const bool wanted =
          digit == 1 ? (exponent - first) % stride == 0 : 3 * n_powers <= n_ticks + 2;
      if (!inside || !wanted) continue;
      const bool plain = exponent >= -3 && exponent <= 3;
      axis.ticks.push_back({value, plain ? grouped(std::round(value * 1e12) / 1e12)
                                         : with_power_of_ten(digit, exponent)});
    }
  }
  return axis;
}

std::vector<CurveColumn> thinned(std::span<const CurvePoint> points, double x_low, double x_high,
                                 int n_columns) {
  std::vector<CurveColumn> columns;
  if (n_columns <= 0 || !(x_high > x_low)) return columns;
  int current = -1;
  for (const CurvePoint& point : points) {
    if (!std::isfinite(point.y) || point.x < x_low || point.x > x_high) continue;
    const int at =
        std::min(n_columns - 1, static_cast<int>((point.x - x_low) / (x_high - x_low) * n_columns));
    if (at != current) {
      columns.push_back({point.x, point.y, point.y, point.y});
      current = at;
      continue;
    }
    CurveColumn& column = columns.back();
    column.x = point.x;
    column.low = std::min(column.low, point.y);
    column.high = std::max(column.high, point.y);
    column.last = point.y;
  }
  return columns;
}

std::vector<CurvePoint> smoothed(std::span<const CurvePoint> points, double n_points) {
  std::vector<CurvePoint> means;
  means.reserve(points.size());
  const double beta = 1 - 1 / std::max(1.0, n_points);
  double sum = 0;
  double weight = 0;
  for (const CurvePoint& point : points) {
    if (!std::isfinite(point.y)) {
      means.push_back(point);
      continue;
    }
    sum = beta * sum + point.y;
    weight = beta * weight + 1;
    means.push_back({point.x, sum / weight});
  }
  return means;
}

}  // namespace baryscope
