/// An updated QR factorisation of the columns (1, x_j) of a support of points x_j.
#pragma once

#include <Eigen/Core>

namespace baryscope {

/// A = Q R, columns added at the end and removed anywhere. A's first row is 1, so that columns are
/// independent exactly when the points are affinely independent.
class SupportFactor {
 public:
  explicit SupportFactor(int n_dimensions);

  [[nodiscard]] int size() const { return m_size; }
  [[nodiscard]] bool full() const { return m_size == m_q.rows(); }

  /// False, and nothing changed, where the column depends on the others. column [d+1].
  bool add(const Eigen::VectorXd& column);
  void remove(int position);

  /// The least-squares solution of A u = (1, 0, …, 0); u/Σu is the affine minimiser of ‖Σ w_j x_j‖.
  void solve(Eigen::VectorXd& u) const;
  /// The unit vector of R^{d+1} that is orthogonal to all columns and nearest to (1, 0, …, 0);
  /// returns the length before normalising, 0 where that is only rounding.
  double complement(Eigen::VectorXd& direction) const;

 private:
  void reserve(int n_columns);

  Eigen::MatrixXd m_q;  ///< [d+1, capacity]
  Eigen::MatrixXd m_r;  ///< [capacity, capacity], upper triangular
  int m_size = 0;
  Eigen::VectorXd m_column, m_projection, m_correction;
};

}  // namespace baryscope
