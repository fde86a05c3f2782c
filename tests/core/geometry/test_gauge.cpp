#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/random.h"
#include "core/geometry/hull_membership.h"
#include "tests/core/geometry/toy.h"

namespace baryscope {
namespace {

using Point = std::vector<double>;

std::vector<int> rows_of(int n) {
  std::vector<int> rows(static_cast<std::size_t>(n));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

Matrix random_points(int n, int d, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, d);
  for (double& entry : points.data) {
    entry = 2 * random.uniform() - 1;
  }
  return points;
}

/// Gaussian elimination with pivoting; false where singular.
bool solve_square(std::vector<Point> a, Point& x) {
  const std::size_t n = a.size();
  for (std::size_t c = 0; c < n; ++c) {
    std::size_t pivot = c;
    for (std::size_t r = c; r < n; ++r) {
      pivot = std::abs(a[r][c]) > std::abs(a[pivot][c]) ? r : pivot;
    }
    std::swap(a[c], a[pivot]);
    if (std::abs(a[c][c]) < 1e-12) {
      return false;
    }
    for (std::size_t r = 0; r < n; ++r) {
      if (r != c) {
        const double share = a[r][c] / a[c][c];
        for (std::size_t k = c; k <= n; ++k) {
          a[r][k] -= share * a[c][k];
        }
      }
    }
  }
  for (std::size_t r = 0; r < n; ++r) {
    x[r] = a[r][n] / a[r][r];
  }
  return true;
}

/// The least Σ|c| over all bases, by enumeration: an optimum of the linear programme is a basis.
double plain_gauge_3d(const Matrix& v, const Point& o) {
  double least = std::numeric_limits<double>::infinity();
  for (int a = 0; a < v.n_rows; ++a) {
    for (int b = a + 1; b < v.n_rows; ++b) {
      for (int c = b + 1; c < v.n_rows; ++c) {
        std::vector<Point> system(3);
        for (int l = 0; l < 3; ++l) {
          system[static_cast<std::size_t>(l)] = {v(a, l), v(b, l), v(c, l),
                                                 o[static_cast<std::size_t>(l)]};
        }
        Point x(3);
        if (solve_square(system, x)) {
          least = std::min(least, std::abs(x[0]) + std::abs(x[1]) + std::abs(x[2]));
        }
      }
    }
  }
  return least;
}

TEST(Gauge, EqualsTheEnumerationOfAllBases) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Matrix v = random_points(3 + static_cast<int>(seed % 12), 3, seed);
    Random random(seed + 1000);
    const Point o = {random.uniform() - 0.5, 3 * random.uniform(), random.uniform() - 0.7};
    const double plain = plain_gauge_3d(v, o);
    const Gauge found = gauge(v, rows_of(v.n_rows), o, 1e-9);
    EXPECT_TRUE(found.in_span);
    EXPECT_NEAR(found.value, plain, 1e-9 * (1 + plain)) << seed;
  }
}

TEST(Gauge, KnowsTheCrossPolytopeAndTheSquare) {
  Matrix axes(3, 3);
  axes.data = {1, 0, 0, 0, 2, 0, 0, 0, 4};
  EXPECT_NEAR(gauge(axes, rows_of(3), Point{1, -2, 4}, 1e-9).value, 3, 1e-12);
  Matrix square(2, 2);
  square.data = {1, 1, 1, -1};
  EXPECT_NEAR(gauge(square, rows_of(2), Point{0.5, 0.25}, 1e-9).value, 0.5, 1e-12);
  EXPECT_NEAR(gauge(square, rows_of(2), Point{-1, 1}, 1e-9).value, 1, 1e-12);
}

TEST(Gauge, IsHomogeneousAndAtMostOneOnTheHull) {
  const Matrix v = random_points(40, 12, 3);
  for (int j = 0; j < v.n_rows; j += 7) {
    const auto row = v.row(j);
    Point o(row.begin(), row.end());
    const double one = gauge(v, rows_of(40), o, 1e-9).value;
    EXPECT_LE(one, 1 + 1e-12);
    for (double& entry : o) {
      entry *= -1e7;
    }
    EXPECT_NEAR(gauge(v, rows_of(40), o, 1e-2).value, 1e7 * one, 1e-2);
  }
}

TEST(Gauge, IsNothingBeyondTheSpan) {
  Matrix v(2, 3);
  v.data = {1, 0, 0, 0, 1, 0};
  EXPECT_TRUE(gauge(v, rows_of(2), Point{1, 1, 0}, 1e-9).in_span);
  EXPECT_FALSE(gauge(v, rows_of(2), Point{1, 1, 1e-8}, 1e-9).in_span);
  EXPECT_TRUE(gauge(v, rows_of(2), Point{1, 1, 1e-8}, 1e-5).in_span);
  EXPECT_NEAR(gauge(v, rows_of(2), Point{1, 1, 1e-8}, 1e-5).value, 2, 1e-12);
  EXPECT_FALSE(gauge(v, std::vector<int>{1}, Point{1, 1, 0}, 1e-9).in_span);
  EXPECT_TRUE(gauge(Matrix(3, 2), rows_of(3), Point{0, 0}, 1e-9).in_span);
  EXPECT_EQ(gauge(Matrix(3, 2), rows_of(3), Point{0, 0}, 1e-9).value, 0);
  EXPECT_FALSE(gauge(Matrix(3, 2), rows_of(3), Point{1, 0}, 1e-9).in_span);
  EXPECT_TRUE(gauge(Matrix(3, 2), rows_of(3), Point{0, 0}, 0).in_span);
  EXPECT_FALSE(gauge(Matrix(3, 2), rows_of(3), Point{1e-100, 0}, 0).in_span);
}

TEST(Gauge, DuplicatesAndSmallVectorsChangeNothing) {
  Matrix v = random_points(10, 4, 9);
  const Point o = {0.1, -0.4, 0.3, 0.2};
  const double alone = gauge(v, rows_of(10), o, 1e-9).value;
  Matrix more(25, 4);
  for (int j = 0; j < 25; ++j) {
    for (int c = 0; c < 4; ++c) {
      more(j, c) = v(j % 10, c) * (j < 10 ? 1 : j < 20 ? -1 : 0.01);
    }
  }
  EXPECT_NEAR(gauge(more, rows_of(25), o, 1e-9).value, alone, 1e-11);
}

}  // namespace
}  // namespace baryscope
