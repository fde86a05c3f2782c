#include "core/sampling/studies/logistic_loss.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace baryscope {
namespace {

/// Points at a time: what a check of the watch waits for, and what stays in a cache.
constexpr Eigen::Index k_block = 1024;

using ConstRows = Eigen::Map<const LogisticWeights>;

ConstRows rows_of_matrix(const Matrix& points) {
  return {points.data.data(), points.n_rows, points.n_columns};
}

/// Scores of the points [first, first + n): their products with the weights, and the intercepts.
LogisticWeights scores(const ConstRows& points, const LogisticWeights& weights, Eigen::Index first,
                       Eigen::Index n) {
  LogisticWeights result =
      points.middleRows(first, n) * weights.leftCols(weights.cols() - 1).transpose();
  result.rowwise() += weights.col(weights.cols() - 1).transpose();
  return result;
}

double log_one_plus_exp(double x) {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

double sigmoid(double x) {
  return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

/// Turns scores into shares; the sum of −log share of each row's label, if there are labels.
double to_shares(LogisticWeights& rows, const int* labels) {
  double loss = 0;
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    if (rows.cols() == 1) {
      const double score = rows(i, 0);
      if (labels != nullptr) {
        loss += log_one_plus_exp(labels[i] == 1 ? -score : score);
      }
      rows(i, 0) = sigmoid(score);
      continue;
    }
    const double most = rows.row(i).maxCoeff();
    const double of_label = labels != nullptr ? rows(i, labels[i]) : 0;
    rows.row(i) = (rows.row(i).array() - most).exp().matrix();
    const double sum = rows.row(i).sum();
    rows.row(i) /= sum;
    if (labels != nullptr) {
      loss += most + std::log(sum) - of_label;
    }
  }
  return loss;
}

}  // namespace

LogisticWeights logistic_shares(const LogisticWeights& weights, const Matrix& points) {
  LogisticWeights rows = scores(rows_of_matrix(points), weights, 0, points.n_rows);
  to_shares(rows, nullptr);
  if (weights.rows() > 1) {
    return rows;
  }
  LogisticWeights both(rows.rows(), 2);
  both.col(1) = rows.col(0);
  both.col(0) = 1 - rows.col(0).array();
  return both;
}

LogisticLoss::LogisticLoss(const Matrix& points, std::span<const int> labels, int n_classes)
    : m_points(points), m_labels(labels), m_n_classes(n_classes) {
  BARYSCOPE_CHECK(n_classes >= 2);
  m_shares.resize(points.n_rows, n_rows());
}

double LogisticLoss::move_to(const LogisticWeights& weights, const Watch& watch) {
  m_weights = weights;
  const ConstRows points = rows_of_matrix(m_points);
  double loss = 0.5 * weights.leftCols(weights.cols() - 1).squaredNorm();
  for (Eigen::Index first = 0; first < points.rows(); first += k_block) {
    watch.check();
    const Eigen::Index n = std::min(k_block, points.rows() - first);
    LogisticWeights rows = scores(points, weights, first, n);
    loss += to_shares(rows, m_labels.data() + first);
    m_shares.middleRows(first, n) = rows;
  }
  return loss;
}

LogisticWeights LogisticLoss::gradient(const Watch& watch) const {
  const ConstRows points = rows_of_matrix(m_points);
  LogisticWeights result = m_weights;
  result.col(result.cols() - 1).setZero();
  for (Eigen::Index first = 0; first < points.rows(); first += k_block) {
    watch.check();
    const Eigen::Index n = std::min(k_block, points.rows() - first);
    LogisticWeights errors = m_shares.middleRows(first, n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const int label = m_labels[static_cast<std::size_t>(first + i)];
      if (n_rows() > 1) {
        errors(i, label) -= 1;
      } else if (label == 1) {
        errors(i, 0) -= 1;
      }
    }
    result.leftCols(result.cols() - 1) += errors.transpose() * points.middleRows(first, n);
    result.col(result.cols() - 1) += errors.colwise().sum().transpose();
  }
  return result;
}

LogisticWeights LogisticLoss::curvature_times(const LogisticWeights& direction,
                                              const Watch& watch) const {
  const ConstRows points = rows_of_matrix(m_points);
  LogisticWeights result = direction;
  result.col(result.cols() - 1).setZero();
  for (Eigen::Index first = 0; first < points.rows(); first += k_block) {
    watch.check();
    const Eigen::Index n = std::min(k_block, points.rows() - first);
    LogisticWeights change = scores(points, direction, first, n);
    const auto shares = m_shares.middleRows(first, n).array();
    if (n_rows() == 1) {
      change.array() *= shares * (1 - shares);
    } else {
      const Eigen::ArrayXd mean = (shares * change.array()).rowwise().sum();
      change.array() = shares * (change.array().colwise() - mean);
    }
    result.leftCols(result.cols() - 1) += change.transpose() * points.middleRows(first, n);
    result.col(result.cols() - 1) += change.colwise().sum().transpose();
  }
  return result;
}

}  // namespace baryscope
