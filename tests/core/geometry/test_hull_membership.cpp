#include "core/geometry/hull_membership.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/core/geometry/toy.h"

namespace baryscope {
namespace {

using Point = std::vector<double>;

Matrix random_points(int n, int d, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, d);
  for (double& entry : points.data) {
    entry = random.uniform() + random.uniform() + random.uniform() - 1.5;
  }
  return points;
}

Point combination(const Matrix& points, std::uint64_t seed, int n_used) {
  Random random(seed);
  Point weights(static_cast<std::size_t>(points.n_rows));
  double sum = 0;
  for (int u = 0; u < n_used; ++u) {
    const auto j = random.below(weights.size());
    const double weight = random.uniform();
    weights[j] += weight;
    sum += weight;
  }
  for (double& weight : weights) {
    weight /= sum;
  }
  return toy::mix(weights, points);
}

double distance_between(std::span<const double> a, std::span<const double> b) {
  double square = 0;
  for (std::size_t c = 0; c < a.size(); ++c) {
    square += (a[c] - b[c]) * (a[c] - b[c]);
  }
  return std::sqrt(square);
}

/// Proves the answer without trusting the solver: the weights are barycentric coordinates of the
/// nearest point, and every vertex lies behind the plane through it across o − p.
void expect_certified(const HullMembership& hull, const Matrix& points, const Point& o,
                      const std::vector<int>& allowed, const HullDistance& found) {
  const double tolerance = 1e-9 * hull.scale();
  double sum = 0;
  std::vector<bool> may(static_cast<std::size_t>(points.n_rows));
  for (const int j : allowed) {
    may[static_cast<std::size_t>(j)] = true;
  }
  for (std::size_t j = 0; j < may.size(); ++j) {
    EXPECT_GE(found.weights[j], 0);
    EXPECT_TRUE(may[j] || found.weights[j] == 0);
    sum += found.weights[j];
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  const Point p = toy::mix(found.weights, points);
  EXPECT_LE(distance_between(p, found.nearest), 1e-12 * hull.scale());
  EXPECT_NEAR(distance_between(o, p), found.distance, 1e-12 * (hull.scale() + found.distance));
  EXPECT_LE(found.gap, tolerance);
  if (found.distance > 1e-4 * hull.scale()) {
    double lower = std::numeric_limits<double>::infinity();
    for (const int j : allowed) {
      double product = 0;
      for (std::size_t c = 0; c < o.size(); ++c) {
        product += (o[c] - p[c]) * (o[c] - points(j, static_cast<int>(c)));
      }
      lower = std::min(lower, product / found.distance);
    }
    EXPECT_GE(lower, found.distance - tolerance - 1e-13 * found.distance);
  }
}

std::vector<int> all_rows(const Matrix& points) {
  std::vector<int> rows(static_cast<std::size_t>(points.n_rows));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

/// One target well inside, one at the edge of a combination of few, one outside, one far away.
void expect_all_certified(const Matrix& points, std::uint64_t seed) {
  const HullMembership hull(points);
  Random random(seed);
  const auto rows = all_rows(points);
  const auto check = [&](const Point& o) {
    const HullDistance found = hull.distance(o, rows);
    expect_certified(hull, points, o, rows, found);
    return found.distance;
  };
  EXPECT_LE(check(combination(points, seed, 3 * points.n_rows)), 1e-9 * hull.scale());
  EXPECT_LE(check(combination(points, seed + 1, 2)), 1e-9 * hull.scale());
  Point outside(static_cast<std::size_t>(points.n_columns));
  for (double& entry : outside) {
    entry = (random.uniform() - 0.5) * 3 * hull.scale();
  }
  check(outside);
  for (const double factor : {1e-3, 1e-6, 30.0, 1e5}) {
    const auto row = points.row(static_cast<int>(random.below(rows.size())));
    Point beyond(row.begin(), row.end());
    for (double& entry : beyond) {
      entry += entry * factor;
    }
    check(beyond);
  }
}

TEST(HullMembership, GivesTheDistancesOfTheToy) {
  const HullMembership hull(toy::value());
  const auto p = toy::softmax(toy::scores(toy::query(), toy::key(), 3));
  EXPECT_LE(hull.distance(toy::mix(p, toy::value())).distance, 1e-9);

  const auto p2 = toy::softmax(toy::scores(toy::query_2(), toy::key_prime(), 3));
  Point w(4);
  for (std::size_t j = 0; j < 4; ++j) {
    w[j] = p[j] - 0.2 * p2[j];
  }
  EXPECT_NEAR(hull.distance(toy::mix(w, toy::value())).distance, 0.0589357464, 1e-9);

  Point cog(4);
  const auto s = toy::scores(toy::query(), toy::key(), 3);
  double sum = 0;
  for (std::size_t j = 0; j < 4; ++j) {
    cog[j] = (s[j] > 0 ? 1 : -1) * std::exp(std::abs(s[j]));
    sum += std::abs(cog[j]);
  }
  for (double& weight : cog) {
    weight /= sum;
  }
  const Point out = toy::mix(cog, toy::value());
  EXPECT_NEAR(hull.distance(out).distance, 0.3775309583, 1e-9);
  EXPECT_NEAR(gauge(toy::value(), std::vector<int>{0, 1, 2, 3}, out, 1e-9).value, 0.1509969430,
              1e-9);
}

TEST(HullMembership, GivesTheDistanceOfTheTwoSimplicialToy) {
  const Matrix q = toy::query();
  const Matrix k = toy::key();
  const Matrix k2 = toy::key_prime();
  const Matrix v = toy::value();
  const Matrix v2 = toy::value_prime();
  Point out(3);
  double sum = 0;
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < 4; ++b) {
      double score = 0;
      for (int l = 0; l < 3; ++l) {
        score += q(3, l) * k(a, l) * k2(b, l);
      }
      const double weight = std::exp(score / std::sqrt(3.0));
      sum += weight;
      for (int l = 0; l < 3; ++l) {
        out[static_cast<std::size_t>(l)] += weight * v(a, l) * v2(b, l);
      }
    }
  }
  for (double& entry : out) {
    entry /= sum;
  }
  EXPECT_NEAR(out[0], 0.2654895468, 1e-9);
  EXPECT_NEAR(HullMembership(v).distance(out).distance, 0.5746190683, 1e-9);
}

TEST(HullMembership, CertifiesRandomPoints) {
  for (const auto& [n, d] : std::vector<std::pair<int, int>>{{1, 1},
                                                             {1, 5},
                                                             {2, 3},
                                                             {5, 2},
                                                             {4, 8},
                                                             {40, 3},
                                                             {30, 32},
                                                             {64, 64},
                                                             {300, 16},
                                                             {512, 64}}) {
    SCOPED_TRACE(testing::Message() << "n " << n << " d " << d);
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      expect_all_certified(random_points(n, d, 100 * seed + 7), seed);
    }
  }
}

