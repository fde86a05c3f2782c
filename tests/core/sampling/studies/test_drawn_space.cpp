#include "core/sampling/studies/drawn_space.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/sampling/studies/classifier.h"
#include "core/sampling/studies/decision_field.h"

namespace baryscope {
namespace {

constexpr int k_columns = 7;

Matrix random_points(int n, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, k_columns);
  for (int row = 0; row < n; ++row) {
    for (int c = 0; c < k_columns; ++c) {
      points(row, c) = (c + 1) * (random.uniform() - 0.3) + (row % 3 == 0 ? 0.5 : 0);
    }
  }
  return points;
}

DisplayFrame projected_frame(const Matrix& points, int n_axes, const ColumnScale* scale) {
  DisplayFrame frame;
  frame.projected = true;
  frame.n_axes = n_axes;
  if (scale != nullptr) {
    frame.scale = *scale;
  }
  frame.pca = fit_pca(scale != nullptr ? scaled(*scale, points) : points);
  return frame;
}

Matrix lifted(const DisplayFrame& frame, const std::array<double, 3>& place) {
  Matrix point(1, frame.pca.axes.n_columns);
  frame.lift(place, point.row(0));
  return point;
}

double distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  }
  return std::sqrt(sum);
}

TEST(DrawnSpace, DistancesFromPlacesAreThoseOfAllColumns) {
  const Matrix points = random_points(40, 1);
  const ColumnScale scale = fit_column_scale(points);
  for (const int n_axes : {1, 2, 3}) {
    for (const ColumnScale* each : {static_cast<const ColumnScale*>(nullptr), &scale}) {
      const DisplayFrame frame = projected_frame(points, n_axes, each);
      const DrawnSpace space = make_drawn_space(frame, points, each);
      ASSERT_EQ(space.points.n_columns, n_axes + 1);
      const Matrix seen = each != nullptr ? scaled(*each, points) : points;
      for (const std::array<double, 3>& place :
           {std::array{0.0, 0.0, 0.0}, std::array{1.5, -2.0, 0.25}, std::array{-7.0, 3.0, 11.0}}) {
        const Matrix there = lifted(frame, place);
        const Matrix node = each != nullptr ? scaled(*each, there) : there;
        const Matrix small = lifted(space.frame, place);
        for (int row = 0; row < points.n_rows; ++row) {
          const double expected = distance(seen.row(row), node.row(0));
          EXPECT_NEAR(distance(space.points.row(row), small.row(0)), expected, 1e-12 * expected);
        }
      }
    }
  }
}

TEST(DrawnSpace, FieldsOfNeighboursAreThoseOfAllColumns) {
  const Matrix points = random_points(60, 2);
  std::vector<int> labels;
  for (int row = 0; row < points.n_rows; ++row) {
    labels.push_back(row % 3 == 0 ? 1 : 0);
  }
  const ColumnScale scale = fit_column_scale(points);
  for (const ColumnScale* each : {static_cast<const ColumnScale*>(nullptr), &scale}) {
    const DisplayFrame frame = projected_frame(points, 2, each);
    const FieldBox box = make_field_box(frame.places(points), Matrix(0, 3), 2);
    const auto full = make_classifier("knn", points, labels, 2, each, {});
    const DrawnSpace space = make_drawn_space(frame, points, each);
    const auto small = make_classifier("knn", space.points, labels, 2, nullptr, {});
    const DecisionField expected = make_decision_field(*full, frame, box, 2, {});
    const DecisionField field = make_decision_field(*small, space.frame, box, 2, {});
    EXPECT_EQ(field.n_nodes, expected.n_nodes);
    EXPECT_EQ(field.probabilities, expected.probabilities);
  }
}

}  // namespace
}  // namespace baryscope
