#include "core/geometry/convex_hull.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/random.h"

namespace baryscope {
namespace {

Matrix rows(const std::vector<std::array<double, 3>>& points) {
  Matrix m(static_cast<int>(points.size()), 3);
  for (int i = 0; i < m.n_rows; ++i) {
    for (int c = 0; c < 3; ++c) {
      m(i, c) = points[static_cast<std::size_t>(i)][static_cast<std::size_t>(c)];
    }
  }
  return m;
}

using Vec = std::array<double, 3>;
Vec minus(const Matrix& m, int a, int b) {
  return {m(a, 0) - m(b, 0), m(a, 1) - m(b, 1), m(a, 2) - m(b, 2)};
}
Vec cross(const Vec& a, const Vec& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
double dot(const Vec& a, const Vec& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

/// What makes a solid hull: no point outside any triangle's plane, every edge of the triangulation
/// run once each way, Euler's formula, corners exactly the triangles' corners.
void expect_solid(const Matrix& points, const ConvexHull& hull) {
  ASSERT_EQ(hull.dimension, 3);
  std::map<std::pair<int, int>, int> runs;
  std::vector<int> corners;
  double extent = 0;
  for (int i = 0; i < points.n_rows; ++i) {
    extent = std::max(extent, std::sqrt(dot(minus(points, i, 0), minus(points, i, 0))));
  }
  for (const auto& t : hull.triangles) {
    const Vec normal = cross(minus(points, t[1], t[0]), minus(points, t[2], t[0]));
    const double length = std::sqrt(dot(normal, normal));
    if (length > 1e-7 * extent * extent) {
      for (int i = 0; i < points.n_rows; ++i) {
        EXPECT_LE(dot(normal, minus(points, i, t[0])) / length, 1e-8 * extent);
      }
    }
    for (int c = 0; c < 3; ++c) {
      ++runs[{t[static_cast<std::size_t>(c)], t[static_cast<std::size_t>((c + 1) % 3)]}];
      corners.push_back(t[static_cast<std::size_t>(c)]);
    }
  }
  for (const auto& [edge, n] : runs) {
    EXPECT_EQ(n, 1);
    EXPECT_EQ((runs.count({edge.second, edge.first})), 1U);
  }
  std::sort(corners.begin(), corners.end());
  corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
  EXPECT_EQ(corners, hull.vertices);
  EXPECT_EQ(hull.vertices.size() + hull.triangles.size(), runs.size() / 2 + 2);
  for (const auto& edge : hull.edges) {
    EXPECT_LT(edge[0], edge[1]);
    EXPECT_EQ((runs.count({edge[0], edge[1]})), 1U);
  }
}

Matrix random_points(int n, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, 3);
  for (double& entry : points.data) {
    entry = random.uniform() + random.uniform() - 1;
  }
  return points;
}

TEST(ConvexHull, OfNothingAPointAndASegment) {
  EXPECT_EQ(find_convex_hull(Matrix(0, 3)).dimension, -1);
  const ConvexHull point = find_convex_hull(rows({{1, 2, 3}, {1, 2, 3}}));
  EXPECT_EQ(point.dimension, 0);
  EXPECT_THAT(point.vertices, testing::ElementsAre(0));
  EXPECT_TRUE(point.triangles.empty() && point.edges.empty());
  const ConvexHull segment =
      find_convex_hull(rows({{1, 1, 1}, {3, 3, 3}, {0, 0, 0}, {2, 2, 2}, {3, 3, 3}}));
  EXPECT_EQ(segment.dimension, 1);
  EXPECT_THAT(segment.vertices, testing::ElementsAre(1, 2));
  EXPECT_THAT(segment.edges, testing::ElementsAre(std::array<int, 2>{1, 2}));
}

TEST(ConvexHull, OfCoplanarPointsIsAPolygon) {
  const ConvexHull triangle = find_convex_hull(rows({{0, 0, 0}, {1, 0, 2}, {0, 1, 1}}));
  EXPECT_EQ(triangle.dimension, 2);
  EXPECT_EQ(triangle.triangles.size(), 1U);
  EXPECT_EQ(triangle.edges.size(), 3U);
  // A square in a slanted plane with its middle, edge points and a repeated corner.
  const ConvexHull square = find_convex_hull(rows(
      {{0, 0, 0}, {2, 0, 2}, {2, 2, 4}, {0, 2, 2}, {1, 1, 2}, {1, 0, 1}, {2, 2, 4}, {0, 1, 1}}));
  EXPECT_EQ(square.dimension, 2);
  EXPECT_THAT(square.vertices, testing::ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(square.triangles.size(), 2U);
  EXPECT_THAT(square.edges,
              testing::UnorderedElementsAre(std::array<int, 2>{0, 1}, std::array<int, 2>{1, 2},
                                            std::array<int, 2>{2, 3}, std::array<int, 2>{0, 3}));
}

TEST(ConvexHull, OfACubeHasTwelveEdgesAndNoDiagonals) {
  std::vector<std::array<double, 3>> grid;
  for (int i = 0; i < 27; ++i) {
    grid.push_back(
        {static_cast<double>(i % 3), static_cast<double>((i / 3) % 3), static_cast<double>(i / 9)});
  }
  const Matrix points = rows(grid);
  const ConvexHull cube = find_convex_hull(points);
  expect_solid(points, cube);
  EXPECT_THAT(cube.vertices, testing::ElementsAre(0, 2, 6, 8, 18, 20, 24, 26));
  EXPECT_EQ(cube.edges.size(), 12U);
  EXPECT_EQ(cube.triangles.size(), 12U);
}

TEST(ConvexHull, OfRandomPointsIsClosedAndOutward) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Matrix points = random_points(4 + 15 * static_cast<int>(seed), seed);
    const ConvexHull hull = find_convex_hull(points);
    expect_solid(points, hull);
    EXPECT_EQ(hull.edges.size(), hull.triangles.size() * 3 / 2);
  }
  const Matrix many = random_points(4096, 99);
  expect_solid(many, find_convex_hull(many));
}

TEST(ConvexHull, IsTheSameAtEveryScaleAndPlace) {
  const Matrix points = random_points(60, 5);
  const ConvexHull one = find_convex_hull(points);
  for (const double unit : {1e-150, 1e-12, 1e12, 1e150}) {
    Matrix scaled = points;
    for (double& entry : scaled.data) {
      entry *= unit;
    }
    const ConvexHull hull = find_convex_hull(scaled);
    EXPECT_EQ(hull.dimension, 3) << unit;
    EXPECT_EQ(hull.vertices, one.vertices) << unit;
    EXPECT_EQ(hull.edges, one.edges) << unit;
  }
  Matrix far = points;
  for (double& entry : far.data) {
    entry += 1e6;
  }
  EXPECT_EQ(find_convex_hull(far).vertices, one.vertices);
}

TEST(ConvexHull, TakesThinAndNearlyFlatSolids) {
  for (const double thickness : {1e-2, 1e-5, 1e-8}) {
    Matrix slab = random_points(80, 12);
    for (int i = 0; i < slab.n_rows; ++i) {
      slab(i, 2) *= thickness;
    }
    const ConvexHull hull = find_convex_hull(slab);
    EXPECT_EQ(hull.dimension, 3) << thickness;
    EXPECT_EQ(hull.vertices, find_convex_hull(random_points(80, 12)).vertices) << thickness;
  }
  Matrix flat = random_points(80, 13);
  for (int i = 0; i < flat.n_rows; ++i) {
    flat(i, 2) = flat(i, 0) + flat(i, 1) * 0.5 + 1e-14 * flat(i, 2);
  }
  EXPECT_EQ(find_convex_hull(flat).dimension, 2);
  Matrix line = flat;
  for (int i = 0; i < line.n_rows; ++i) {
    line(i, 1) = 1 - 2 * line(i, 0) + 1e-15 * i;
    line(i, 2) = 0.1 * line(i, 0);
  }
  EXPECT_EQ(find_convex_hull(line).dimension, 1);
}

TEST(ConvexHull, TakesNearDuplicatesAndDegenerateCrowds) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Random random(seed);
    Matrix crowd(200, 3);  // a small lattice with noise of a rounding's size
    for (double& entry : crowd.data) {
      entry = static_cast<double>(random.below(4)) + 4e-16 * static_cast<double>(random.below(3));
    }
    const ConvexHull hull = find_convex_hull(crowd);
    expect_solid(crowd, hull);
    EXPECT_GE(hull.vertices.size(), 8U);
  }
}

TEST(ConvexHull, OfASphereOfEquallySpacedPointsKeepsThemAll) {
  Matrix prism(2 * 100, 3);
  for (int i = 0; i < 100; ++i) {
    const double angle = 2 * 3.14159265358979 * i / 100;
    for (int side = 0; side < 2; ++side) {
      prism(2 * i + side, 0) = std::cos(angle);
      prism(2 * i + side, 1) = std::sin(angle);
      prism(2 * i + side, 2) = side;
    }
  }
  const ConvexHull hull = find_convex_hull(prism);
  expect_solid(prism, hull);
  EXPECT_EQ(hull.vertices.size(), 200U);
  EXPECT_EQ(hull.edges.size(), 300U);
}

TEST(ConvexHull, IsDeterministicAndSilent) {
  const Matrix points = random_points(300, 17);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const ConvexHull a = find_convex_hull(points);
  const ConvexHull b = find_convex_hull(points);
  Matrix thin = points;
  for (int i = 0; i < thin.n_rows; ++i) {
    thin(i, 0) *= 2e-10;
  }
  (void)find_convex_hull(thin);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(a.triangles, b.triangles);
  EXPECT_EQ(a.edges, b.edges);
}

}  // namespace
}  // namespace baryscope
