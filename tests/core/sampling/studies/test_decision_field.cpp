#include "core/sampling/studies/decision_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/geometry/pca.h"
#include "tests/core/sampling/plain_neighbors.h"

namespace baryscope {
namespace {

/// Says what it was asked: share 0 is a coordinate along `direction`, share 1 the rest to 1.
class Probe : public Classifier {
 public:
  explicit Probe(std::vector<double> direction) : m_direction(std::move(direction)) {}
  [[nodiscard]] Matrix probabilities(const Matrix& points, const Watch& /*watch*/) const override {
    EXPECT_EQ(static_cast<std::size_t>(points.n_columns), m_direction.size());
    Matrix shares(points.n_rows, 2);
    for (int i = 0; i < points.n_rows; ++i) {
      for (std::size_t c = 0; c < m_direction.size(); ++c) {
        shares(i, 0) += points.row(i)[c] * m_direction[c];
      }
      shares(i, 1) = 1 - shares(i, 0);
    }
    return shares;
  }

 private:
  std::vector<double> m_direction;
};

DisplayFrame plain_frame(int n_axes) {
  DisplayFrame frame;
  frame.n_axes = n_axes;
  return frame;
}

std::size_t n_nodes(const DecisionField& field) {
  return field.probabilities.size() / static_cast<std::size_t>(field.n_classes);
}

TEST(FieldBox, HoldsAllPointsWithAMargin) {
  Matrix places(3, 3), synthetic(1, 3);
  places.data = {0, 0, 0, 10, 1, 0, 5, 4, 0};
  synthetic.data = {2, -1, 0};
  const FieldBox box = make_field_box(places, synthetic, 2);
  EXPECT_THAT(box.minimum, testing::ElementsAre(-0.8, -1.8, 0));
  EXPECT_THAT(box.maximum, testing::ElementsAre(10.8, 4.8, 0));
}

TEST(FieldBox, HasAPlaceForOneAxisAndForOnePoint) {
  Matrix places(2, 3);
  places(1, 0) = 100;
  const FieldBox line = make_field_box(places, Matrix(0, 3), 1);
  EXPECT_DOUBLE_EQ(line.maximum[1] - line.minimum[1], 29);
  const FieldBox point = make_field_box(Matrix(1, 3), Matrix(0, 3), 3);
  EXPECT_THAT(point.minimum, testing::ElementsAre(-1, -1, -1));
  EXPECT_THAT(point.maximum, testing::ElementsAre(1, 1, 1));
}

TEST(DecisionField, AsksAtTheNodesThatItNames) {
  const FieldBox box{{-1, 2, 0}, {3, 4, 0}};
  for (const std::size_t axis : {0, 1}) {
    std::vector<double> direction(2);
    direction[axis] = 1;
    const DecisionField field = make_decision_field(Probe(direction), plain_frame(2), box, 2, {});
    EXPECT_EQ(field.n_nodes[2], 1);
    ASSERT_EQ(field.probabilities.size(),
              static_cast<std::size_t>(field.n_nodes[0] * field.n_nodes[1] * 2));
    for (int y = 0; y < field.n_nodes[1]; ++y) {
      for (int x = 0; x < field.n_nodes[0]; ++x) {
        const double along = axis == 0 ? x : y;
        const double expected = field.minimum[axis] + (field.maximum[axis] - field.minimum[axis]) *
                                                          along / (field.n_nodes[axis] - 1);
        ASSERT_NEAR(field.probabilities[static_cast<std::size_t>((y * field.n_nodes[0] + x) * 2)],
                    expected, 1e-6);
      }
    }
  }
}

TEST(DecisionField, HasSquareCellsOverTheBox) {
  for (const FieldBox& box :
       {FieldBox{{0, 0, 0}, {1, 1, 0}}, FieldBox{{-5, 3, 0}, {15, 4, 0}},
        FieldBox{{0, 0, 0}, {1e-9, 3e-9, 0}}, FieldBox{{0, 0, 0}, {1, 2, 1.5}}}) {
    const bool solid = box.maximum[2] > 0;
    const DecisionField field = make_decision_field(Probe(std::vector<double>(solid ? 3 : 2)),
                                                    plain_frame(solid ? 3 : 2), box, 2, {});
    EXPECT_GT(n_nodes(field), solid ? 17'576U : 10'000U);
    EXPECT_LT(n_nodes(field), solid ? 23'000U : 11'000U);
    const double cell = (field.maximum[0] - field.minimum[0]) / (field.n_nodes[0] - 1);
    for (std::size_t axis = 0; axis < (solid ? 3 : 2); ++axis) {
      EXPECT_NEAR((field.maximum[axis] - field.minimum[axis]) / (field.n_nodes[axis] - 1), cell,
                  1e-9 * cell);
      EXPECT_LE(field.minimum[axis], box.minimum[axis] + 1e-9 * cell);
      EXPECT_GE(field.maximum[axis], box.maximum[axis] - 1e-9 * cell);
      EXPECT_LT(field.maximum[axis] - field.minimum[axis],
                box.maximum[axis] - box.minimum[axis] + 1.001 * cell);
    }
  }
}

TEST(DecisionField, StaysSmallOverAThinBox) {
  for (const double thin : {0.1, 1e-3, 1e-9}) {
    const DecisionField plane =
        make_decision_field(Probe({1, 0}), plain_frame(2), {{0, 0, 0}, {1, thin, 0}}, 2, {});
    EXPECT_GE(plane.n_nodes[1], 9);
    EXPECT_LT(n_nodes(plane), 13'000U);
    for (const double other : {1.0, thin}) {
      const DecisionField box = make_decision_field(Probe({1, 0, 0}), plain_frame(3),
                                                    {{0, 0, 0}, {thin, 1, other}}, 2, {});
      EXPECT_GE(box.n_nodes[0], 9);
      EXPECT_LT(n_nodes(box), 90'000U);
      EXPECT_GT(n_nodes(box), 10'000U);
    }
  }
}

TEST(DecisionField, OfOneAxisIsTheSameAllTheWayUp) {
  const FieldBox box = make_field_box(bell_points(20, 3, 1), Matrix(0, 3), 1);
  const DecisionField field = make_decision_field(Probe({1}), plain_frame(1), box, 2, {});
  const auto row = static_cast<std::size_t>(field.n_nodes[0]) * 2;
  ASSERT_GT(field.n_nodes[1], 1);
  for (std::size_t i = 0; i < row; ++i) {
    EXPECT_EQ(field.probabilities[i], field.probabilities[field.probabilities.size() - row + i]);
  }
}

TEST(DecisionField, LiftsNodesAlongThePrincipalAxes) {
  const Matrix points = bell_points(60, 6, 2);
  DisplayFrame frame;
  frame.projected = true;
  frame.pca = fit_pca(points);
  for (const int n_axes : {2, 3}) {
    frame.n_axes = n_axes;
    const FieldBox box = make_field_box(project(frame.pca, points), Matrix(0, 3), n_axes);
    for (int axis = 0; axis < 3; ++axis) {
      // x · axis at a node is mean · axis plus the node's coordinate, or nothing past n_axes.
      const std::span<const double> direction = frame.pca.axes.row(axis);
      double offset = 0;
      for (int c = 0; c < 6; ++c) {
        offset +=
            frame.pca.mean[static_cast<std::size_t>(c)] * direction[static_cast<std::size_t>(c)];
      }
      const DecisionField field =
          make_decision_field(Probe({direction.begin(), direction.end()}), frame, box, 2, {});
      const auto a = static_cast<std::size_t>(axis);
      EXPECT_NEAR(field.probabilities[0], offset + (axis < n_axes ? field.minimum[a] : 0), 1e-6);
      EXPECT_NEAR(field.probabilities[field.probabilities.size() - 2],
                  offset + (axis < n_axes ? field.maximum[a] : 0), 1e-6);
    }
  }
}

TEST(DecisionField, OfNeighboursIsTheirVote) {
  const Matrix points = bell_points(200, 2, 3);
  std::vector<int> labels;
  for (int i = 0; i < 200; ++i) {
    labels.push_back(points(i, 0) > points(i, 1) * points(i, 1) ? 1 : 0);
  }
  const auto knn = make_classifier("knn", points, labels, 2, nullptr, {});
  const DecisionField field =
      make_decision_field(*knn, plain_frame(2), {{-2, -2, 0}, {2, 2, 0}}, 2, {});
  for (std::size_t node = 0; node < n_nodes(field); node += 97) {
    Matrix place(1, 2);
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const auto n = static_cast<std::size_t>(field.n_nodes[axis]);
      const std::size_t i =
          axis == 0 ? node % n : node / static_cast<std::size_t>(field.n_nodes[0]);
      place.data[axis] = field.minimum[axis] + (field.maximum[axis] - field.minimum[axis]) *
                                                   static_cast<double>(i) /
                                                   static_cast<double>(n - 1);
    }
    const Neighbors voters = plain_neighbors(points, place, 5, false);
    int votes = 0;
    for (const std::int32_t voter : voters.of(0)) {
      votes += labels[static_cast<std::size_t>(voter)];
    }
    EXPECT_FLOAT_EQ(field.probabilities[2 * node + 1], static_cast<float>(votes) / 5);
  }
}

}  // namespace
}  // namespace baryscope
