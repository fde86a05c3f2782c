/// Is a point inside the convex hull of others, in R^d, and if not how far from it?
#pragma once

#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"

namespace baryscope {

/// min_w ‖o − Σ w_j v_j‖ over the simplex, with its certificate (science.md §3):
/// upper bound ‖o−p‖, lower bound max(0, min_j (o−p)·(o−v_j)/‖o−p‖), gap = upper − lower. Near the
/// hull o−p is mostly rounding: the bound is then taken along the support's own normal if better.
struct HullDistance {
  double distance = 0;  ///< the upper bound ‖o − p‖
  double gap = 0;       ///< upper − lower; the true distance is in [distance − gap, distance]
  std::vector<double> weights;  ///< [n] barycentric coordinates of p, ≥ 0, sum 1
  std::vector<double> nearest;  ///< [d] p
};

/// Answers many queries about the hulls of subsets of the same points.
class HullMembership {
 public:
  /// points  [n, d], n ≥ 1, finite.
  explicit HullMembership(Matrix points);

  /// point [d], finite; only the rows listed in `allowed` (ascending, not empty) span the hull.
  /// Throws Cancelled.
  [[nodiscard]] HullDistance distance(std::span<const double> point, std::span<const int> allowed,
                                      const Watch& watch = {}) const;
  [[nodiscard]] HullDistance distance(std::span<const double> point) const;

  /// max_j ‖v_j‖, the scale of every tolerance.
  [[nodiscard]] double scale() const { return m_scale; }

 private:
  /// Of points and target times 2^exponent: their squares would over- or underflow.
  [[nodiscard]] HullDistance moderated_distance(int exponent, std::span<const double> point,
                                                std::span<const int> allowed,
                                                const Watch& watch) const;

  Matrix m_points;
  double m_scale = 0;
  double m_largest = 0;  ///< |coordinate|
};

/// The gauge of conv(V ∪ −V) at `point`: the least Σ|c_j| with Σ c_j v_j = point; nothing where the
/// residual of `point` to span(V) exceeds `tolerance` (absolute; directions in which no v_j is
/// longer than that do not count as spanned). points [n, d] restricted to `allowed`.
struct Gauge {
  double value = 0;
  bool in_span = false;
};
Gauge gauge(const Matrix& points, std::span<const int> allowed, std::span<const double> point,
            double tolerance, const Watch& watch = {});

}  // namespace baryscope
