#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "core/base/random.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/data/exact_draws.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

DataSet generated(const std::string& name, double noise = 0, int n_samples = 400,
                  double imbalance = 4, std::uint64_t seed = 0) {
  DataRequest request;
  request.data_set = name;
  request.noise = noise;
  request.n_samples = n_samples;
  request.imbalance = imbalance;
  request.seed = seed;
  return load_data(request, Watch());
}

double distance(std::span<const double> point, std::initializer_list<double> center) {
  double sum = 0;
  std::size_t i = 0;
  for (const double c : center) {
    sum += (point[i] - c) * (point[i] - c);
    ++i;
  }
  return std::sqrt(sum);
}

TEST(ExactDraws, CirclePointsAreCosineAndSine) {
  for (int i = -4000; i <= 4000; ++i) {
    const double turns = i / 1000.0 + 1e-5 * (i % 7);
    const long double angle = 2 * std::numbers::pi_v<long double> * (turns - std::round(turns));
    const auto [x, y] = circle_point(turns);
    EXPECT_NEAR(x, static_cast<double>(std::cos(angle)), 1e-15);
    EXPECT_NEAR(y, static_cast<double>(std::sin(angle)), 1e-15);
  }
  EXPECT_THAT(circle_point(0.25), ElementsAre(0, 1));
  EXPECT_THAT(circle_point(-0.5), ElementsAre(-1, 0));
  EXPECT_THAT(circle_point(3.75), ElementsAre(0, -1));
}

TEST(ExactDraws, NormalsAreNormal) {
  constexpr int n = 200'000, n_bins = 24;
  Random random(7);
  double sum = 0, squares = 0, fourth = 0;
  std::array<double, n_bins> counts{};
  for (int i = 0; i < n; ++i) {
    const double draw = draw_normal(random);
    sum += draw;
    squares += draw * draw;
    fourth += draw * draw * draw * draw;
    const double bin = std::floor(draw * 4) + n_bins / 2;
    counts[static_cast<std::size_t>(std::clamp(bin, 0.0, n_bins - 1.0))] += 1;
  }
  // Five standard errors each: var(x) = 1, var(x²) = 2, var(x⁴) = 96.
  EXPECT_NEAR(sum / n, 0, 5 * std::sqrt(1.0 / n));
  EXPECT_NEAR(squares / n, 1, 5 * std::sqrt(2.0 / n));
  EXPECT_NEAR(fourth / n, 3, 5 * std::sqrt(96.0 / n));
  const auto below = [](double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; };
  double chi_square = 0;
  for (int bin = 0; bin < n_bins; ++bin) {
    const double low = bin == 0 ? 0 : below((bin - n_bins / 2) / 4.0);
    const double high = bin == n_bins - 1 ? 1 : below((bin + 1 - n_bins / 2) / 4.0);
    const double expected = n * (high - low);
    const double difference = counts[static_cast<std::size_t>(bin)] - expected;
    chi_square += difference * difference / expected;
  }
  EXPECT_LT(chi_square, 49.7);  // 0.999 quantile of 23 degrees of freedom
}

TEST(Generators, AreListed) {
  std::vector<std::string> names;
  for (const DataSetInfo& info : data_sets()) {
    names.push_back(info.name);
    const DataSet data = generated(info.name);
    EXPECT_EQ(data.name, info.name);
    EXPECT_EQ(data.n_features(), info.n_features) << info.name;
    EXPECT_EQ(data.n_points(), 400) << info.name;
    EXPECT_EQ(data.majority(), 0) << info.name;
    EXPECT_EQ(data.label_column, info.n_features);
    EXPECT_EQ(data.source, nullptr);
    EXPECT_FALSE(info.title.empty() || info.summary.empty());
  }
  EXPECT_THAT(names, ElementsAre("two-moons", "circle-in-circle", "swiss-roll", "torus", "blobs",
                                 "spirals", "three-points"));
}

