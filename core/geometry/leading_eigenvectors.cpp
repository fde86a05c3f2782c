#include "core/geometry/leading_eigenvectors.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/base/random.h"

namespace baryscope {
namespace {

/// Up to here the solver of all eigenvectors is as fast.
constexpr Eigen::Index k_small = 64;
constexpr int k_inverse_steps = 4;

/// LU of the tridiagonal T − shift·I with row exchanges; U has two superdiagonals.
class ShiftedTridiagonal {
 public:
  ShiftedTridiagonal(const Eigen::VectorXd& diagonal, const Eigen::VectorXd& sub, double shift,
                     double least_pivot)
      : m_diagonal(diagonal.array() - shift),
        m_above(Eigen::VectorXd::Zero(diagonal.size())),
        m_above_2(Eigen::VectorXd::Zero(diagonal.size())),
        m_factor(Eigen::VectorXd::Zero(diagonal.size())),
        m_exchanged(static_cast<std::size_t>(diagonal.size()), 0) {
    const Eigen::Index n = diagonal.size();
    m_above.head(n - 1) = sub;
    for (Eigen::Index row = 0; row + 1 < n; ++row) {
      double below = sub[row];
      if (std::abs(below) > std::abs(m_diagonal[row])) {
        std::swap(m_diagonal[row], below);
        std::swap(m_above[row], m_diagonal[row + 1]);
        std::swap(m_above_2[row], m_above[row + 1]);
        m_exchanged[static_cast<std::size_t>(row)] = 1;
      }
      keep_from_zero(m_diagonal[row], least_pivot);
      m_factor[row] = below / m_diagonal[row];
      m_diagonal[row + 1] -= m_factor[row] * m_above[row];
      m_above[row + 1] -= m_factor[row] * m_above_2[row];
    }
    keep_from_zero(m_diagonal[n - 1], least_pivot);
  }

  void solve_in_place(Eigen::VectorXd& x) const {
    const Eigen::Index n = x.size();
    for (Eigen::Index row = 0; row + 1 < n; ++row) {
      if (m_exchanged[static_cast<std::size_t>(row)] != 0) {
        std::swap(x[row], x[row + 1]);
      }
      x[row + 1] -= m_factor[row] * x[row];
    }
    for (Eigen::Index row = n - 1; row >= 0; --row) {
      double rest = x[row];
      rest -= row + 1 < n ? m_above[row] * x[row + 1] : 0;
      rest -= row + 2 < n ? m_above_2[row] * x[row + 2] : 0;
      x[row] = rest / m_diagonal[row];
    }
  }

 private:
  static void keep_from_zero(double& pivot, double least) {
    if (std::abs(pivot) < least) {
      pivot = pivot < 0 ? -least : least;
    }
  }

  Eigen::VectorXd m_diagonal, m_above, m_above_2, m_factor;
  std::vector<char> m_exchanged;
};

Eigen::VectorXd start_vector(Eigen::Index n, int which) {
  Random random(static_cast<std::uint64_t>(which) + 1);
  Eigen::VectorXd x(n);
  for (double& entry : x) {
    entry = random.uniform() - 0.5;
  }
  return x.normalized();
}

void orthogonalize(Eigen::VectorXd& x, const Eigen::MatrixXd& vectors, int n_before) {
  for (int pass = 0; pass < 2; ++pass) {
    for (int before = 0; before < n_before; ++before) {
      x -= vectors.col(before).dot(x) * vectors.col(before);
    }
  }
  x.normalize();
}

}  // namespace

LeadingEigenvectors find_leading_eigenvectors(const Eigen::MatrixXd& symmetric, int count) {
  const Eigen::Index n = symmetric.rows();
  LeadingEigenvectors leading;
  if (n <= k_small) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(symmetric);
    leading.values = solver.eigenvalues().reverse().head(count);
    leading.vectors = solver.eigenvectors().rowwise().reverse().leftCols(count);
    return leading;
  }
  const Eigen::Tridiagonalization<Eigen::MatrixXd> form(symmetric);
  const Eigen::VectorXd diagonal = form.diagonal();
  const Eigen::VectorXd sub = form.subDiagonal();
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal, sub, Eigen::EigenvaluesOnly);
  leading.values = solver.eigenvalues().reverse().head(count);
  leading.vectors.resize(n, count);
  const double size = std::max(diagonal.cwiseAbs().maxCoeff(), sub.cwiseAbs().maxCoeff());
  const double least_pivot =
      std::max(size * std::numeric_limits<double>::epsilon(), std::numeric_limits<double>::min());
  for (int v = 0; v < count; ++v) {
    const ShiftedTridiagonal shifted(diagonal, sub, leading.values[v], least_pivot);
    Eigen::VectorXd x = start_vector(n, v);
    for (int step = 0; step < k_inverse_steps; ++step) {
      shifted.solve_in_place(x);
      x /= x.cwiseAbs().maxCoeff();
      orthogonalize(x, leading.vectors, v);
    }
    leading.vectors.col(v) = x;
  }
  leading.vectors.applyOnTheLeft(form.matrixQ());
  return leading;
}

}  // namespace baryscope
