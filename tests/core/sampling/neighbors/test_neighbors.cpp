#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <stop_token>

#include "core/base/error.h"
#include "core/base/processor.h"
#include "core/base/random.h"
#include "core/sampling/neighbors/blocked_search.h"
#include "core/sampling/neighbors/neighbors.h"
#include "core/sampling/neighbors/tree_search.h"
#include "tests/core/sampling/plain_neighbors.h"

namespace baryscope {
namespace {

void expect_same(const Neighbors& found, const Neighbors& expected) {
  ASSERT_EQ(found.n_queries, expected.n_queries);
  ASSERT_EQ(found.k, expected.k);
  EXPECT_EQ(found.indices, expected.indices);
  EXPECT_EQ(found.squared_distances, expected.squared_distances);
}

/// What the search finds for these queries, whichever search the index itself prefers.
Neighbors found_by(const NeighborSearch& search, const NeighborQueries& queries, int k) {
  Neighbors found;
  found.n_queries = queries.n_queries;
  found.k = k;
  const auto n = static_cast<std::size_t>(queries.n_queries) * static_cast<std::size_t>(k);
  found.indices.resize(n);
  found.squared_distances.resize(n);
  search.search(queries, found, {});
  return found;
}

/// Own neighbours, those of some rows, and those of other queries, bit for bit.
void expect_exact(const Matrix& points, const Matrix& queries, int k) {
  const NeighborIndex index(points);
  const Neighbors own = plain_neighbors(points, points, k, true);
  expect_same(index.find_among_own(k, {}), own);
  const DistinctPoints distinct = make_distinct_points(points);
  std::vector<int> all(static_cast<std::size_t>(points.n_rows));
  std::iota(all.begin(), all.end(), 0);
  const NeighborQueries own_queries{&points, all, points.n_rows};
  if (own.k > 0) {
    for (const char* level : {"portable", "auto"}) {
      const ProcessorScope scope(level);
      expect_same(found_by(*make_blocked_search(distinct), own_queries, own.k), own);
    }
    if (suits_tree(distinct)) {
      const auto tree = find_tree_search(distinct, std::numeric_limits<double>::infinity());
      expect_same(found_by(*tree, own_queries, own.k), own);
      const Neighbors others = plain_neighbors(points, queries, k, false);
      expect_same(found_by(*tree, {&queries, {}, queries.n_rows}, others.k), others);
      expect_same(
          found_by(*make_blocked_search(distinct), {&queries, {}, queries.n_rows}, others.k),
          others);
    }
  }
  expect_same(index.find(queries, k, {}), plain_neighbors(points, queries, k, false));
  const std::vector<int> rows{points.n_rows - 1, 0, points.n_rows / 2};
  const Neighbors some = index.find_for_own(rows, k, {});
  ASSERT_EQ(some.n_queries, 3);
  for (int i = 0; i < 3; ++i) {
    const int row = rows[static_cast<std::size_t>(i)];
    EXPECT_THAT(some.of(i), testing::ElementsAreArray(own.of(row)));
    EXPECT_THAT(some.squared_distances_of(i),
                testing::ElementsAreArray(own.squared_distances_of(row)));
  }
}

class NeighborsIn : public testing::TestWithParam<int> {};

TEST_P(NeighborsIn, AreThoseOfThePlainSearch) {
  const int d = GetParam();
  expect_exact(bell_points(700, d, 1), bell_points(90, d, 2), 7);
}

TEST_P(NeighborsIn, TieByIndexOnAGrid) {
  const int d = GetParam();
  expect_exact(grid_points(500, d, d < 4 ? 6 : 2, 3), grid_points(60, d, 3, 4), 9);
}

TEST_P(NeighborsIn, SurviveALargeOffset) {
  const int d = GetParam();
  expect_exact(moved(bell_points(400, d, 5), 1e8), moved(bell_points(50, d, 6), 1e8), 6);
  expect_exact(moved(grid_points(300, d, 3, 5), 1e8), moved(grid_points(50, d, 3, 6), 1e8), 6);
}

TEST_P(NeighborsIn, SeparateTightClustersFarApart) {
  const int d = GetParam();
  Matrix points = bell_points(400, d, 7);
  for (int i = 0; i < points.n_rows; ++i) {
    for (double& x : points.row(i)) {
      x = x * 1e-7 + (i % 4) * 1000.0;
    }
  }
  expect_exact(points, bell_points(40, d, 8), 5);
}

TEST_P(NeighborsIn, CountEveryCopyOfAPoint) {
  const int d = GetParam();
  Matrix points = grid_points(300, d, d < 4 ? 3 : 2, 9);
  for (int i = 100; i < 250; ++i) {
    std::ranges::copy(points.row(i % 7), points.row(i).begin());
  }
  expect_exact(points, bell_points(30, d, 10), 40);
}

TEST_P(NeighborsIn, AcceptAnExtremeRange) {
  const int d = GetParam();
  const Matrix points = bell_points(60, d, 11), queries = bell_points(20, d, 12);
  const Neighbors own = plain_neighbors(points, points, 4, true);
  const Neighbors near = plain_neighbors(points, queries, 4, false);
  for (const int exponent : {-1000, -664, -515, -66, 66, 465, 531, 1000}) {
    Matrix moved_points = points, moved_queries = queries;
    for (double& x : moved_points.data) x = std::ldexp(x, exponent);
    for (double& x : moved_queries.data) x = std::ldexp(x, exponent);
    const NeighborIndex index(moved_points);
    EXPECT_EQ(index.find_among_own(4, {}).indices, own.indices) << "2^" << exponent;
    const Neighbors found = index.find(moved_queries, 4, {});
    EXPECT_EQ(found.indices, near.indices) << "2^" << exponent;
    for (std::size_t i = 0; i < found.indices.size(); ++i) {
      ASSERT_DOUBLE_EQ(std::ldexp(found.distance(i), -exponent), near.distance(i));
    }
  }
}

TEST_P(NeighborsIn, OfFarAwayQueriesAreExact) {
  const int d = GetParam();
  for (const double offset : {1e9, 1e18, 1e100, 1e200}) {
    expect_exact(bell_points(80, d, 13), moved(bell_points(20, d, 14), offset), 5);
  }
}

TEST_P(NeighborsIn, IgnoreConstantColumnsAndSigns) {
  const int d = GetParam();
  Matrix points = grid_points(120, d, 2, 15);
  for (int i = 0; i < points.n_rows; ++i) {
    points(i, 0) = i % 2 == 0 ? 0.0 : -0.0;
    points(i, d - 1) = 42;
  }
  expect_exact(points, points, 8);
}

TEST_P(NeighborsIn, MayBeMany) {
  const int d = GetParam();
  expect_exact(bell_points(500, d, 26), bell_points(20, d, 27), 65);
  expect_exact(grid_points(500, d, d < 4 ? 4 : 2, 28), grid_points(20, d, 3, 29), 130);
}

TEST_P(NeighborsIn, AreExactBesideAFarPoint) {
  const int d = GetParam();
  Matrix points = bell_points(300, d, 30);
  points(17, d / 2) = 1e12;
  expect_exact(points, bell_points(30, d, 31), 5);
}

TEST_P(NeighborsIn, MayBeAllPoints) {
  const int d = GetParam();
  expect_exact(bell_points(150, d, 16), bell_points(20, d, 17), 1000);
}

TEST_P(NeighborsIn, OfFewPoints) {
  const int d = GetParam();
  const Matrix one = bell_points(1, d, 18);
  const NeighborIndex index(one);
  EXPECT_EQ(index.find_among_own(5, {}).k, 0);
  expect_same(index.find(one, 5, {}), plain_neighbors(one, one, 5, false));
  expect_same(index.find(Matrix(0, d), 5, {}), {0, 1, {}, {}});
  const Matrix none(0, d);
  const NeighborIndex empty(none);
  EXPECT_EQ(empty.find(one, 5, {}).k, 0);
  EXPECT_EQ(empty.find_among_own(5, {}).n_queries, 0);
  expect_exact(bell_points(3, d, 19), one, 2);
}

TEST_P(NeighborsIn, AllAtOnePlaceComeByIndex) {
  const int d = GetParam();
  Matrix points(8000, d);  // without grouping of copies this would take the square of that
  const Neighbors own = NeighborIndex(points).find_among_own(3, {});
  for (int i = 0; i < points.n_rows; ++i) {
    std::vector<std::int32_t> expected{0, 1, 2, 3};
    std::erase(expected, i);
    expected.resize(3);
    ASSERT_THAT(own.of(i), testing::ElementsAreArray(expected));
  }
}

INSTANTIATE_TEST_SUITE_P(Dimensions, NeighborsIn, testing::Values(1, 2, 3, 4, 15, 16, 17, 64, 300),
                         testing::PrintToStringParamName());

TEST(Neighbors, OfRandomSmallSetsAreExact) {
  Random random(20);
  for (int round = 0; round < 300; ++round) {
    const int n = 1 + static_cast<int>(random.below(60));
    const int d = 1 + static_cast<int>(random.below(24));
    const Matrix points = grid_points(n, d, 2 + static_cast<int>(random.below(3)), random());
    expect_exact(points, grid_points(13, d, 3, random()), 1 + static_cast<int>(random.below(12)));
  }
}

TEST(Neighbors, ATreeThatLooksIntoTooManyBoxesIsNoTree) {
  const DistinctPoints wide = make_distinct_points(bell_points(3000, 12, 24));
  EXPECT_EQ(find_tree_search(wide, 100), nullptr);
  EXPECT_NE(find_tree_search(wide, 10000), nullptr);
  Matrix line = bell_points(3000, 12, 25);  // 12 columns, but one dimension
  for (int i = 0; i < line.n_rows; ++i) {
    for (int c = 1; c < 12; ++c) {
      line(i, c) = line(i, 0) * c;
    }
  }
  EXPECT_NE(find_tree_search(make_distinct_points(line), 100), nullptr);
}

TEST(Neighbors, WithoutColumnsComeByIndex) {
  const Matrix points(4, 0);
  expect_same(NeighborIndex(points).find_among_own(2, {}),
              {4, 2, {1, 2, 0, 2, 0, 1, 0, 1}, std::vector<double>(8)});
}

TEST(Neighbors, OfNoNumbersAreAMistake) {
  Matrix points = bell_points(5, 3, 21);
  points(2, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(NeighborIndex{points}, CheckFailed);
  const Matrix good = bell_points(5, 3, 21);
  EXPECT_THROW((void)NeighborIndex(good).find(points, 1, {}), CheckFailed);
  EXPECT_THROW((void)NeighborIndex(good).find(bell_points(5, 2, 21), 1, {}), CheckFailed);
}

TEST(Neighbors, TooManyAreRefusedBeforeTheyFillTheMemory) {
  const Matrix points = bell_points(20000, 2, 22);
  EXPECT_THROW((void)NeighborIndex(points).find_among_own(10000, {}), Error);
}

TEST(Neighbors, ObeyTheWatch) {
  std::stop_source source;
  source.request_stop();
  const Watch watch(source.get_token(), {});
  for (const int d : {2, 30}) {
    const Matrix points = bell_points(3000, d, 23);
    EXPECT_THROW((void)NeighborIndex(points).find_among_own(5, watch), Cancelled);
  }
}

/// Neighbours, and distances times the factor, of points times that power of two.
TEST(Neighbors, DoNotDependOnTheScaleOfTheData) {
  Random random(11);
  for (const int d : {2, 5, 40}) {
    Matrix points(80, d);
    for (double& x : points.data) {
      x = std::ldexp(std::floor(random.uniform() * 4096), -11);
    }
    const Neighbors expected = NeighborIndex(points).find_among_own(6, {});
    for (const int exponent : {-1000, -540, 540, 1000, 1021}) {
      Matrix moved = points;
      for (double& x : moved.data) {
        x = std::ldexp(x - 1, exponent);
      }
      const NeighborIndex index(moved);
      const Neighbors found = index.find_among_own(6, {});
      EXPECT_EQ(found.indices, expected.indices) << d << " columns, 2^" << exponent;
      EXPECT_EQ(index.find(rows_of(moved, std::vector<int>{3}), 7, {}).indices.front(), 3);
      for (std::size_t i = 0; i < found.indices.size(); ++i) {
        ASSERT_DOUBLE_EQ(std::ldexp(found.distance(i), -exponent), expected.distance(i))
            << d << " columns, 2^" << exponent;
      }
    }
  }
}

TEST(Neighbors, AColumnThatDoesNotVaryHidesNoOther) {
  Matrix points(5, 2);
  for (int row = 0; row < 5; ++row) {
    points(row, 0) = 2020;
    points(row, 1) = std::ldexp(row == 4 ? 100.0 : row * row, -1000);
  }
  EXPECT_EQ(NeighborIndex(points).find_among_own(1, {}).indices,
            (std::vector<std::int32_t>{1, 0, 1, 2, 3}));
}

TEST(Neighbors, PointsFartherApartThanTheLargestDoubleHaveNeighbours) {
  Matrix points(4, 1);
  points.data = {-1.7e308, 1.7e308, -1.6e308, 1.5e308};
  const Neighbors found = NeighborIndex(points).find_among_own(3, {});
  EXPECT_EQ(found.indices, (std::vector<std::int32_t>{2, 3, 1, 3, 2, 0, 0, 3, 1, 1, 2, 0}));
  EXPECT_DOUBLE_EQ(found.distance(0), 1e307);
  EXPECT_EQ(found.distance(2), std::numeric_limits<double>::max());
}

}  // namespace
}  // namespace baryscope