TEST(Generators, SizesFollowTheImbalance) {
  const auto counts = [](const std::string& name, int n, double imbalance) {
    return generated(name, 0.1, n, imbalance).class_counts();
  };
  EXPECT_THAT(counts("two-moons", 400, 4), ElementsAre(320, 80));
  EXPECT_THAT(counts("torus", 100, 2), ElementsAre(67, 33));
  EXPECT_THAT(counts("spirals", 10, 1000), ElementsAre(9, 1));
  EXPECT_THAT(counts("swiss-roll", 5, 1), ElementsAre(3, 2));
  EXPECT_THAT(counts("blobs", 700, 4), ElementsAre(400, 200, 100));
  EXPECT_THAT(counts("blobs", 5, 1), ElementsAre(3, 1, 1));
  EXPECT_THAT(counts("blobs", 4, 1e6), ElementsAre(2, 1, 1));
  EXPECT_THAT(counts("three-points", 400, 9), ElementsAre(397, 3));
  EXPECT_EQ(generated("two-moons").classes, (std::vector<std::string>{"majority", "minority"}));
  EXPECT_EQ(generated("blobs").classes, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(generated("two-moons").rows_of(1).front(), 320);
}

TEST(Generators, TheSameSeedGivesTheSameNumbers) {
  for (const DataSetInfo& info : data_sets()) {
    const auto numbers = [&](std::uint64_t seed) {
      return generated(info.name, 0.1, 50, 4, seed).points.data;
    };
    EXPECT_EQ(numbers(3), numbers(3));
    if (info.name != "three-points") {
      EXPECT_NE(numbers(3), numbers(4));
    }
  }
}

/// The bits of some numbers, so that another platform or compiler that gives others is noticed.
TEST(Generators, BytesAreTheSameOnEveryPlatform) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const DataSetInfo& info : data_sets()) {
    for (const double number : generated(info.name, 0.1, 1000, 4, 11).points.data) {
      hash = (hash ^ std::bit_cast<std::uint64_t>(number)) * 1099511628211ULL;
    }
  }
  EXPECT_EQ(hash, 17907766977041155244ULL);
}

TEST(Generators, MoonsLieOnTheirHalfCircles) {
  const DataSet data = generated("two-moons");
  for (int row = 0; row < data.n_points(); ++row) {
    const auto point = data.points.row(row);
    const bool upper = data.labels[static_cast<std::size_t>(row)] == 0;
    EXPECT_NEAR(upper ? distance(point, {0, 0}) : distance(point, {1, 0.5}), 1, 1e-15);
    EXPECT_TRUE(upper ? point[1] >= 0 : point[1] <= 0.5);
  }
}