TEST(HullMembership, CertifiesTheLargestSize) {
  expect_all_certified(random_points(4096, 256, 5), 3);
}

TEST(HullMembership, CertifiesDegeneratePoints) {
  Matrix flat = random_points(60, 10, 1);  // a plane of dimension 2 in R^10
  for (int j = 0; j < 60; ++j) {
    for (int c = 2; c < 10; ++c) {
      flat(j, c) = 0.3 * c * flat(j, 0) - 0.1 * flat(j, 1) + 1;
    }
  }
  expect_all_certified(flat, 1);
  Matrix equal(20, 6);
  std::fill(equal.data.begin(), equal.data.end(), 0.7);
  expect_all_certified(equal, 2);
  Matrix twice = random_points(50, 7, 3);
  for (int j = 25; j < 50; ++j) {
    for (int c = 0; c < 7; ++c) {
      twice(j, c) = twice(j - 25, c) * (j % 2 == 0 ? 1 : 1 + 1e-15);
    }
  }
  expect_all_certified(twice, 3);
  Matrix grid(125, 3);  // many points on every face, edge and line
  for (int j = 0; j < 125; ++j) {
    grid(j, 0) = j % 5;
    grid(j, 1) = (j / 5) % 5;
    grid(j, 2) = j / 25;
  }
  expect_all_certified(grid, 4);
  expect_all_certified(Matrix(9, 4), 5);  // all zero
}

TEST(HullMembership, CertifiesBadlyScaledPoints) {
  for (const double unit : {1e-150, 1e-12, 1e12, 1e140}) {
    SCOPED_TRACE(unit);
    Matrix points = random_points(40, 8, 11);
    for (double& entry : points.data) {
      entry *= unit;
    }
    expect_all_certified(points, 6);
  }
  Matrix mixed = random_points(60, 12, 12);
  for (int j = 0; j < 60; ++j) {
    for (int c = 0; c < 12; ++c) {
      mixed(j, c) *= std::pow(10.0, j % 7 - 3) * std::pow(10.0, -(c % 5));
    }
  }
  expect_all_certified(mixed, 7);
  Matrix shifted = random_points(60, 12, 13);
  for (double& entry : shifted.data) {
    entry += 1e5;
  }
  expect_all_certified(shifted, 8);
}

