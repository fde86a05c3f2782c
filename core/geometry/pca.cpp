#include "core/geometry/pca.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/geometry/leading_eigenvectors.h"

namespace baryscope {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
constexpr int k_axes = 3;

/// The component of largest magnitude is made positive; of nearly equal ones the first counts, so
/// that rounding does not flip an axis.
void fix_sign(Eigen::VectorXd& axis) {
  const double threshold = axis.cwiseAbs().maxCoeff() * (1 - 1e-9);
  for (const double component : axis) {
    if (std::abs(component) >= threshold) {
      if (component < 0) {
        axis = -axis;
      }
      return;
    }
  }
}

/// The scatter matrix of the smaller side: XᵀX [d, d], or the Gram matrix XXᵀ [n, n].
Eigen::MatrixXd smaller_scatter(const RowMajor& centered) {
  const bool by_columns = centered.cols() <= centered.rows();
  Eigen::MatrixXd scatter = Eigen::MatrixXd::Zero(std::min(centered.rows(), centered.cols()),
                                                  std::min(centered.rows(), centered.cols()));
  if (by_columns) {
    scatter.selfadjointView<Eigen::Lower>().rankUpdate(centered.transpose());
  } else {
    scatter.selfadjointView<Eigen::Lower>().rankUpdate(centered);
  }
  return scatter;
}

/// The points over their largest coordinate, less their mean; the Pca has the mean of the points as
/// they are, and no axes yet.
std::pair<RowMajor, Pca> centered_points(const Matrix& points) {
  BARYSCOPE_CHECK(points.n_rows >= 1 && points.n_columns >= 1);
  const Eigen::Map<const RowMajor> x(points.data.data(), points.n_rows, points.n_columns);
  const double largest = x.cwiseAbs().maxCoeff();
  const double unit = largest > 0 ? largest : 1;
  RowMajor centered = x / unit;
  const Eigen::RowVectorXd mean = centered.colwise().mean();
  centered.rowwise() -= mean;
  Pca pca;
  pca.mean.resize(static_cast<std::size_t>(points.n_columns));
  Eigen::Map<Eigen::RowVectorXd>(pca.mean.data(), points.n_columns) = mean * unit;
  pca.axes = Matrix(k_axes, points.n_columns);
  return {std::move(centered), std::move(pca)};
}

}  // namespace

Pca fit_pca(const Matrix& points) {
  auto [centered, pca] = centered_points(points);
  const double total = centered.squaredNorm();
  const double epsilon = std::numeric_limits<double>::epsilon();
  // Equal points differ from their mean by rounding alone.
  const double rounding = std::pow(4 * epsilon, 2) * static_cast<double>(points.n_rows) *
                          static_cast<double>(points.n_columns);
  if (!(total > rounding)) {
    return pca;
  }
  const Eigen::MatrixXd scatter = smaller_scatter(centered);
  const int n_axes = std::min<int>(k_axes, static_cast<int>(scatter.rows()));
  const auto [values, vectors] = find_leading_eigenvectors(scatter, n_axes);
  const double least =
      values[0] * epsilon * static_cast<double>(std::max(centered.rows(), centered.cols()));
  std::vector<Eigen::VectorXd> axes;
  for (int a = 0; a < n_axes; ++a) {
    const double value = values[a];
    if (!(value > least)) {
      break;
    }
    const auto vector = vectors.col(a);
    Eigen::VectorXd axis = vector;
    if (centered.cols() > centered.rows()) {
      axis = centered.transpose() * vector;
    }
    axis.normalize();
    for (const Eigen::VectorXd& before : axes) {
      axis -= before.dot(axis) * before;
    }
    axis.normalize();
    fix_sign(axis);
    std::copy(axis.begin(), axis.end(), pca.axes.row(a).begin());
    pca.explained_variance[static_cast<std::size_t>(a)] = std::min(1.0, value / total);
    axes.push_back(std::move(axis));
  }
  return pca;
}

Pca fit_pca_beside(const Matrix& points, std::span<const double> direction) {
  BARYSCOPE_CHECK(static_cast<int>(direction.size()) == points.n_columns);
  Eigen::RowVectorXd first =
      Eigen::Map<const Eigen::RowVectorXd>(direction.data(), points.n_columns);
  BARYSCOPE_CHECK(first.cwiseAbs().maxCoeff() > 0);
  first /= first.cwiseAbs().maxCoeff();  // the squares of what is left neither over- nor underflow
  first.normalize();

  auto [centered, pca] = centered_points(points);
  const Eigen::VectorXd along = centered * first.transpose();
  const double total = centered.squaredNorm();
  centered -= along * first;
  const double rest_share = total > 0 ? centered.squaredNorm() / total : 0;

  Matrix rest(points.n_rows, points.n_columns);
  std::copy(centered.data(), centered.data() + centered.size(), rest.data.begin());
  const Pca of_rest = fit_pca(rest);
  std::copy(first.begin(), first.end(), pca.axes.row(0).begin());
  pca.explained_variance[0] = total > 0 ? std::min(1.0, along.squaredNorm() / total) : 0;
  for (int a = 1; a < k_axes; ++a) {
    const auto axis = of_rest.axes.row(a - 1);
    std::copy(axis.begin(), axis.end(), pca.axes.row(a).begin());
    pca.explained_variance[static_cast<std::size_t>(a)] =
        rest_share * of_rest.explained_variance[static_cast<std::size_t>(a - 1)];
  }
  return pca;
}

Matrix project(const Pca& pca, const Matrix& points) {
  BARYSCOPE_CHECK(points.n_columns == static_cast<int>(pca.mean.size()));
  Matrix result(points.n_rows, k_axes);
  if (points.n_rows == 0) {
    return result;
  }
  const Eigen::Map<const RowMajor> x(points.data.data(), points.n_rows, points.n_columns);
  const Eigen::Map<const Eigen::RowVectorXd> mean(pca.mean.data(), points.n_columns);
  const Eigen::Map<const RowMajor> axes(pca.axes.data.data(), k_axes, points.n_columns);
  Eigen::Map<RowMajor> projected(result.data.data(), points.n_rows, k_axes);
  projected.noalias() = (x.rowwise() - mean) * axes.transpose();
  return result;
}

}  // namespace baryscope
