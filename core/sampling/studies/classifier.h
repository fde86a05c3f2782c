/// Plain classifiers whose decisions are drawn and scored: k nearest neighbours, logistic
/// regression.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"
#include "core/sampling/data/column_scale.h"

namespace baryscope {

class Classifier {
 public:
  virtual ~Classifier() = default;
  /// points [m, d] → [m, n_classes] shares that sum to 1.
  [[nodiscard]] virtual Matrix probabilities(const Matrix& points, const Watch& watch) const = 0;
  /// The class of the largest share, ties to the lower index: [m].
  [[nodiscard]] std::vector<int> predict(const Matrix& points, const Watch& watch) const;
};

/// "knn" (5 neighbours, fewer where there are fewer points; uniform votes) or "logistic"
/// (standardised columns, L2 with C = 1, as scikit-learn's defaults; multinomial for more than two
/// classes). A class without points gets the share 0. With `scale`, distances of "knn" are those of
/// columns scaled by it (fit it on the originals, before and after sampling alike); null: the
/// columns as they are. points [n ≥ 1, d]. Copies what it needs. Throws UsageError for an unknown
/// name.
std::unique_ptr<const Classifier> make_classifier(const std::string& name, const Matrix& points,
                                                  std::span<const int> labels, int n_classes,
                                                  const ColumnScale* scale, const Watch& watch);

}  // namespace baryscope
