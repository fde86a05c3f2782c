#include "core/geometry/nearest_point.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/geometry/support_factor.h"

namespace baryscope {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Vertices that one pricing of all points remembers for the next steps.
constexpr int k_most_candidates = 24;
/// A remembered vertex is used while it promises at least this share of the best at the pricing.
constexpr double k_worthwhile = 0.3;
/// How often vertices set aside for rounding are tried again after progress.
constexpr int k_most_releases = 8;

class Solver {
 public:
  Solver(const NearestPointProblem& problem, const Watch& watch)
      : m_problem(problem),
        m_watch(watch),
        m_points(problem.points.data, problem.points.n_rows, problem.points.n_columns),
        m_target(problem.target.data(), problem.points.n_columns),
        m_factor(problem.points.n_columns),
        m_blocked(static_cast<std::size_t>(problem.points.n_rows), 0) {}

  NearestPoint solve() {
    start();
    const int limit = 20 * (m_problem.points.n_rows + m_problem.points.n_columns) + 100;
    for (int step = 0; step < limit; ++step) {
      if (step % 8 == 0) {
        m_watch.check();
      }
      if (!find_direction() || !find_entering()) {
        break;
      }
      enter();
    }
    return result();
  }

 private:
  /// x_j = (σ t v_j − o)/s with the leading 1.
  void make_column(int row, double sign) {
    m_column[0] = 1;
    m_column.tail(m_target.size()) =
        (sign * m_problem.factor * m_points.row(row).transpose() - m_target) / m_scale;
  }

  void start() {
    const double t = m_problem.factor;
    m_prices.noalias() = m_points * m_target;
    int best = 0;
    double best_sign = 1;
    double least = std::numeric_limits<double>::infinity();
    double most = 0;
    const double target_square = m_target.squaredNorm();
    for (int row = 0; row < m_points.rows(); ++row) {
      const double square = t * t * m_points.row(row).squaredNorm() + target_square;
      const double sign = m_problem.symmetric && m_prices[row] < 0 ? -1 : 1;
      const double near = square - 2 * sign * t * m_prices[row];
      most = std::max(most, square + 2 * std::abs(t * m_prices[row]));
      if (near < least) {
        least = near;
        best = row;
        best_sign = sign;
      }
    }
    m_scale = most > 0 ? std::sqrt(most) : 1;
    m_column.resize(m_target.size() + 1);
    make_column(best, best_sign);
    m_factor.add(m_column);
    m_rows = {best};
    m_signs = {best_sign};
    m_weights.setOnes(1);
  }

  /// The unit normal from the support's affine hull to the target; false where the target lies in
  /// it.
  bool find_direction() {
    const double length = m_factor.complement(m_direction);
    if (length * m_scale <= 0.01 * m_problem.tolerance) {
      m_normal.setZero(m_target.size());
      return false;
    }
    m_normal = m_direction.tail(m_target.size());
    m_normal.normalize();
    // The support lies in one plane across the normal, up to rounding.
    m_level = std::numeric_limits<double>::infinity();
    for (std::size_t s = 0; s < m_rows.size(); ++s) {
      const double height = m_signs[s] * m_problem.factor * m_points.row(m_rows[s]).dot(m_normal);
      m_level = std::min(m_level, height);
    }
    return true;
  }

  /// How far beyond the support's plane σ t v_j reaches towards the target.
  double promise(double price) const {
    const double height = m_problem.factor * (m_problem.symmetric ? std::abs(price) : price);
    return height - m_level;
  }

  bool find_entering() {
    m_entering = -1;
    double best = 0;
    for (const int row : m_candidates) {
      const double price = m_points.row(row).dot(m_normal);
      consider(row, price, best);
    }
    if (m_entering >= 0 && best > m_problem.tolerance && best >= k_worthwhile * m_best_price) {
      return true;
    }
    return price_all();
  }

  void consider(int row, double price, double& best) {
    const double gain = promise(price);
    if (gain > best && m_blocked[static_cast<std::size_t>(row)] == 0) {
      best = gain;
      m_entering = row;
      m_entering_sign = m_problem.symmetric && price < 0 ? -1 : 1;
    }
  }

