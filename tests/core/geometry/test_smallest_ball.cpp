#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/geometry/smallest_ball.h"

namespace baryscope {
namespace {

Matrix rows(const std::vector<std::vector<double>>& list) {
  Matrix matrix(static_cast<int>(list.size()), static_cast<int>(list.front().size()));
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::copy(list[i].begin(), list[i].end(), matrix.row(static_cast<int>(i)).begin());
  }
  return matrix;
}

std::vector<int> all_of(const Matrix& matrix) {
  std::vector<int> indices(static_cast<std::size_t>(matrix.n_rows));
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

TEST(SmallestBall, OfARegularSimplexItIsTheCircumscribedOne) {
  for (const int d : {1, 2, 5, 32}) {
    Matrix corners(d, d);  // the unit vectors: circumradius √((d − 1)/d)
    for (int i = 0; i < d; ++i) {
      corners(i, i) = 1;
    }
    const SmallestBall ball = smallest_ball(corners, all_of(corners), 1e-6);
    EXPECT_NEAR(ball.radius, std::sqrt((d - 1.0) / d), 1e-5) << d;
    for (const double x : ball.center) {
      EXPECT_NEAR(x, 1.0 / d, 1e-2) << d;
    }
  }
}

TEST(SmallestBall, AnObtuseTrianglesIsThatOfItsLongestSide) {
  const Matrix points = rows({{0, 0}, {10, 0}, {4, 1}, {6, -2}});
  const SmallestBall ball = smallest_ball(points, all_of(points), 1e-6);
  EXPECT_NEAR(ball.radius, 5, 1e-5);
  EXPECT_NEAR(ball.center[0], 5, 1e-4);
  EXPECT_NEAR(ball.center[1], 0, 1e-4);
}

TEST(SmallestBall, OnePointOrEqualOnesHaveNoSize) {
  const Matrix points = rows({{3, 4}, {3, 4}, {9, 9}});
  EXPECT_EQ(smallest_ball(points, std::vector<int>{0}).radius, 0);
  EXPECT_EQ(smallest_ball(points, std::vector<int>{0, 1}).radius, 0);
  EXPECT_NEAR(smallest_ball(points, std::vector<int>{1, 2}).radius, std::sqrt(61.0) / 2, 1e-12);
}

TEST(SmallestBall, HoldsEveryPointAndNoneMuchSmallerDoes) {
  Random random(7);
  for (const int d : {2, 3, 16}) {
    Matrix points(200, d);
    for (double& x : points.data) {
      x = random.uniform() + random.uniform() - 1;
    }
    const double tolerance = 1e-3;
    const SmallestBall ball = smallest_ball(points, all_of(points), tolerance);
    double farthest = 0;
    for (int i = 0; i < points.n_rows; ++i) {
      double square = 0;
      for (int c = 0; c < d; ++c) {
        square += std::pow(points(i, c) - ball.center[static_cast<std::size_t>(c)], 2);
      }
      farthest = std::max(farthest, std::sqrt(square));
    }
    EXPECT_NEAR(farthest, ball.radius, 1e-12 * farthest);
    const SmallestBall finer = smallest_ball(points, all_of(points), 1e-7);
    EXPECT_LE(finer.radius, ball.radius * (1 + 1e-9));
    EXPECT_GE(finer.radius, ball.radius * (1 - tolerance));
  }
}

TEST(SmallestBall, ScalesWithThePoints) {
  for (const double scale : {1e-150, 1.0, 1e150}) {
    const Matrix points = rows({{0, 0}, {2 * scale, 0}, {scale, 1.5 * scale}});
    EXPECT_NEAR(smallest_ball(points, all_of(points), 1e-7).radius / scale, 13.0 / 12, 1e-6);
  }
}

}  // namespace
}  // namespace baryscope
