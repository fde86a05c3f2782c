#include "core/geometry/pca.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace baryscope {
namespace {

Matrix random_points(int n, int d, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, d);
  for (int i = 0; i < n; ++i) {
    for (int c = 0; c < d; ++c) {
      points(i, c) = (random.uniform() - 0.5) / (1 + c) + 3;
    }
  }
  return points;
}

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) {
    sum += a[c] * b[c];
  }
  return sum;
}

/// Every axis is an eigenvector of the plain covariance with its share of the trace.
void expect_principal(const Matrix& points, const Pca& pca, int n_axes) {
  const int d = points.n_columns;
  std::vector<double> mean(static_cast<std::size_t>(d));
  for (int i = 0; i < points.n_rows; ++i) {
    for (int c = 0; c < d; ++c) {
      mean[static_cast<std::size_t>(c)] += points(i, c) / points.n_rows;
    }
  }
  Matrix covariance(d, d);
  double trace = 0;
  for (int a = 0; a < d; ++a) {
    EXPECT_NEAR(pca.mean[static_cast<std::size_t>(a)], mean[static_cast<std::size_t>(a)], 1e-12);
    for (int b = 0; b < d; ++b) {
      for (int i = 0; i < points.n_rows; ++i) {
        covariance(a, b) += (points(i, a) - mean[static_cast<std::size_t>(a)]) *
                            (points(i, b) - mean[static_cast<std::size_t>(b)]);
      }
    }
    trace += covariance(a, a);
  }
  double before = 1;
  for (int axis = 0; axis < n_axes; ++axis) {
    const auto e = pca.axes.row(axis);
    const double share = pca.explained_variance[static_cast<std::size_t>(axis)];
    EXPECT_LE(share, before + 1e-15);
    before = share;
    for (int a = 0; a < d; ++a) {
      EXPECT_NEAR(dot(covariance.row(a), e), share * trace * e[static_cast<std::size_t>(a)],
                  1e-10 * trace);
    }
    for (int other = 0; other < n_axes; ++other) {
      EXPECT_NEAR(dot(e, pca.axes.row(other)), axis == other ? 1 : 0, 1e-12);
    }
    const double largest = *std::max_element(
        e.begin(), e.end(), [](double x, double y) { return std::abs(x) < std::abs(y); });
    EXPECT_GT(largest, 0);
  }
  for (int axis = n_axes; axis < 3; ++axis) {
    EXPECT_EQ(pca.explained_variance[static_cast<std::size_t>(axis)], 0);
    EXPECT_EQ(dot(pca.axes.row(axis), pca.axes.row(axis)), 0);
  }
}

TEST(Pca, FindsTheEigenvectorsOfTheCovarianceOnBothSides) {
  for (const auto& [n, d] :
       std::vector<std::pair<int, int>>{{50, 6}, {6, 50}, {20, 20}, {4, 4}, {200, 90}, {90, 130}}) {
    SCOPED_TRACE(testing::Message() << n << " x " << d);
    const Matrix points = random_points(n, d, 3);
    expect_principal(points, fit_pca(points), 3);
  }
}

TEST(Pca, TakesManyDimensionsOfEqualOrNoVariance) {
  Matrix cross(200, 100);  // ± the axes: every direction varies alike
  for (int i = 0; i < 200; ++i) {
    cross(i, i / 2) = i % 2 == 0 ? 1 : -1;
  }
  expect_principal(cross, fit_pca(cross), 3);
  Matrix two(200, 100);  // two axes of the same variance, the others fixed
  for (int i = 0; i < 200; ++i) {
    two(i, 40 + i % 2) = i % 4 < 2 ? 1 : -1;
    two(i, 7) = 5;
  }
  expect_principal(two, fit_pca(two), 2);
  EXPECT_NEAR(fit_pca(two).explained_variance[1], 0.5, 1e-12);
}

