#include <gtest/gtest.h>

#include <cmath>

#include "core/sampling/samplers/coordinate_draw.h"
#include "core/sampling/samplers/sampler.h"
#include "tests/core/sampling/samplers/sampled_points.h"

namespace baryscope {
namespace {

using test::expect_barycentric;
using test::make_data;

/// A minority in the unit square whose right side overlaps the majority.
DataSet overlapping() {
  Random random(77);
  std::vector<std::vector<double>> rows;
  std::vector<int> labels;
  for (int i = 0; i < 300; ++i) {
    const bool minority = i % 4 == 0;
    rows.push_back({random.uniform() + (minority ? 0 : 0.75), random.uniform()});
    labels.push_back(minority ? 1 : 0);
  }
  return make_data(rows, labels);
}

double mean_distance(const DataSet& data, const SyntheticSet& synthetic) {
  double sum = 0;
  for (int i = 0; i < synthetic.size(); ++i) {
    double least = HUGE_VAL;
    for (int r = 0; r < data.n_points(); ++r) {
      if (data.labels[static_cast<std::size_t>(r)] == 0) {
        least = std::min(least, std::hypot(data.points(r, 0) - synthetic.points(i, 0),
                                           data.points(r, 1) - synthetic.points(i, 1)));
      }
    }
    sum += least;
  }
  return sum / synthetic.size();
}

SamplerOptions options_of(const std::string& sampler, const std::string& bias, double strength) {
  SamplerOptions options;
  options.sampler = sampler;
  options.boundary_bias = bias;
  options.bias_strength = strength;
  options.sampling_strategy = "b=8075";
  options.seed = 2;
  return options;
}

const std::vector<std::string> k_simplicial = {"simplicial-smote", "borderline-simplicial-smote",
                                               "safe-level-simplicial", "adasyn-simplicial"};

/// Six minority points among themselves and six in the majority, all twelve one simplex.
DataSet two_camps() {
  Random random(5);
  std::vector<std::vector<double>> rows;
  std::vector<int> labels;
  for (int i = 0; i < 12; ++i) {
    rows.push_back({(i < 6 ? 0 : 1) + 0.1 * random.uniform(), 0.1 * random.uniform()});
    labels.push_back(1);
  }
  for (int i = 0; i < 60; ++i) {
    rows.push_back({1 + 0.1 * random.uniform(), 0.1 * random.uniform()});
    labels.push_back(0);
  }
  return make_data(rows, labels);
}

TEST(BoundaryBias, MovesTowardsOtherClassesWithItsStrength) {
  for (const std::string bias : {"simplex", "dirichlet", "facet", "tilt"}) {
    // The one simplex of the two camps leaves no choice, and its h no room for tilting.
    const bool mixed = bias == "simplex" || bias == "tilt";
    const DataSet data = mixed ? overlapping() : two_camps();
    double before = HUGE_VAL;
    for (const double strength : {0.0, 1.0, 4.0, 16.0}) {
      SamplerOptions options = options_of("simplicial-smote", bias, strength);
      options.k_neighbors = mixed ? 5 : 11;
      options.sampling_strategy = "b=24000";
      const Resampled resampled = resample(data, options, Watch());
      expect_barycentric(data, resampled.synthetic, 1e-14);
      const double distance = mean_distance(data, resampled.synthetic);
      EXPECT_LT(distance, before) << bias << " " << strength;
      before = distance;
    }
  }
}

TEST(BoundaryBias, StrengthZeroIsThePublishedMethodByteForByte) {
  const DataSet data = overlapping();
  for (const std::string& sampler : k_simplicial) {
    const SyntheticSet published =
        resample(data, options_of(sampler, "none", 5), Watch()).synthetic;
    for (const std::string& bias : boundary_biases()) {
      SCOPED_TRACE(sampler + " " + bias);
      const SyntheticSet none = resample(data, options_of(sampler, bias, 0), Watch()).synthetic;
      EXPECT_EQ(none.points.data, published.points.data);
      EXPECT_EQ(none.coordinates, published.coordinates);
      const SyntheticSet biased = resample(data, options_of(sampler, bias, 2), Watch()).synthetic;
      EXPECT_EQ(biased.points.data == published.points.data, bias == "none");
    }
  }
}

TEST(BoundaryBias, FacetPushesAwayFromSafeVertices) {
  CoordinateRule rule;
  rule.facet = 3;
  rule.border = {0, 1};
  CoordinateDraw draw(rule);
  Random random(6);
  const std::vector<std::int32_t> vertices = {0, 1};
  double mean = 0;
  std::vector<double> b(2);
  constexpr int n = 40000;
  for (int i = 0; i < n; ++i) {
    draw.draw(vertices, b, random);
    ASSERT_GE(b[0], 0);
    ASSERT_NEAR(b[0] + b[1], 1, 1e-15);
    mean += b[0] / n;
  }
  // E of b_0 by quadrature: vertex 0 is pushed with P = 1 / (1 + e⁻³), else vertex 1.
  const double safe = 1 / (1 + std::exp(-3.0));
  double expected = 0;
  constexpr int m = 400;
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < m; ++j) {
      const double x = (i + 0.5) / m, shrink = std::pow((j + 0.5) / m, 3);
      const double pushed = x * shrink / (x * shrink + 1 - x);
      expected += (safe * pushed + (1 - safe) * (1 - pushed)) / (m * m);
    }
  }
  EXPECT_NEAR(mean, expected, 5 * 0.5 / std::sqrt(n));
}

TEST(BoundaryBias, TiltKeepsACandidateInProportion) {
  const std::vector<double> distances = {2, 1, 3};
  const double gamma = 1.5, h = 0.5;
  std::vector<double> weights = {std::exp(-3.0), 1, std::exp(-6.0)};
  const double sum = weights[0] + weights[1] + weights[2];
  EXPECT_EQ(choose_tilted(distances, gamma, h, 0), 0U);
  EXPECT_EQ(choose_tilted(distances, gamma, h, weights[0] / sum * 0.999), 0U);
  EXPECT_EQ(choose_tilted(distances, gamma, h, weights[0] / sum * 1.001), 1U);
  EXPECT_EQ(choose_tilted(distances, gamma, h, (weights[0] + 1) / sum * 0.9999), 1U);
  EXPECT_EQ(choose_tilted(distances, gamma, h, (weights[0] + 1) / sum * 1.0001), 2U);
  EXPECT_EQ(choose_tilted(distances, 1e9, h, 0.99999), 1U);
}

TEST(BoundaryBias, ASamplerWithoutSimplicesSaysThatItReadsNone) {
  const Resampled resampled = resample(overlapping(), options_of("smote", "tilt", 2), Watch());
  ASSERT_EQ(resampled.notes.size(), 1U);
  EXPECT_EQ(resampled.notes[0],
            "SMOTE has no simplices to bias: boundary-bias tilt changes nothing");
}

}  // namespace
}  // namespace baryscope