TEST(HullMembership, UsesOnlyTheAllowedRows) {
  const Matrix points = random_points(50, 6, 21);
  const HullMembership hull(points);
  const std::vector<int> some = {3, 4, 9, 10, 31, 49};
  const auto row = points.row(7);
  const Point o(row.begin(), row.end());
  EXPECT_LE(hull.distance(o).distance, 1e-12);
  const HullDistance found = hull.distance(o, some);
  EXPECT_GT(found.distance, 0.01);
  expect_certified(hull, points, o, some, found);
  const std::vector<int> one = {31};
  EXPECT_NEAR(hull.distance(o, one).distance, distance_between(o, points.row(31)), 1e-14);
}

TEST(HullMembership, KnowsASquareExactly) {
  Matrix square(4, 2);
  square.data = {0, 0, 1, 0, 1, 1, 0, 1};
  const HullMembership hull(square);
  EXPECT_DOUBLE_EQ(hull.distance(Point{2, 0.5}).distance, 1);
  EXPECT_DOUBLE_EQ(hull.distance(Point{2, 2}).distance, std::sqrt(2.0));
  EXPECT_LE(hull.distance(Point{0.5, 0.5}).distance, 1e-15);
  EXPECT_LE(hull.distance(Point{1, 0.25}).distance, 1e-15);
  const HullDistance corner = hull.distance(Point{-3, -4});
  EXPECT_DOUBLE_EQ(corner.distance, 5);
  EXPECT_EQ(corner.weights[0], 1);
}

TEST(HullMembership, SameQuerySameBytes) {
  const Matrix points = random_points(200, 32, 31);
  const HullMembership hull(points);
  const Point o = combination(points, 1, 400);
  EXPECT_EQ(hull.distance(o).weights, hull.distance(o).weights);
}

TEST(HullMembership, StopsWhenAsked) {
  const Matrix points = random_points(200, 32, 31);
  std::stop_source source;
  source.request_stop();
  const Watch watch(source.get_token(), {});
  const auto rows = all_rows(points);
  const Point o = combination(points, 1, 400);
  EXPECT_THROW((void)HullMembership(points).distance(o, rows, watch), Cancelled);
  EXPECT_THROW(gauge(points, rows, o, 1e-9, watch), Cancelled);
}

TEST(HullMembership, HoldsAtEveryScale) {
  const Matrix points = toy::value();
  std::vector<double> o(static_cast<std::size_t>(points.n_columns), 0.9);
  const HullDistance expected = HullMembership(points).distance(o);
  std::vector<int> all(static_cast<std::size_t>(points.n_rows));
  std::iota(all.begin(), all.end(), 0);
  const Gauge expected_gauge = gauge(points, all, o, 1e-9);
  for (const int exponent : {-1000, -600, 600, 1000}) {
    Matrix moved = points;
    std::vector<double> target = o;
    for (double& x : moved.data) x = std::ldexp(x, exponent);
    for (double& x : target) x = std::ldexp(x, exponent);
    const HullMembership hull(moved);
    EXPECT_DOUBLE_EQ(std::ldexp(hull.scale(), -exponent), HullMembership(points).scale());
    const HullDistance found = hull.distance(target);
    EXPECT_NEAR(std::ldexp(found.distance, -exponent), expected.distance, 1e-12);
    EXPECT_NEAR(std::ldexp(found.gap, -exponent), expected.gap, 1e-12);
    for (std::size_t i = 0; i < expected.weights.size(); ++i)
      EXPECT_NEAR(found.weights[i], expected.weights[i], 1e-12);
    for (std::size_t c = 0; c < o.size(); ++c)
      EXPECT_NEAR(std::ldexp(found.nearest[c], -exponent), expected.nearest[c], 1e-12);
    const Gauge measured = gauge(moved, all, target, std::ldexp(1e-9, exponent));
    EXPECT_EQ(measured.in_span, expected_gauge.in_span);
    EXPECT_NEAR(measured.value, expected_gauge.value, 1e-9);
  }
}

}  // namespace
}  // namespace baryscope
