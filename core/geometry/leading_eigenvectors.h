/// A few leading eigenvectors of a symmetric matrix, without computing the others.
#pragma once

#include <Eigen/Core>

namespace baryscope {

struct LeadingEigenvectors {
  Eigen::VectorXd values;   ///< [count] descending
  Eigen::MatrixXd vectors;  ///< [n, count], orthonormal columns
};

/// symmetric [n, n], of which the lower triangle is read; count ≤ n. Householder tridiagonal form,
/// all eigenvalues by QL, the leading vectors by inverse iteration (Golub & Van Loan, §8.2–8.4).
LeadingEigenvectors find_leading_eigenvectors(const Eigen::MatrixXd& symmetric, int count);

}  // namespace baryscope
