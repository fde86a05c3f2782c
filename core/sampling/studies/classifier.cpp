#include "core/sampling/studies/classifier.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/sampling/studies/knn_classifier.h"
#include "core/sampling/studies/logistic_classifier.h"

namespace baryscope {

std::vector<int> Classifier::predict(const Matrix& points, const Watch& watch) const {
  const Matrix shares = probabilities(points, watch);
  std::vector<int> classes(static_cast<std::size_t>(shares.n_rows));
  for (int row = 0; row < shares.n_rows; ++row) {
    const std::span<const double> of_row = shares.row(row);
    classes[static_cast<std::size_t>(row)] =
        static_cast<int>(std::ranges::max_element(of_row) - of_row.begin());
  }
  return classes;
}

std::unique_ptr<const Classifier> make_classifier(const std::string& name, const Matrix& points,
                                                  std::span<const int> labels, int n_classes,
                                                  const ColumnScale* scale, const Watch& watch) {
  BARYSCOPE_CHECK(points.n_rows >= 1);
  BARYSCOPE_CHECK(labels.size() == static_cast<std::size_t>(points.n_rows));
  BARYSCOPE_CHECK(
      std::ranges::all_of(labels, [&](int label) { return label >= 0 && label < n_classes; }));
  if (name == "knn") {
    return make_knn_classifier(points, labels, n_classes, scale);
  }
  if (name == "logistic") {
    return make_logistic_classifier(points, labels, n_classes, watch);
  }
  throw UsageError(unknown_name_message("classifier", name, {"knn", "logistic"}));
}

}  // namespace baryscope
