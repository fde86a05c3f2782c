#include "core/sampling/studies/logistic_classifier.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/sampling/data/column_scale.h"
#include "core/sampling/studies/logistic_loss.h"

namespace baryscope {
namespace {

constexpr int k_most_newton_steps = 200;
constexpr int k_most_inner_steps = 1000;
constexpr int k_most_halvings = 60;
/// The length of the gradient, against its length at 0, at which the weights are taken.
constexpr double k_tolerance = 1e-11;

double dot(const LogisticWeights& a, const LogisticWeights& b) { return a.cwiseProduct(b).sum(); }

/// Conjugate gradients for curvature · step = −gradient, until the residual is as small as the
/// outer step deserves (Nocedal & Wright 2006, algorithm 7.1).
LogisticWeights newton_step(const LogisticLoss& loss, const LogisticWeights& gradient,
                            const Watch& watch) {
  const double length = gradient.norm();
  const double enough = std::min(1e-3, std::sqrt(length)) * length;
  LogisticWeights step = LogisticWeights::Zero(gradient.rows(), gradient.cols());
  LogisticWeights residual = -gradient;
  LogisticWeights direction = residual;
  double squared = dot(residual, residual);
  for (int inner = 0; inner < k_most_inner_steps && std::sqrt(squared) > enough; ++inner) {
    const LogisticWeights curved = loss.curvature_times(direction, watch);
    const double curvature = dot(direction, curved);
    if (!(curvature > 0)) {
      break;
    }
    const double along = squared / curvature;
    step += along * direction;
    residual -= along * curved;
    const double next = dot(residual, residual);
    direction = residual + next / squared * direction;
    squared = next;
  }
  return step;
}

LogisticWeights fit(const Matrix& points, std::span<const int> labels, int n_classes,
                    const Watch& watch) {
  LogisticLoss loss(points, labels, n_classes);
  LogisticWeights weights = LogisticWeights::Zero(loss.n_rows(), loss.n_columns());
  double value = loss.move_to(weights, watch);
  LogisticWeights gradient = loss.gradient(watch);
  const double enough = k_tolerance * gradient.norm();
  for (int newton = 0; newton < k_most_newton_steps && gradient.norm() > enough; ++newton) {
    LogisticWeights step = newton_step(loss, gradient, watch);
    const double slope = dot(gradient, step);
    if (!(slope < 0)) {
      break;
    }
    // Close to the minimum the loss no longer tells two places apart: what it may differ by
    // rounding is allowed for, and the gradient judges.
    const double rounding = 1e-13 * std::abs(value);
    double share = 1;
    double moved = loss.move_to(weights + step, watch);
    const auto falls = [&] { return moved <= value + 1e-4 * share * slope + rounding; };
    for (int halving = 0; halving < k_most_halvings && !falls(); ++halving) {
      share *= 0.5;
      moved = loss.move_to(weights + share * step, watch);
    }
    if (!falls()) {
      break;
    }
    const LogisticWeights next = loss.gradient(watch);
    if (-slope <= rounding && next.norm() >= gradient.norm()) {
      break;
    }
    weights += share * step;
    value = moved;
    gradient = next;
  }
  return weights;
}

class LogisticClassifier : public Classifier {
 public:
  LogisticClassifier(const Matrix& points, std::span<const int> labels, int n_classes,
                     const Watch& watch)
      : m_scale(fit_column_scale(points)), m_n_classes(n_classes) {
    std::vector<int> position(static_cast<std::size_t>(n_classes), -1);
    for (int c = 0; c < n_classes; ++c) {
      if (std::ranges::find(labels, c) != labels.end()) {
        position[static_cast<std::size_t>(c)] = static_cast<int>(m_present.size());
        m_present.push_back(c);
      }
    }
    if (m_present.size() < 2) {
      return;
    }
    std::vector<int> compact;
    compact.reserve(labels.size());
    for (const int label : labels) {
      compact.push_back(position[static_cast<std::size_t>(label)]);
    }
    m_weights = fit(scaled(m_scale, points), compact, static_cast<int>(m_present.size()), watch);
  }

  [[nodiscard]] Matrix probabilities(const Matrix& points, const Watch& watch) const override {
    watch.check();
    Matrix shares(points.n_rows, m_n_classes);
    if (m_present.size() == 1) {
      for (int row = 0; row < points.n_rows; ++row) {
        shares(row, m_present.front()) = 1;
      }
      return shares;
    }
    const LogisticWeights of_present = logistic_shares(m_weights, scaled(m_scale, points));
    for (int row = 0; row < points.n_rows; ++row) {
      for (std::size_t c = 0; c < m_present.size(); ++c) {
        shares(row, m_present[c]) = of_present(row, static_cast<Eigen::Index>(c));
      }
    }
    return shares;
  }

 private:
  ColumnScale m_scale;
  int m_n_classes;
  std::vector<int> m_present;  ///< classes with points, ascending
  LogisticWeights m_weights;
};

}  // namespace

std::unique_ptr<const Classifier> make_logistic_classifier(const Matrix& points,
                                                           std::span<const int> labels,
                                                           int n_classes, const Watch& watch) {
  return std::make_unique<LogisticClassifier>(points, labels, n_classes, watch);
}

}  // namespace baryscope
