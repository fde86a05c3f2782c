/// Axes and thinning of a drawn curve: numbers in, numbers out. No Qt.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace baryscope {

struct AxisTick {
  double value = 0;
  std::string label;  ///< "0.05", "3 000"
};

struct CurveAxis {
  double low = 0;
  double high = 1;
  bool logarithmic = false;
  std::vector<AxisTick> ticks;  ///< rising, inside [low, high]

  /// Where `value` lies: 0 at `low`, 1 at `high`; what is beyond an end lies on it.
  [[nodiscard]] double place(double value) const;
};

/// From `low` to `high` as they are, some `n_ticks` ticks at multiples of 1, 2 or 5·10^m.
CurveAxis linear_axis(double low, double high, int n_ticks);
/// Rounded outwards to 1, 2 or 5·10^m; ticks at powers of ten, and at 2 and 5 between where there
/// are few. Not positive bounds are taken for the smallest that can be drawn.
CurveAxis logarithmic_axis(double low, double high, int n_ticks);

struct CurvePoint {
  double x = 0;
  double y = 0;
};

/// What one pixel column of a curve holds.
struct CurveColumn {
  double x = 0;  ///< of its last point
  double low = 0;
  double high = 0;
  double last = 0;
};

/// Points of rising x in at most `n_columns` columns of equal width over [x_low, x_high]; points
/// that are not finite are left out. O(number of points).
std::vector<CurveColumn> thinned(std::span<const CurvePoint> points, double x_low, double x_high,
                                 int n_columns);

/// The exponential mean over some `n_points` of the past, without the bias of its start:
/// m_t = Σ β^(t−s) y_s / Σ β^(t−s), β = 1 − 1/n_points (Kingma & Ba 2015, §3). What is not finite
/// stays so and is not remembered.
std::vector<CurvePoint> smoothed(std::span<const CurvePoint> points, double n_points);

}  // namespace baryscope
