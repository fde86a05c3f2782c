#include <Eigen/Core>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/geometry/exact_scaling.h"
#include "core/geometry/hull_membership.h"
#include "core/geometry/nearest_point.h"
#include "core/geometry/packed_rows.h"

namespace baryscope {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Newton's method ends after finitely many faces; this only bounds rounding at the end.
constexpr int k_most_faces = 200;

/// Points and target in an orthonormal basis of span(V), the target scaled to the longest point.
struct Reduced {
  RowMajor points;
  Eigen::VectorXd target;
  double unit = 1;  ///< the gauge of the given target = unit · the gauge of this one
};

/// The least t at which t·conv(±V) reaches the target. f(t) = distance is convex and falls to 0 at
/// the gauge; each supporting plane of the nearest point gives the next t, a lower bound.
struct Reached {
  double factor = 0;
  NearestPoint face;
};

Reached reach(const Reduced& reduced, const Watch& watch) {
  const PointRows points = {reduced.points.data(), static_cast<int>(reduced.points.rows()),
                            static_cast<int>(reduced.points.cols())};
  const double length = reduced.target.norm();
  const auto bound = [&](const Eigen::VectorXd& normal) {
    return normal.dot(reduced.target) / (reduced.points * normal).cwiseAbs().maxCoeff();
  };
  Reached reached;
  reached.factor = bound(reduced.target / length);
  for (int step = 0; step < k_most_faces; ++step) {
    NearestPointProblem problem;
    problem.points = points;
    problem.target = {reduced.target.data(), static_cast<std::size_t>(reduced.target.size())};
    problem.factor = reached.factor;
    problem.symmetric = true;
    problem.tolerance = 1e-13 * length * std::max(1.0, reached.factor);
    reached.face = find_nearest_point(problem, watch);
    const Eigen::Map<const Eigen::VectorXd> normal(reached.face.normal.data(),
                                                   reduced.target.size());
    if (normal.isZero(0)) {
      break;
    }
    const double next = bound(normal);
    if (!(next > reached.factor * (1 + 1e-14)) || !std::isfinite(next)) {
      break;
    }
    reached.factor = next;
  }
  return reached;
}

/// Σ|c| of the exact combination of the face's vertices; nothing better than the lower bound where
/// the face does not carry the target.
double on_face(const Reduced& reduced, const Reached& reached) {
  const auto& rows = reached.face.rows;
  Eigen::MatrixXd columns(reduced.points.cols(), static_cast<Eigen::Index>(rows.size()));
  for (std::size_t s = 0; s < rows.size(); ++s) {
    columns.col(static_cast<Eigen::Index>(s)) = reduced.points.row(rows[s]).transpose();
  }
  const Eigen::VectorXd c = columns.colPivHouseholderQr().solve(reduced.target);
  const double residual = (columns * c - reduced.target).norm();
  const double sum = c.cwiseAbs().sum();
  const bool carries = residual <= 1e-12 * reduced.target.norm();
  return carries && std::abs(sum - reached.factor) <= 1e-6 * reached.factor ? sum : reached.factor;
}

}  // namespace

Gauge gauge(const Matrix& points, std::span<const int> allowed, std::span<const double> point,
            double tolerance, const Watch& watch) {
  BARYSCOPE_CHECK(static_cast<int>(point.size()) == points.n_columns && tolerance >= 0);
  const int exponent =
      moderating_exponent(std::max(largest_magnitude(points.data), largest_magnitude(point)));
  if (exponent != 0) {
    return gauge(times_power_of_two(points, exponent), allowed, times_power_of_two(point, exponent),
                 std::ldexp(tolerance, exponent), watch);
  }
  const PackedRows packed(points, allowed);
  const Eigen::Map<const RowMajor> values(packed.points().data, packed.points().n_rows,
                                          points.n_columns);
  const Eigen::Map<const Eigen::VectorXd> target(point.data(), points.n_columns);

  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> factor(values.transpose());
  const auto& r = factor.matrixQR();
  Eigen::Index rank = 0;
  while (rank < std::min(r.rows(), r.cols()) && std::abs(r(rank, rank)) > tolerance) {
    ++rank;
  }
  Eigen::MatrixXd basis = Eigen::MatrixXd::Identity(points.n_columns, rank);
  basis.applyOnTheLeft(factor.householderQ());

  Reduced reduced;
  reduced.target = basis.transpose() * target;
  if ((target - basis * reduced.target).norm() > tolerance) {
    return {};
  }
  const double length = reduced.target.norm();
  if (length == 0) {
    return {0, true};
  }
  reduced.points = values * basis;
  const double scale = reduced.points.rowwise().norm().maxCoeff();
  reduced.points /= scale;
  reduced.target /= length;
  reduced.unit = length / scale;
  const Reached reached = reach(reduced, watch);
  return {on_face(reduced, reached) * reduced.unit, true};
}

}  // namespace baryscope
