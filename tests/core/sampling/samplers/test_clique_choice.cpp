#include "core/sampling/samplers/clique_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "tests/core/sampling/samplers/chi_square.h"

namespace baryscope {
namespace {

using test::chi_square;
using test::chi_square_limit;

double value_of(const ScaledNumber& number) {
  return std::ldexp(number.mantissa, static_cast<int>(number.exponent));
}

/// counts[i] cliques of sizes[i] vertices, in mixed order.
SimplexList cliques_of(const std::vector<std::size_t>& sizes, std::vector<std::size_t> counts) {
  SimplexList cliques;
  std::int32_t next = 0;
  for (bool any = true; any;) {
    any = false;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      if (counts[i] > 0) {
        --counts[i];
        any = true;
        std::vector<std::int32_t> simplex(sizes[i]);
        std::iota(simplex.begin(), simplex.end(), next);
        next += 1;
        cliques.push_back(simplex);
      }
    }
  }
  return cliques;
}

TEST(CliqueChoice, BinomialsAreExactWhereDoublesAre) {
  std::vector<std::vector<double>> pascal(51, std::vector<double>(51, 0));
  for (std::size_t s = 0; s <= 50; ++s) {
    pascal[s][0] = 1;
    for (std::size_t p = 1; p <= s; ++p) {
      pascal[s][p] = pascal[s - 1][p - 1] + (p < s ? pascal[s - 1][p] : 0);
    }
    for (std::size_t p = 1; p <= 50; ++p) {
      EXPECT_EQ(value_of(scaled_binomial(s, p)), s < p ? 1 : pascal[s][p]) << s << " " << p;
    }
  }
}

TEST(CliqueChoice, BinomialsOfThousandsDoNotOverflow) {
  for (const auto& [s, p] :
       {std::pair<std::size_t, std::size_t>{5000, 2500}, {9000, 5}, {4000, 3999}}) {
    const ScaledNumber number = scaled_binomial(s, p);
    const double logarithm =
        std::log(number.mantissa) + static_cast<double>(number.exponent) * std::log(2.0);
    const auto n = static_cast<double>(s), k = static_cast<double>(p);
    const double expected = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    EXPECT_NEAR(logarithm, expected, 1e-9 * std::max(1.0, expected));
  }
  const SimplexList cliques = cliques_of({2, 3000, 6000}, {9, 2, 1});
  const CliqueChoice choice(cliques, 1500, {});
  const std::vector<double> probabilities = choice.probabilities();
  EXPECT_NEAR(std::accumulate(probabilities.begin(), probabilities.end(), 0.0), 1, 1e-12);
  EXPECT_GT(*std::max_element(probabilities.begin(), probabilities.end()), 0.999);
}

TEST(CliqueChoice, SizesFollowTheirNumberTimesTheirFaces) {
  const std::vector<std::size_t> sizes = {1, 2, 4, 7};
  const std::vector<std::size_t> n_of_size = {4, 6, 5, 2};
  const SimplexList cliques = cliques_of(sizes, n_of_size);
  const CliqueChoice choice(cliques, 3, {});
  // N_s · C(s, 3), 1 where s < 3: 4, 6, 5 · 4, 2 · 35.
  const std::vector<double> by_size = {4 / 100.0, 6 / 100.0, 20 / 100.0, 70 / 100.0};
  std::vector<double> by_clique;
  for (std::size_t c = 0; c < cliques.size(); ++c) {
    const auto i = static_cast<std::size_t>(
        std::find(sizes.begin(), sizes.end(), cliques[c].size()) - sizes.begin());
    by_clique.push_back(by_size[i] / static_cast<double>(n_of_size[i]));
  }
  const std::vector<double> stated = choice.probabilities();
  for (std::size_t c = 0; c < cliques.size(); ++c) {
    EXPECT_NEAR(stated[c], by_clique[c], 1e-15);
  }
  Random random(42);
  std::vector<std::size_t> size_counts(4, 0), counts(cliques.size(), 0);
  for (int i = 0; i < 100000; ++i) {
    const std::size_t clique = choice.draw(random);
    ++counts[clique];
    ++size_counts[static_cast<std::size_t>(
        std::find(sizes.begin(), sizes.end(), cliques[clique].size()) - sizes.begin())];
  }
  EXPECT_LT(chi_square(size_counts, by_size), chi_square_limit(3));
  EXPECT_LT(chi_square(counts, by_clique), chi_square_limit(cliques.size() - 1));
  // The test can tell: uniform cliques are something else.
  const std::vector<double> uniform(cliques.size(), 1.0 / static_cast<double>(cliques.size()));
  EXPECT_GT(chi_square(counts, uniform), chi_square_limit(cliques.size() - 1));
}

TEST(CliqueChoice, FactorsMultiplyTheWeightOfEachClique) {
  const SimplexList cliques = cliques_of({2, 4}, {3, 3});
  const std::vector<double> factors = {1, 2, 0, 1, 4, 0.5};  // sizes 2, 4, 2, 4, 2, 4
  const CliqueChoice choice(cliques, 3, factors);
  const std::vector<double> weights = {1, 8, 0, 4, 4, 2};
  std::vector<double> expected;
  for (const double weight : weights) {
    expected.push_back(weight / 19);
  }
  std::vector<std::size_t> counts(6, 0);
  Random random(7);
  for (int i = 0; i < 50000; ++i) {
    ++counts[choice.draw(random)];
  }
  EXPECT_LT(chi_square(counts, expected), chi_square_limit(4));
  const std::vector<double> stated = choice.probabilities();
  for (std::size_t c = 0; c < 6; ++c) {
    EXPECT_NEAR(stated[c], expected[c], 1e-15);
  }
}

TEST(CliqueChoice, FacesAreUniform) {
  const std::vector<std::int32_t> simplex = {3, 5, 8, 11, 20};
  FaceDraw draw;
  Random random(9);
  std::map<std::vector<std::int32_t>, std::size_t> faces, with_eight;
  std::vector<std::int32_t> face;
  for (int i = 0; i < 30000; ++i) {
    draw.draw(simplex, 3, random, face);
    ASSERT_TRUE(std::is_sorted(face.begin(), face.end()));
    ++faces[face];
    draw.draw_with(simplex, 2, 3, random, face);
    ASSERT_TRUE(std::is_sorted(face.begin(), face.end()));
    ASSERT_TRUE(std::find(face.begin(), face.end(), 8) != face.end());
    ++with_eight[face];
  }
  ASSERT_EQ(faces.size(), 10U);
  ASSERT_EQ(with_eight.size(), 6U);
  const auto statistic = [](const auto& drawn) {
    std::vector<std::size_t> counts;
    for (const auto& [key, count] : drawn) {
      counts.push_back(count);
    }
    return chi_square(counts, std::vector<double>(counts.size(), 1.0 / counts.size()));
  };
  EXPECT_LT(statistic(faces), chi_square_limit(9));
  EXPECT_LT(statistic(with_eight), chi_square_limit(5));
}

TEST(CliqueChoice, AWholeSimplexIsItsOwnFaceAndDrawsNothing) {
  const std::vector<std::int32_t> simplex = {1, 2, 4};
  FaceDraw draw;
  Random random(1);
  const Random::State before = random.state();
  std::vector<std::int32_t> face;
  draw.draw(simplex, 3, random, face);
  EXPECT_EQ(face, simplex);
  draw.draw_with(simplex, 0, 8, random, face);
  EXPECT_EQ(face, simplex);
  EXPECT_EQ(random.state(), before);
}

TEST(CliqueChoice, APositionOfWeightZeroIsNeverDrawn) {
  const std::vector<double> weights = {0, 1, 0, 2, 0};
  const WeightedChoice choice(weights);
  Random random(2);
  std::vector<std::size_t> counts(5, 0);
  for (int i = 0; i < 30000; ++i) {
    ++counts[choice.draw(random)];
  }
  EXPECT_LT(chi_square(counts, {0, 1 / 3.0, 0, 2 / 3.0, 0}), chi_square_limit(1));
}

}  // namespace
}  // namespace baryscope