  bool price_all() {
    m_entering = -1;
    m_candidates.clear();
    m_prices.noalias() = m_points * m_normal;
    double best = 0;
    for (int row = 0; row < m_prices.size(); ++row) {
      consider(row, m_prices[row], best);
    }
    m_best_price = best;
    if (m_entering < 0 || best <= m_problem.tolerance) {
      return false;
    }
    for (int row = 0; row < m_prices.size(); ++row) {
      if (promise(m_prices[row]) > k_worthwhile * best && row != m_entering) {
        m_candidates.push_back(row);
      }
    }
    if (m_candidates.size() > k_most_candidates) {
      const auto by_promise = [this](int a, int b) {
        const double gain_a = promise(m_prices[a]);
        const double gain_b = promise(m_prices[b]);
        return gain_a != gain_b ? gain_a > gain_b : a < b;
      };
      std::nth_element(m_candidates.begin(), m_candidates.begin() + k_most_candidates,
                       m_candidates.end(), by_promise);
      m_candidates.resize(k_most_candidates);
    }
    return true;
  }

  /// One major cycle of Wolfe's method: the new vertex, then vertices leave until the affine
  /// minimiser has positive weights.
  void enter() {
    const int entering = m_entering;
    make_column(entering, m_entering_sign);
    if (!m_factor.add(m_column)) {
      block(entering);
      return;
    }
    m_rows.push_back(entering);
    m_signs.push_back(m_entering_sign);
    m_weights.conservativeResize(m_weights.size() + 1);
    m_weights[m_weights.size() - 1] = 0;
    bool moved = false;
    while (m_factor.size() > 1) {
      m_factor.solve(m_aim);
      m_aim /= m_aim.sum();
      double share = 1;
      int leaving = -1;
      for (int s = 0; s < m_aim.size(); ++s) {
        if (m_aim[s] > 0) {
          continue;
        }
        const double drop = m_weights[s] - m_aim[s];
        const double reachable = drop > 0 ? m_weights[s] / drop : 0;
        if (leaving < 0 || reachable < share) {
          share = reachable;
          leaving = s;
        }
      }
      if (leaving < 0) {
        m_weights = m_aim;
        moved = true;
        break;
      }
      moved = moved || share > 0;
      m_weights += share * (m_aim - m_weights);
      leave(leaving);
    }
    if (m_factor.size() == 1) {
      m_weights.setOnes(1);
    }
    const bool stayed = std::find(m_rows.begin(), m_rows.end(), entering) != m_rows.end();
    if (!stayed) {
      block(entering);
    } else if (moved && m_any_blocked && m_n_releases < k_most_releases) {
      std::fill(m_blocked.begin(), m_blocked.end(), 0);
      m_any_blocked = false;
      ++m_n_releases;
    }
  }

  /// Rounding: the vertex promises less than the precision of the support's factor.
  void block(int row) {
    m_blocked[static_cast<std::size_t>(row)] = 1;
    m_any_blocked = true;
  }

  void leave(int position) {
    m_factor.remove(position);
    m_rows.erase(m_rows.begin() + position);
    m_signs.erase(m_signs.begin() + position);
    const auto n_after = m_weights.size() - position - 1;
    m_weights.segment(position, n_after) = m_weights.tail(n_after).eval();
    m_weights.conservativeResize(m_weights.size() - 1);
    m_weights = m_weights.cwiseMax(0);
    m_weights /= m_weights.sum();
  }

  NearestPoint result() const {
    NearestPoint point;
    point.rows = m_rows;
    point.signs = m_signs;
    point.weights.assign(m_weights.data(), m_weights.data() + m_weights.size());
    point.normal.assign(m_normal.data(), m_normal.data() + m_normal.size());
    return point;
  }

  const NearestPointProblem& m_problem;
  const Watch& m_watch;
  Eigen::Map<const RowMajor> m_points;
  Eigen::Map<const Eigen::VectorXd> m_target;
  double m_scale = 1;  ///< s ≥ max_j ‖σ t v_j − o‖
  SupportFactor m_factor;
  std::vector<int> m_rows;
  std::vector<double> m_signs;
  Eigen::VectorXd m_weights, m_aim, m_column, m_direction, m_normal, m_prices;
  double m_level = 0;
  std::vector<int> m_candidates;
  double m_best_price = 0;
  int m_entering = -1;
  double m_entering_sign = 1;
  std::vector<char> m_blocked;
  bool m_any_blocked = false;
  int m_n_releases = 0;
};

}  // namespace

NearestPoint find_nearest_point(const NearestPointProblem& problem, const Watch& watch) {
  return Solver(problem, watch).solve();
}

}  // namespace baryscope
