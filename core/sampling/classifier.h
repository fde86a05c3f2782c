/// Plain classifiers whose decisions are drawn and scored: k nearest neighbours, logistic
/// regression.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"

namespace baryscope {

class Classifier {
 public:
  virtual ~Classifier() = default;
  /// points [m, d] → [m, n_classes] shares that sum to 1.
  [[nodiscard]] virtual Matrix probabilities(const Matrix& points, const Watch& watch) const = 0;
  /// The class of the largest share, ties to the lower index: [m].
  [[nodiscard]] std::vector<int> predict(const Matrix& points, const Watch& watch) const;
};

/// "knn" (5 neighbours, uniform votes) or "logistic" (standardised columns, L2 with C = 1, as
/// scikit-learn's defaults; multinomial). Copies what it needs.
std::unique_ptr<const Classifier> make_classifier(const std::string& name, const Matrix& points,
                                                  std::span<const int> labels, int n_classes,
                                                  const Watch& watch);

}  // namespace baryscope
