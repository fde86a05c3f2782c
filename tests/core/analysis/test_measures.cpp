#include "core/analysis/measures.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tests/core/geometry/toy.h"

namespace baryscope {
namespace {

TEST(Measures, EntropyOfTheToyAndOfSpecialRows) {
  EXPECT_NEAR(entropy(toy::softmax(toy::scores(toy::query(), toy::key(), 3))), 1.1214905946, 1e-9);
  EXPECT_DOUBLE_EQ(entropy(std::array{0.25, 0.25, 0.25, 0.25}), std::log(4.0));
  EXPECT_DOUBLE_EQ(entropy(std::array{0.5, -0.5}), std::log(2.0));
  EXPECT_DOUBLE_EQ(entropy(std::array{3.0, -3.0, 0.0}), std::log(2.0));
  EXPECT_EQ(entropy(std::array{1.0, 0.0}), 0);
  EXPECT_EQ(entropy(std::array{0.0, 0.0}), 0);
  EXPECT_EQ(entropy({}), 0);
  EXPECT_DOUBLE_EQ(normalized_entropy(std::array{0.5, 0.5, 0.0}, 2), 1);
  EXPECT_EQ(normalized_entropy(std::array{1.0}, 1), 0);
}

TEST(Measures, NegativeMassIsHalfOfWhatTheSumLoses) {
  EXPECT_DOUBLE_EQ(negative_mass(std::array{0.75, -0.25, 0.5, -0.125}), 0.375);
  EXPECT_EQ(negative_mass(std::array{0.5, 0.5}), 0);
}

TEST(Measures, EffectiveRankCountsEqualDirections) {
  Matrix identity(5, 5);
  for (int i = 0; i < 5; ++i) {
    identity(i, i) = 3;
  }
  EXPECT_NEAR(effective_rank(identity), 5, 1e-12);
  Matrix ones(4, 6);
  std::fill(ones.data.begin(), ones.data.end(), 1.0);
  EXPECT_NEAR(effective_rank(ones), 1, 1e-6);
  EXPECT_EQ(effective_rank(Matrix(3, 3)), 0);
}

TEST(Measures, GraphNumbersOfTheToy) {
  const Matrix a1 = toy::attention(toy::query(), toy::key(), true);
  const Matrix a2 = toy::attention(toy::query_2(), toy::key_prime(), true);
  const Matrix walked = rollout(std::array{a1, a2});
  const Matrix squared = matrix_power(a1, 2);
  const std::array expected_rollout = {0.1643858957, 0.0947532029, 0.1171253889, 0.6237355125};
  const std::array expected_square = {0.3829850083, 0.1790840554, 0.1000847420, 0.3378461943};
  const std::array expected_alpha = {0.4540553378, 0.3565871493, 0.2663859092, 0.5812453822};
  const auto alpha = sink_alpha(a1);
  for (int j = 0; j < 4; ++j) {
    const auto at = static_cast<std::size_t>(j);
    EXPECT_NEAR(walked(3, j), expected_rollout[at], 1e-9);
    EXPECT_NEAR(squared(3, j), expected_square[at], 1e-9);
    EXPECT_NEAR(alpha[at], expected_alpha[at], 1e-9);
  }
}

TEST(Measures, UniformCausalAttentionFlowsToTheFirstToken) {
  Matrix uniform(8, 8);
  for (int i = 0; i < 8; ++i) {
    for (int j = 0; j <= i; ++j) {
      uniform(i, j) = 1.0 / (i + 1);
    }
  }
  EXPECT_NEAR(matrix_power(uniform, 1)(7, 0), 0.125, 1e-15);
  EXPECT_NEAR(matrix_power(uniform, 2)(7, 0), 0.3397321429, 1e-9);
  EXPECT_NEAR(matrix_power(uniform, 4)(7, 0), 0.7275081168, 1e-9);
  EXPECT_NEAR(matrix_power(uniform, 8)(7, 0), 0.9754011758, 1e-9);
  EXPECT_EQ(matrix_power(uniform, 0)(7, 7), 1);
  EXPECT_EQ(matrix_power(uniform, 0)(7, 0), 0);
}

TEST(Measures, CosinesConcentrateAsTheTableSays) {
  struct Row {
    int d;
    double deviation, mean_abs, beyond_1, beyond_3, beyond_5;
  };
  for (const Row& row : {Row{3, .577350, .500000, .900000, .700000, .500000},
                         Row{4, .500000, .424413, .872889, .623838, .391002},
                         Row{16, .250000, .202610, .702562, .242038, .040969},
                         Row{64, .125000, .100126, .428027, .0151841, 2.22752e-5},
                         Row{128, .088388, .070662, .259508, 5.52145e-4, 1.61074e-9}}) {
    const CosineConcentration found = cosine_concentration(row.d);
    EXPECT_NEAR(found.standard_deviation, row.deviation, 6e-7);
    EXPECT_NEAR(found.mean_abs, row.mean_abs, 6e-7);
    EXPECT_NEAR(cosine_tail(row.d, 0.1), row.beyond_1, 6e-7);
    EXPECT_NEAR(cosine_tail(row.d, 0.3) / row.beyond_3, 1, 5e-6);
    EXPECT_NEAR(cosine_tail(row.d, 0.5) / row.beyond_5, 1, 2e-5);
  }
  EXPECT_EQ(cosine_tail(7, 0), 1);
  EXPECT_EQ(cosine_tail(7, 1), 0);
}

TEST(Measures, CosineDensityIntegratesToItsTail) {
  for (const int d : {3, 5, 16, 64}) {
    constexpr int k_steps = 20000;
    double beyond = 0;
    for (int s = 0; s < k_steps; ++s) {
      beyond += 2 * cosine_density(d, 0.2 + 0.8 * (s + 0.5) / k_steps) * 0.8 / k_steps;
    }
    EXPECT_NEAR(beyond, cosine_tail(d, 0.2), 1e-7) << d;
  }
}

}  // namespace
}  // namespace baryscope