TEST(Pca, TakesFewPointsFewDimensionsAndLowRank) {
  expect_principal(random_points(1, 5, 1), fit_pca(random_points(1, 5, 1)), 0);
  expect_principal(random_points(2, 5, 1), fit_pca(random_points(2, 5, 1)), 1);
  expect_principal(random_points(3, 9, 1), fit_pca(random_points(3, 9, 1)), 2);
  expect_principal(random_points(30, 1, 1), fit_pca(random_points(30, 1, 1)), 1);
  expect_principal(random_points(30, 2, 1), fit_pca(random_points(30, 2, 1)), 2);
  Matrix equal(40, 7);
  std::fill(equal.data.begin(), equal.data.end(), 0.1);
  expect_principal(equal, fit_pca(equal), 0);
  Matrix plane = random_points(40, 7, 5);
  for (int i = 0; i < 40; ++i) {
    for (int c = 2; c < 7; ++c) {
      plane(i, c) = plane(i, 0) - c * plane(i, 1);
    }
  }
  expect_principal(plane, fit_pca(plane), 2);
}

TEST(Pca, OfEquallyLargeComponentsTheFirstIsPositiveWhateverRoundingSays) {
  // Points on diagonals: the components of the axis are equal but for the last digits.
  int n_not_exact = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Matrix along = random_points(7, 1, seed);
    Matrix points(7, 5);
    for (int i = 0; i < 7; ++i) {
      for (int c = 0; c < 5; ++c) points(i, c) = (c % 2 == 0 ? 1 : -1) * along(i, 0);
    }
    const Pca pca = fit_pca(points);
    const auto axis = pca.axes.row(0);
    n_not_exact += std::abs(axis[0]) < std::abs(axis[1]) || std::abs(axis[0]) < std::abs(axis[3]);
    EXPECT_NEAR(axis[0], std::sqrt(0.2), 1e-12) << seed;
    EXPECT_NEAR(axis[1], -std::sqrt(0.2), 1e-12) << seed;
    EXPECT_LE(pca.explained_variance[0], 1) << seed;
    EXPECT_NEAR(pca.explained_variance[0], 1, 1e-12) << seed;
  }
  EXPECT_GT(n_not_exact, 0) << "no rounding to be seen: make it harder";
}

TEST(Pca, ExplainsEverythingInThreeDimensions) {
  const Pca pca = fit_pca(random_points(30, 3, 8));
  EXPECT_NEAR(pca.explained_variance[0] + pca.explained_variance[1] + pca.explained_variance[2], 1,
              1e-12);
}

TEST(Pca, ProjectsDistancesOfThreeDimensionalPointsUnchanged) {
  const Matrix points = random_points(12, 3, 4);
  const Matrix placed = project(fit_pca(points), points);
  for (int a = 0; a < 12; ++a) {
    for (int b = 0; b < 12; ++b) {
      double before = 0;
      double after = 0;
      for (int c = 0; c < 3; ++c) {
        before += std::pow(points(a, c) - points(b, c), 2);
        after += std::pow(placed(a, c) - placed(b, c), 2);
      }
      EXPECT_NEAR(before, after, 1e-12);
    }
  }
}

TEST(Pca, ScaleChangesNothingButTheMean) {
  const Matrix points = random_points(20, 5, 6);
  const Pca one = fit_pca(points);
  for (const double unit : {1e-200, 1e-12, 1e12, 1e200}) {
    Matrix scaled = points;
    for (double& entry : scaled.data) {
      entry *= unit;
    }
    const Pca other = fit_pca(scaled);
    for (std::size_t i = 0; i < one.axes.data.size(); ++i) {
      EXPECT_NEAR(one.axes.data[i], other.axes.data[i], 1e-9) << unit;
    }
  }
}

TEST(Pca, MirroredPointsGiveTheSameAxes) {
  const Matrix points = random_points(20, 5, 6);
  Matrix mirrored = points;
  for (double& entry : mirrored.data) {
    entry = -entry;
  }
  const Pca a = fit_pca(points);
  const Pca b = fit_pca(mirrored);
  for (std::size_t i = 0; i < a.axes.data.size(); ++i) {
    EXPECT_NEAR(a.axes.data[i], b.axes.data[i], 1e-10);
  }
}

}  // namespace
}  // namespace baryscope
