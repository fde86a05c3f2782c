#include "core/geometry/support_factor.h"

#include <Eigen/Jacobi>
#include <algorithm>

namespace baryscope {
namespace {

/// Below this share of its length a column counts as dependent.
constexpr double k_dependent = 1e-14;
/// A projection that leaves less than this share of the length is repeated ("twice is enough").
constexpr double k_repeat = 0.7;

}  // namespace

SupportFactor::SupportFactor(int n_dimensions) : m_q(n_dimensions + 1, 0) {
  reserve(std::min(n_dimensions + 1, 8));
}

void SupportFactor::reserve(int n_columns) {
  m_q.conservativeResize(Eigen::NoChange, n_columns);
  m_r.conservativeResize(n_columns, n_columns);
}

bool SupportFactor::add(const Eigen::VectorXd& column) {
  if (full()) {
    return false;
  }
  if (m_size == m_q.cols()) {
    reserve(std::min<int>(2 * m_size, static_cast<int>(m_q.rows())));
  }
  const auto q = m_q.leftCols(m_size);
  const double length = column.norm();
  m_column = column;
  m_projection.noalias() = q.transpose() * m_column;
  m_column.noalias() -= q * m_projection;
  double rest = m_column.norm();
  if (rest < k_repeat * length) {
    m_correction.noalias() = q.transpose() * m_column;
    m_column.noalias() -= q * m_correction;
    m_projection += m_correction;
    rest = m_column.norm();
  }
  if (!(rest > k_dependent * length)) {
    return false;
  }
  m_q.col(m_size) = m_column / rest;
  if (rest < 1e-6 * length) {
    m_correction.noalias() = q.transpose() * m_q.col(m_size);
    m_q.col(m_size).noalias() -= q * m_correction;
    m_q.col(m_size).normalize();
  }
  m_r.col(m_size).head(m_size) = m_projection;
  m_r(m_size, m_size) = rest;
  ++m_size;
  return true;
}

void SupportFactor::remove(int position) {
  for (int column = position; column + 1 < m_size; ++column) {
    m_r.col(column).head(column + 2) = m_r.col(column + 1).head(column + 2);
  }
  --m_size;
  for (int row = position; row < m_size; ++row) {
    Eigen::JacobiRotation<double> rotation;
    rotation.makeGivens(m_r(row, row), m_r(row + 1, row));
    m_r.middleCols(row, m_size - row).applyOnTheLeft(row, row + 1, rotation.adjoint());
    m_r(row + 1, row) = 0;
    m_q.applyOnTheRight(row, row + 1, rotation);
  }
}

void SupportFactor::solve(Eigen::VectorXd& u) const {
  u = m_q.row(0).head(m_size).transpose();
  m_r.topLeftCorner(m_size, m_size).triangularView<Eigen::Upper>().solveInPlace(u);
}

double SupportFactor::complement(Eigen::VectorXd& direction) const {
  if (full()) {
    direction.setZero(m_q.rows());
    return 0;
  }
  const auto q = m_q.leftCols(m_size);
  direction.noalias() = -(q * m_q.row(0).head(m_size).transpose());
  direction[0] += 1;
  const double length = direction.norm();
  if (!(length > 1e-15)) {
    direction.setZero();
    return 0;
  }
  direction /= length;
  if (length < k_repeat) {
    // The difference above has lost digits: this restores orthogonality to the machine's precision.
    const Eigen::VectorXd parallel = q.transpose() * direction;
    direction.noalias() -= q * parallel;
    direction.normalize();
  }
  return length;
}

}  // namespace baryscope
