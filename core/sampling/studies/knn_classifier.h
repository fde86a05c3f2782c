/// The vote of the nearest neighbours.
#pragma once

#include <memory>
#include <span>

#include "core/geometry/matrix.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/studies/classifier.h"

namespace baryscope {

/// As scikit-learn's KNeighborsClassifier(5), but that ties of distance go to the lower index. With
/// `scale`, by the distances of scaled columns.
std::unique_ptr<const Classifier> make_knn_classifier(const Matrix& points,
                                                      std::span<const int> labels, int n_classes,
                                                      const ColumnScale* scale);

}  // namespace baryscope
