#include "core/geometry/hull_membership.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/geometry/exact_scaling.h"
#include "core/geometry/nearest_point.h"
#include "core/geometry/packed_rows.h"

namespace baryscope {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The solver stops far below the promised gap of 1e-9·max‖v‖.
constexpr double k_stop = 1e-11;
/// Distances below this share of the scale are rounding of the weighted sum.
constexpr double k_rounding = 1e-15;

double norm(std::span<const double> x) {
  double square = 0;
  for (const double entry : x) {
    square += entry * entry;
  }
  return std::sqrt(square);
}

/// min_j direction·(point − v_j): what a unit direction proves about the distance.
double lower_bound(const PointRows& points, std::span<const double> point,
                   std::span<const double> direction) {
  const Eigen::Map<const RowMajor> v(points.data, points.n_rows, points.n_columns);
  const Eigen::Map<const Eigen::VectorXd> o(point.data(), points.n_columns);
  const Eigen::Map<const Eigen::VectorXd> u(direction.data(), points.n_columns);
  return u.dot(o) - (v * u).maxCoeff();
}

}  // namespace

HullMembership::HullMembership(Matrix points) : m_points(std::move(points)) {
  BARYSCOPE_CHECK(m_points.n_rows >= 1);
  m_largest = largest_magnitude(m_points.data);
  const int exponent = moderating_exponent(m_largest);
  for (int j = 0; j < m_points.n_rows; ++j) {
    const double length =
        exponent == 0 ? norm(m_points.row(j))
                      : std::ldexp(norm(times_power_of_two(m_points.row(j), exponent)), -exponent);
    m_scale = std::max(m_scale, length);
  }
}

HullDistance HullMembership::moderated_distance(int exponent, std::span<const double> point,
                                                std::span<const int> allowed,
                                                const Watch& watch) const {
  const HullMembership moderate(times_power_of_two(m_points, exponent));
  HullDistance result = moderate.distance(times_power_of_two(point, exponent), allowed, watch);
  result.distance = std::ldexp(result.distance, -exponent);
  result.gap = std::ldexp(result.gap, -exponent);
  result.nearest = times_power_of_two(result.nearest, -exponent);
  return result;
}

HullDistance HullMembership::distance(std::span<const double> point, std::span<const int> allowed,
                                      const Watch& watch) const {
  BARYSCOPE_CHECK(static_cast<int>(point.size()) == m_points.n_columns);
  const int exponent = moderating_exponent(std::max(m_largest, largest_magnitude(point)));
  if (exponent != 0) {
    return moderated_distance(exponent, point, allowed, watch);
  }
  const PackedRows packed(m_points, allowed);
  NearestPointProblem problem;
  problem.points = packed.points();
  problem.target = point;
  problem.tolerance = k_stop * std::max(m_scale, k_rounding * norm(point) / k_stop);
  const NearestPoint found = find_nearest_point(problem, watch);

  HullDistance result;
  result.weights.assign(static_cast<std::size_t>(m_points.n_rows), 0.0);
  result.nearest.assign(point.size(), 0.0);
  for (std::size_t s = 0; s < found.rows.size(); ++s) {
    result.weights[static_cast<std::size_t>(allowed[static_cast<std::size_t>(found.rows[s])])] =
        found.weights[s];
    const auto row = problem.points.row(found.rows[s]);
    for (std::size_t c = 0; c < point.size(); ++c) {
      result.nearest[c] += found.weights[s] * row[c];
    }
  }
  std::vector<double> difference(point.size());
  for (std::size_t c = 0; c < point.size(); ++c) {
    difference[c] = point[c] - result.nearest[c];
  }
  result.distance = norm(difference);
  double lower = lower_bound(problem.points, point, found.normal);
  if (result.distance > k_rounding * m_scale) {
    for (double& entry : difference) {
      entry /= result.distance;
    }
    lower = std::max(lower, lower_bound(problem.points, point, difference));
  }
  result.gap = std::max(0.0, result.distance - std::max(0.0, lower));
  return result;
}

HullDistance HullMembership::distance(std::span<const double> point) const {
  std::vector<int> all(static_cast<std::size_t>(m_points.n_rows));
  std::iota(all.begin(), all.end(), 0);
  return distance(point, all);
}

}  // namespace baryscope
