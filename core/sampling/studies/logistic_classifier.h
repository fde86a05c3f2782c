/// Logistic regression with an L2 penalty.
#pragma once

#include <memory>
#include <span>

#include "core/geometry/matrix.h"
#include "core/sampling/studies/classifier.h"

namespace baryscope {

/// On standardised columns, with C = 1 and a free intercept: minimises ½ ‖w‖² + Σ_i −log p_i. Two
/// classes share one vector w, more have one each (scikit-learn's LogisticRegression behind its
/// StandardScaler). Classes without points stay out.
std::unique_ptr<const Classifier> make_logistic_classifier(const Matrix& points,
                                                           std::span<const int> labels,
                                                           int n_classes, const Watch& watch);

}  // namespace baryscope