TEST(Generators, NoiseHasItsStandardDeviation) {
  const DataSet noisy = generated("swiss-roll", 0.1, 20'000);
  // The radius of the roll's points is between 0.6 and 3; with noise it leaves that by some tenths.
  double most = 0;
  for (int row = 0; row < noisy.n_points(); ++row) {
    const auto point = noisy.points.row(row);
    most = std::max(most, std::hypot(point[0], point[1]));
  }
  EXPECT_GT(most, 3.1);
  EXPECT_LT(most, 3.6);
  // Circles keep their angle on the whole, so the mean square distance grows by 2·0.3².
  const DataSet circles = generated("circle-in-circle", 0.3, 100'000, 1e6);
  double squares = 0;
  for (int row = 0; row < circles.n_points() - 1; ++row) {
    const double r = distance(circles.points.row(row), {0, 0});
    squares += r * r;
  }
  EXPECT_NEAR(squares / (circles.n_points() - 1), 1 + 2 * 0.09, 0.01);
}

TEST(Generators, CirclesAndSpiralsLeaveTheirHoles) {
  const DataSet circles = generated("circle-in-circle");
  for (int row = 0; row < circles.n_points(); ++row) {
    const double radius = circles.labels[static_cast<std::size_t>(row)] == 0 ? 1 : 0.5;
    EXPECT_NEAR(distance(circles.points.row(row), {0, 0}), radius, 1e-15);
  }
  const DataSet spirals = generated("spirals");
  double least = 1e9;
  for (int row = 0; row < spirals.n_points(); ++row) {
    const double radius = distance(spirals.points.row(row), {0, 0});
    EXPECT_GE(radius, 0.3 - 1e-12);
    EXPECT_LE(radius, 2 + 1e-12);
    for (int other = 0; other < row; ++other) {
      if (spirals.labels[static_cast<std::size_t>(row)] !=
          spirals.labels[static_cast<std::size_t>(other)]) {
        const auto point = spirals.points.row(other);
        least = std::min(least, distance(spirals.points.row(row), {point[0], point[1]}));
      }
    }
  }
  // Half of 1.7 / 1.25 turns lies between the arms, less where they are steep.
  EXPECT_GT(least, 0.5);
  EXPECT_LT(least, 0.68);
}

TEST(Generators, TheMinorityIsTheMiddleOfTheRoll) {
  const DataSet data = generated("swiss-roll");
  for (int row = 0; row < data.n_points(); ++row) {
    const auto point = data.points.row(row);
    const double radius = std::hypot(point[0], point[1]);
    const auto [x, y] = circle_point((radius - 0.6) / 2.4 * 2.5);
    EXPECT_NEAR(point[0], radius * x, 1e-12);
    EXPECT_NEAR(point[1], radius * y, 1e-12);
    EXPECT_TRUE(point[2] >= 0 && point[2] < 1.5);
    EXPECT_TRUE(radius >= 0.6 - 1e-12 && radius <= 3 + 1e-12);
    EXPECT_EQ(radius > 1.4 && radius < 2.2, data.labels[static_cast<std::size_t>(row)] == 1);
  }
}

TEST(Generators, ToriAreLinkedAndHollow) {
  const DataSet data = generated("torus");
  for (int row = 0; row < data.n_points(); ++row) {
    const auto p = data.points.row(row);
    const bool first = data.labels[static_cast<std::size_t>(row)] == 0;
    // Distance to the circle inside the tube.
    const double ring = first ? std::hypot(p[0], p[2]) : std::hypot(p[0] - 1, p[1]);
    EXPECT_NEAR(std::hypot(ring - 1, first ? p[1] : p[2]), 0.2, 1e-12);
  }
  // The outer half of a tube has the share 1/2 + r/(πR) of its area.
  const DataSet many = generated("torus", 0, 100'000, 1e6);
  double n_outer = 0;
  for (int row = 0; row < many.n_points() - 1; ++row) {
    n_outer += std::hypot(many.points(row, 0), many.points(row, 2)) > 1 ? 1 : 0;
  }
  EXPECT_NEAR(n_outer / many.n_points(), 0.5 + 0.2 / std::numbers::pi, 0.008);
}

TEST(Generators, BlobsAreDiscsApart) {
  const DataSet data = generated("blobs");
  for (int row = 0; row < data.n_points(); ++row) {
    const int label = data.labels[static_cast<std::size_t>(row)];
    const double angle = 2 * std::numbers::pi * (0.25 + label / 3.0);
    EXPECT_LE(distance(data.points.row(row), {std::cos(angle), std::sin(angle)}), 0.6 + 1e-12);
  }
}

TEST(Generators, ThreePointsAreExact) {
  const DataSet data = generated("three-points", 0.5, 10);
  EXPECT_THAT(data.points.data,
              testing::ElementsAreArray({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                         0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1}));
  EXPECT_THAT(data.class_counts(), ElementsAre(7, 3));
}

TEST(Generators, DomainsAreChecked) {
  const auto complaint = [](double noise, int n, double imbalance) {
    return test::message_of<UsageError>(
        [&] { static_cast<void>(generated("two-moons", noise, n, imbalance)); });
  };
  EXPECT_EQ(complaint(0.1, 3, 4), "n-samples is 3; expected 4 to 1000000");
  EXPECT_EQ(complaint(0.1, 1'000'001, 4), "n-samples is 1000001; expected 4 to 1000000");
  EXPECT_THAT(complaint(0.1, 100, 0.5), HasSubstr("imbalance is 0.5; expected 1 to"));
  EXPECT_THAT(complaint(0.1, 100, std::nan("")), HasSubstr("imbalance is nan"));
  EXPECT_THAT(complaint(-1, 100, 4), HasSubstr("noise is -1; expected 0 to"));
  EXPECT_THAT(complaint(std::nan(""), 100, 4), HasSubstr("noise is nan"));
  EXPECT_EQ(generated("two-moons", 0.1, 1'000'000).n_points(), 1'000'000);
}

}  // namespace
}  // namespace baryscope
