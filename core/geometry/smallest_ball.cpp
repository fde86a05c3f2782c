#include "core/geometry/smallest_ball.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr int k_most_steps = 100'000;

double squared_distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  }
  return sum;
}

/// The state of the steps: the centre is Σ weight · point.
class Ball {
 public:
  Ball(const Matrix& points, std::span<const int> allowed)
      : m_points(points), m_allowed(allowed), m_weights(allowed.size()), m_squares(allowed.size()) {
    // Two points far apart begin: the farthest from the first, and the farthest from that.
    const std::size_t a = farthest_from(row(0));
    const std::size_t b = farthest_from(row(a));
    m_weights[a] += 0.5;
    m_weights[b] += 0.5;
    m_center.assign(row(a).begin(), row(a).end());
    for (std::size_t i = 0; i < m_center.size(); ++i) {
      m_center[i] = 0.5 * m_center[i] + 0.5 * row(b)[i];
    }
  }

  /// One step; false where the bounds are within `tolerance` of each other.
  bool step(double tolerance) {
    measure();
    const double lower = lower_square();
    const double allowance = (1 + tolerance) * (1 + tolerance) - 1;
    if (!(lower > 0)) {
      return false;  // all points are one
    }
    const double beyond = m_squares[m_farthest] / lower - 1;
    const double within = 1 - m_squares[m_nearest] / lower;
    if (beyond <= allowance) {
      return false;
    }
    if (beyond >= within) {
      move(m_farthest, beyond / (2 * (1 + beyond)));
    } else {
      const double most = m_weights[m_nearest] / (1 - m_weights[m_nearest]);
      move(m_nearest, -std::min(within / (2 * (1 - within)), most));
    }
    return true;
  }

  [[nodiscard]] SmallestBall result() {
    measure();
    return {std::sqrt(m_squares[m_farthest]), m_center};
  }

 private:
  [[nodiscard]] std::span<const double> row(std::size_t i) const {
    return m_points.row(m_allowed[i]);
  }

  [[nodiscard]] std::size_t farthest_from(std::span<const double> point) const {
    std::size_t farthest = 0;
    double most = -1;
    for (std::size_t i = 0; i < m_allowed.size(); ++i) {
      if (const double square = squared_distance(row(i), point); square > most) {
        most = square;
        farthest = i;
      }
    }
    return farthest;
  }

  void measure() {
    m_farthest = 0;
    m_nearest = m_allowed.size();
    for (std::size_t i = 0; i < m_allowed.size(); ++i) {
      m_squares[i] = squared_distance(row(i), m_center);
      if (m_squares[i] > m_squares[m_farthest]) {
        m_farthest = i;
      }
      if (m_weights[i] > 0 &&
          (m_nearest == m_allowed.size() || m_squares[i] < m_squares[m_nearest])) {
        m_nearest = i;
      }
    }
  }

  /// Σ weight ‖point − centre‖²: the dual's value, which no ball around the points falls below.
  [[nodiscard]] double lower_square() const {
    double sum = 0;
    for (std::size_t i = 0; i < m_allowed.size(); ++i) {
      sum += m_weights[i] * m_squares[i];
    }
    return sum;
  }

  /// `share` of the way towards a point; away from it where negative.
  void move(std::size_t towards, double share) {
    for (double& weight : m_weights) {
      weight *= 1 - share;
    }
    m_weights[towards] = std::max(0.0, m_weights[towards] + share);
    for (std::size_t i = 0; i < m_center.size(); ++i) {
      m_center[i] += share * (row(towards)[i] - m_center[i]);
    }
  }

  const Matrix& m_points;
  std::span<const int> m_allowed;
  std::vector<double> m_weights, m_squares, m_center;
  std::size_t m_farthest = 0, m_nearest = 0;
};

}  // namespace

SmallestBall smallest_ball(const Matrix& points, std::span<const int> allowed, double tolerance,
                           const Watch& watch) {
  BARYSCOPE_CHECK(!allowed.empty() && tolerance > 0);
  Ball ball(points, allowed);
  for (int i = 0; i < k_most_steps && ball.step(tolerance); ++i) {
    watch.check();
  }
  return ball.result();
}

}  // namespace baryscope
