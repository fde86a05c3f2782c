#include "core/sampling/studies/folds.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/neighbors/neighbors.h"

namespace baryscope {
namespace {

/// [n_classes] rows of each class in a random order.
std::vector<std::vector<int>> shuffled_classes(std::span<const int> labels, int n_classes,
                                               Random& random) {
  std::vector<std::vector<int>> classes(static_cast<std::size_t>(n_classes));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    classes[static_cast<std::size_t>(labels[i])].push_back(static_cast<int>(i));
  }
  for (std::vector<int>& rows : classes) {
    for (std::size_t i = rows.size(); i > 1; --i) {
      std::swap(rows[i - 1], rows[random.below(i)]);
    }
  }
  return classes;
}

}  // namespace

std::vector<int> stratified_folds(std::span<const int> labels, int n_classes, int n_folds,
                                  Random& random) {
  BARYSCOPE_CHECK(n_folds >= 1);
  std::vector<int> folds(labels.size());
  int next = 0;
  for (const std::vector<int>& rows : shuffled_classes(labels, n_classes, random)) {
    for (const int row : rows) {
      folds[static_cast<std::size_t>(row)] = next;
      next = (next + 1) % n_folds;
    }
  }
  return folds;
}

std::vector<int> stratified_rows(std::span<const int> labels, int n_classes, std::size_t most,
                                 std::size_t fewest, Random& random) {
  if (labels.size() <= most) {
    std::vector<int> all(labels.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
  const double share = static_cast<double>(most) / static_cast<double>(labels.size());
  std::vector<int> chosen;
  for (const std::vector<int>& rows : shuffled_classes(labels, n_classes, random)) {
    const auto wanted =
        static_cast<std::size_t>(std::lround(share * static_cast<double>(rows.size())));
    const std::size_t n = std::min(rows.size(), std::max(wanted, fewest));
    chosen.insert(chosen.end(), rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(n));
  }
  std::ranges::sort(chosen);
  return chosen;
}

DataSet subset(const DataSet& data, std::span<const int> rows) {
  DataSet part;
  part.name = data.name;
  part.points = rows_of(data.points, rows);
  part.features = data.features;
  part.classes = data.classes;
  part.label_name = data.label_name;
  part.label_column = data.label_column;
  part.labels.reserve(rows.size());
  for (const int row : rows) {
    part.labels.push_back(data.labels[static_cast<std::size_t>(row)]);
  }
  return part;
}

Split make_split(const DataSet& data, std::span<const int> folds, int fold, bool standardize) {
  Split split;
  for (std::size_t i = 0; i < folds.size(); ++i) {
    (folds[i] == fold ? split.test_rows : split.training_rows).push_back(static_cast<int>(i));
  }
  split.training = subset(data, split.training_rows);
  split.test_points = rows_of(data.points, split.test_rows);
  split.test_labels.reserve(split.test_rows.size());
  for (const int row : split.test_rows) {
    split.test_labels.push_back(data.labels[static_cast<std::size_t>(row)]);
  }
  if (standardize) {
    const ColumnScale scale = fit_column_scale(split.training.points);
    split.training.points = scaled(scale, split.training.points);
    split.test_points = scaled(scale, split.test_points);
  }
  return split;
}

}  // namespace baryscope
