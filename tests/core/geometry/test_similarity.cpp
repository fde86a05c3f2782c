#include "core/geometry/similarity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/random.h"

namespace baryscope {
namespace {

using Point = std::array<double, 3>;

Matrix random_points(int n, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, 3);
  for (double& x : points.data) {
    x = random.uniform() - 0.3;
  }
  return points;
}

Point row(const Matrix& points, int i) { return {points(i, 0), points(i, 1), points(i, 2)}; }

/// A turn about the third axis, then `flip` of the first, scaled and shifted.
Matrix moved(const Matrix& points, double angle, double flip, double scale, const Point& shift) {
  Matrix result(points.n_rows, 3);
  for (int i = 0; i < points.n_rows; ++i) {
    const Point p = row(points, i);
    result(i, 0) = scale * flip * (std::cos(angle) * p[0] - std::sin(angle) * p[1]) + shift[0];
    result(i, 1) = scale * (std::sin(angle) * p[0] + std::cos(angle) * p[1]) + shift[1];
    result(i, 2) = scale * p[2] + shift[2];
  }
  return result;
}

TEST(Similarity, UndoesATurnAReflectionAScaleAndAShift) {
  const Matrix target = random_points(9, 4);
  for (const double flip : {1.0, -1.0}) {
    const Matrix source = moved(target, 0.8, flip, 7.5, {3, -2, 11});
    const Similarity onto = similarity_onto(target, source, true);
    EXPECT_NEAR(onto.scale, 1 / 7.5, 1e-12);
    for (int i = 0; i < 9; ++i) {
      const Point at = onto(row(source, i));
      for (int c = 0; c < 3; ++c) {
        EXPECT_NEAR(at[static_cast<std::size_t>(c)], target(i, c), 1e-12);
      }
    }
  }
}

TEST(Similarity, NoOtherTurnComesNearer) {
  const Matrix target = random_points(7, 5), source = random_points(7, 6);
  const Similarity best = similarity_onto(target, source, true);
  const auto error = [&](double angle) {
    Similarity other = best;
    for (std::size_t c = 0; c < 3; ++c) {
      other.rotation[0][c] =
          std::cos(angle) * best.rotation[0][c] - std::sin(angle) * best.rotation[2][c];
      other.rotation[2][c] =
          std::sin(angle) * best.rotation[0][c] + std::cos(angle) * best.rotation[2][c];
    }
    double sum = 0;
    for (int i = 0; i < 7; ++i) {
      const Point at = other(row(source, i));
      for (int c = 0; c < 3; ++c) {
        sum += std::pow(at[static_cast<std::size_t>(c)] - target(i, c), 2);
      }
    }
    return sum;
  };
  for (const double angle : {-2.0, -0.3, -0.01, 0.01, 0.3, 2.0}) {
    EXPECT_GT(error(angle), error(0));
  }
}

TEST(Similarity, OtherRowsAreBroughtToThePlaceAndSizeOnly) {
  const Matrix target = random_points(5, 7);
  const Matrix source = moved(random_points(8, 8), 0, 1, 20, {1, 2, 3});
  const Similarity onto = similarity_onto(target, source, false);
  EXPECT_EQ(onto.rotation, Similarity{}.rotation);
  Point mean{};
  double spread = 0, wanted = 0;
  for (int i = 0; i < 8; ++i) {
    const Point at = onto(row(source, i));
    for (std::size_t c = 0; c < 3; ++c) {
      mean[c] += at[c] / 8;
      spread += std::pow(at[c] - onto.target_center[c], 2) / 8;
    }
  }
  for (int i = 0; i < 5; ++i) {
    for (int c = 0; c < 3; ++c) {
      wanted += std::pow(target(i, c) - onto.target_center[static_cast<std::size_t>(c)], 2) / 5;
    }
  }
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(mean[c], onto.target_center[c], 1e-12);
  }
  EXPECT_NEAR(spread, wanted, 1e-12);
}

TEST(Similarity, ACoordinateThatIsNoNumberCountsAsZero) {
  const Matrix target = random_points(6, 4);
  Matrix source = random_points(6, 5), zero = source;
  source(2, 1) = std::numeric_limits<double>::quiet_NaN();
  source(4, 0) = std::numeric_limits<double>::infinity();
  zero(2, 1) = zero(4, 0) = 0;
  for (const bool same_rows : {false, true}) {
    const Similarity onto = similarity_onto(target, source, same_rows);
    const Similarity expected = similarity_onto(target, zero, same_rows);
    EXPECT_TRUE(std::isfinite(onto.scale));
    EXPECT_EQ(onto.scale, expected.scale);
    EXPECT_EQ(onto.rotation, expected.rotation);
  }
}

TEST(Similarity, ASetOntoItselfIsTheIdentity) {
  const Matrix points = random_points(6, 9);
  EXPECT_TRUE(similarity_onto(points, points, true).is_identity());
  const Matrix one = random_points(1, 2), other = random_points(1, 3);
  const Similarity onto = similarity_onto(one, other, true);
  EXPECT_EQ(onto.scale, 1);
  EXPECT_NEAR(onto(row(other, 0))[1], one(0, 1), 1e-15);
  EXPECT_TRUE(similarity_onto({}, {}, true).is_identity());
}

}  // namespace
}  // namespace baryscope
