#include "core/geometry/similarity.h"

#include <Eigen/Core>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace baryscope {
namespace {

Eigen::MatrixX3d rows_of(const Matrix& matrix) {
  BARYSCOPE_CHECK(matrix.n_rows == 0 || matrix.n_columns == 3);
  Eigen::MatrixX3d rows(matrix.n_rows, 3);
  for (int i = 0; i < matrix.n_rows; ++i) {
    for (int axis = 0; axis < 3; ++axis) {
      const double value = matrix(i, axis);
      rows(i, axis) = std::isfinite(value) ? value : 0;
    }
  }
  return rows;
}

/// Subtracts the mean and returns it.
Eigen::RowVector3d center(Eigen::MatrixX3d& rows) {
  if (rows.rows() == 0) {
    return Eigen::RowVector3d::Zero();
  }
  const Eigen::RowVector3d mean = rows.colwise().mean();
  rows.rowwise() -= mean;
  return mean;
}

double radius(const Eigen::MatrixX3d& centered) {
  return centered.rows() > 0
             ? std::sqrt(centered.squaredNorm() / static_cast<double>(centered.rows()))
             : 0;
}

}  // namespace

std::array<double, 3> Similarity::operator()(const std::array<double, 3>& point) const {
  std::array<double, 3> result = target_center;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      result[row] += scale * rotation[row][axis] * (point[axis] - source_center[axis]);
    }
  }
  return result;
}

bool Similarity::is_identity() const {
  const Similarity none;
  return scale == 1 && rotation == none.rotation && source_center == target_center;
}

Similarity similarity_onto(const Matrix& target, const Matrix& source, bool same_rows) {
  Eigen::MatrixX3d to = rows_of(target), from = rows_of(source);
  const Eigen::RowVector3d to_center = center(to), from_center = center(from);
  Similarity result;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    result.target_center[axis] = to_center[static_cast<Eigen::Index>(axis)];
    result.source_center[axis] = from_center[static_cast<Eigen::Index>(axis)];
  }
  const double to_radius = radius(to), from_radius = radius(from);
  if (to_radius > 0 && from_radius > 0) {
    result.scale = to_radius / from_radius;
  }
  if (!same_rows || to.rows() != from.rows() || !(to_radius > 0) || !(from_radius > 0) ||
      (to - from).cwiseAbs().maxCoeff() <= 1e-12 * to_radius) {
    return result;
  }
  const Eigen::Matrix3d covariance = to.transpose() * from / (to_radius * from_radius);
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(covariance,
                                              Eigen::ComputeFullU | Eigen::ComputeFullV);
  const Eigen::Matrix3d rotation = svd.matrixU() * svd.matrixV().transpose();
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      result.rotation[row][axis] =
          rotation(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(axis));
    }
  }
  return result;
}

}  // namespace baryscope
