/// The loss of logistic regression with its derivatives.
#pragma once

#include <Eigen/Core>
#include <span>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"

namespace baryscope {

/// One row of weights a free class: one row for two classes (the log-odds of the second), n_classes
/// rows for more. The last column holds the intercepts, which the penalty leaves alone.
using LogisticWeights = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// points [n, d] → [n, n_classes] softmax of the scores, or [1 − σ, σ] for two classes.
LogisticWeights logistic_shares(const LogisticWeights& weights, const Matrix& points);

/// ½ ‖w‖² + Σ_i −log p_i at one place, with what its derivatives need.
class LogisticLoss {
 public:
  /// points [n, d], kept by reference; labels [n] in 0 … n_classes − 1, n_classes ≥ 2.
  LogisticLoss(const Matrix& points, std::span<const int> labels, int n_classes);

  [[nodiscard]] Eigen::Index n_rows() const { return m_n_classes == 2 ? 1 : m_n_classes; }
  [[nodiscard]] Eigen::Index n_columns() const { return m_points.n_columns + 1; }

  /// Moves to `weights`; the loss there.
  double move_to(const LogisticWeights& weights, const Watch& watch);
  /// At the last place.
  [[nodiscard]] LogisticWeights gradient(const Watch& watch) const;
  /// The second derivative at the last place, times `direction`.
  [[nodiscard]] LogisticWeights curvature_times(const LogisticWeights& direction,
                                                const Watch& watch) const;

 private:
  const Matrix& m_points;
  std::span<const int> m_labels;
  int m_n_classes;
  LogisticWeights m_weights;
  LogisticWeights m_shares;  ///< [n, n_rows()]
};

}  // namespace baryscope
