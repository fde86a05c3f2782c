#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/geometry/pca.h"

namespace baryscope {
namespace {

Matrix stretched_points(int n, int d, double scale = 1) {
  Random random(5);
  Matrix points(n, d);
  for (int i = 0; i < n; ++i) {
    for (int c = 0; c < d; ++c) {
      points(i, c) = scale * ((random.uniform() - 0.5) * (d - c) + 2);
    }
  }
  return points;
}

double product(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

TEST(PcaBeside, TheFirstAxisIsTheGivenOneAndAllAreOrthonormal) {
  const Matrix points = stretched_points(40, 6);
  const std::vector<double> direction{0, 3, 0, 0, 4, 0};
  const Pca pca = fit_pca_beside(points, direction);
  for (std::size_t c = 0; c < direction.size(); ++c) {
    EXPECT_NEAR(pca.axes(0, static_cast<int>(c)), direction[c] / 5, 1e-15);
  }
  for (int a = 0; a < 3; ++a) {
    for (int b = 0; b < 3; ++b) {
      EXPECT_NEAR(product(pca.axes.row(a), pca.axes.row(b)), a == b ? 1 : 0, 1e-12);
    }
  }
}

TEST(PcaBeside, SharesAreThoseOfTheCoordinatesAlongTheAxes) {
  const Matrix points = stretched_points(40, 6);
  const std::vector<double> direction{1, 1, 1, 1, 1, 1};
  const Pca pca = fit_pca_beside(points, direction);
  const Matrix placed = project(pca, points);
  double whole = 0;
  for (int i = 0; i < points.n_rows; ++i) {
    for (int c = 0; c < points.n_columns; ++c) {
      whole += std::pow(points(i, c) - pca.mean[static_cast<std::size_t>(c)], 2);
    }
  }
  for (int a = 0; a < 3; ++a) {
    double along = 0;
    for (int i = 0; i < points.n_rows; ++i) {
      along += placed(i, a) * placed(i, a);
    }
    EXPECT_NEAR(pca.explained_variance[static_cast<std::size_t>(a)], along / whole, 1e-12) << a;
  }
  EXPECT_GT(pca.explained_variance[1], pca.explained_variance[2]);
  // No direction beside the given one tells more than the second axis.
  EXPECT_LE(pca.explained_variance[1], fit_pca(points).explained_variance[0] + 1e-12);
}

TEST(PcaBeside, AFirstPrincipalAxisLeavesTheOthersAsTheyAre) {
  const Matrix points = stretched_points(60, 5);
  const Pca plain = fit_pca(points);
  const Pca beside = fit_pca_beside(points, plain.axes.row(0));
  for (int a = 0; a < 3; ++a) {
    EXPECT_NEAR(beside.explained_variance[static_cast<std::size_t>(a)],
                plain.explained_variance[static_cast<std::size_t>(a)], 1e-12);
    for (int c = 0; c < 5; ++c) {
      EXPECT_NEAR(beside.axes(a, c), plain.axes(a, c), 1e-9);
    }
  }
}

TEST(PcaBeside, NoMagnitudeOfPointsOrDirectionMatters) {
  const std::vector<double> direction{1, -2, 0.5, 0};
  const Pca plain = fit_pca_beside(stretched_points(20, 4), direction);
  for (const double scale : {1e-150, 1e150}) {
    std::vector<double> scaled = direction;
    for (double& value : scaled) {
      value *= scale;
    }
    const Pca pca = fit_pca_beside(stretched_points(20, 4, 1 / scale), scaled);
    for (int a = 0; a < 3; ++a) {
      for (int c = 0; c < 4; ++c) {
        EXPECT_NEAR(pca.axes(a, c), plain.axes(a, c), 1e-9);
      }
    }
  }
}

TEST(PcaBeside, PointsOnALineAlongTheDirectionHaveOneAxis) {
  Matrix points(3, 2);
  for (int i = 0; i < 3; ++i) {
    points(i, 0) = points(i, 1) = i;
  }
  const Pca pca = fit_pca_beside(points, std::vector<double>{1, 1});
  EXPECT_NEAR(pca.explained_variance[0], 1, 1e-12);
  EXPECT_NEAR(pca.explained_variance[1], 0, 1e-12);
}

}  // namespace
}  // namespace baryscope
