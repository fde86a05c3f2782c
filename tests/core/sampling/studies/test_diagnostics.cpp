#include "core/sampling/studies/diagnostics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/sampling/plain_neighbors.h"

namespace baryscope {
namespace {

DataSet make_data(const Matrix& points, std::vector<int> labels, int n_classes) {
  DataSet data;
  data.points = points;
  data.labels = std::move(labels);
  for (int c = 0; c < n_classes; ++c) {
    data.classes.emplace_back(1, static_cast<char>('a' + c));
  }
  return data;
}

Resampled make_resampled(const Matrix& points, std::vector<int> labels) {
  Resampled resampled;
  resampled.synthetic.points = points;
  resampled.synthetic.labels = std::move(labels);
  return resampled;
}

Matrix line(std::vector<double> data) {
  Matrix matrix(static_cast<int>(data.size()), 1);
  matrix.data = std::move(data);
  return matrix;
}

TEST(Diagnostics, OfALineAreCountedByHand) {
  const DataSet data = make_data(line({0, 1, 2, 10, 11, 12, 13}), {0, 0, 0, 1, 1, 1, 2}, 3);
  const SamplingDiagnostics found =
      make_diagnostics(data, make_resampled(line({3, 9, 12.5}), {0, 0, 2}), false, {});
  // 3 and 9 to 10; 12.5 to 12.
  EXPECT_DOUBLE_EQ(found.mean_majority_distance, (7 + 1 + 0.5) / 3);
  EXPECT_DOUBLE_EQ(found.mean_majority_distance_by_class[0], 4);
  EXPECT_TRUE(std::isnan(found.mean_majority_distance_by_class[1]));
  EXPECT_DOUBLE_EQ(found.mean_majority_distance_by_class[2], 0.5);
  // 0, 1, 2 to 10, and 13 to 12; class 1 got nothing.
  EXPECT_DOUBLE_EQ(found.mean_majority_distance_before, (10 + 9 + 8 + 1) / 4.0);
  // Nearest five of 3: 2 1 0 10 11; of 9: 10 11 12 13 2; of 12.5: 12 13 11 10 2.
  EXPECT_DOUBLE_EQ(found.share_in_majority_region_by_class[0], 0.5);
  EXPECT_DOUBLE_EQ(found.share_in_majority_region_by_class[2], 1);
  EXPECT_DOUBLE_EQ(found.share_in_majority_region, 2.0 / 3);
}

TEST(Diagnostics, OfNoSyntheticPointsAreNotNumbers) {
  const DataSet data = make_data(line({0, 1}), {0, 1}, 2);
  const SamplingDiagnostics found = make_diagnostics(data, make_resampled(line({}), {}), false, {});
  EXPECT_TRUE(std::isnan(found.mean_majority_distance));
  EXPECT_TRUE(std::isnan(found.mean_majority_distance_before));
  EXPECT_TRUE(std::isnan(found.share_in_majority_region));
}

TEST(Diagnostics, OfOneClassHaveNoDistance) {
  const DataSet data = make_data(line({0, 1}), {0, 0}, 1);
  const SamplingDiagnostics found =
      make_diagnostics(data, make_resampled(line({0.5}), {0}), false, {});
  EXPECT_TRUE(std::isnan(found.mean_majority_distance));
  EXPECT_EQ(found.share_in_majority_region, 0);
}

TEST(Diagnostics, StandardisedDoNotDependOnUnits) {
  Matrix points = bell_points(90, 3, 1);
  Matrix synthetic = bell_points(40, 3, 2);
  std::vector<int> labels(90), synthetic_labels(40, 1);
  for (std::size_t i = 0; i < 30; ++i) {
    labels[i] = 1;
  }
  const SamplingDiagnostics before = make_diagnostics(
      make_data(points, labels, 2), make_resampled(synthetic, synthetic_labels), true, {});
  for (Matrix* matrix : {&points, &synthetic}) {
    for (int i = 0; i < matrix->n_rows; ++i) {
      (*matrix)(i, 2) *= 4096;
    }
  }
  const DataSet data = make_data(points, labels, 2);
  const Resampled resampled = make_resampled(synthetic, synthetic_labels);
  const SamplingDiagnostics after = make_diagnostics(data, resampled, true, {});
  EXPECT_DOUBLE_EQ(after.mean_majority_distance, before.mean_majority_distance);
  EXPECT_EQ(after.share_in_majority_region, before.share_in_majority_region);
  EXPECT_GT(make_diagnostics(data, resampled, false, {}).mean_majority_distance,
            2 * before.mean_majority_distance);
}

}  // namespace
}  // namespace baryscope
