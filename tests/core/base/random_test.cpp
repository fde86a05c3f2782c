#include "core/base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace baryscope {
namespace {

TEST(Random, SameSeedSameNumbersOtherSeedOthers) {
  Random a(1);
  Random b(1);
  Random c(2);
  bool differs = false;
  for (int draw = 0; draw < 100; ++draw) {
    const auto value = a();
    ASSERT_EQ(value, b());
    differs = differs || value != c();
  }
  EXPECT_TRUE(differs);
}

TEST(Random, UniformHasTheMomentsOfTheUnitInterval) {
  Random random(3);
  constexpr int n_draws = 200'000;
  double sum = 0;
  double sum_of_squares = 0;
  for (int draw = 0; draw < n_draws; ++draw) {
    const double u = random.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    sum_of_squares += u * u;
  }
  // Six standard errors of the mean (1/sqrt(12 n)) and of the mean square (sqrt(4/45 n)).
  EXPECT_NEAR(sum / n_draws, 0.5, 6 * 0.2887 / std::sqrt(n_draws));
  EXPECT_NEAR(sum_of_squares / n_draws, 1.0 / 3, 6 * 0.2981 / std::sqrt(n_draws));
}

TEST(Random, BelowIsUniformByChiSquare) {
  Random random(5);
  constexpr int n_cells = 7;
  constexpr int n_draws = 70'000;
  std::array<int, n_cells> count{};
  for (int draw = 0; draw < n_draws; ++draw) {
    const auto value = random.below(n_cells);
    ASSERT_LT(value, static_cast<std::uint64_t>(n_cells));
    ++count[value];
  }
  double chi_square = 0;
  for (const int observed : count) {
    const double difference = observed - n_draws / n_cells;
    chi_square += difference * difference / (static_cast<double>(n_draws) / n_cells);
  }
  EXPECT_LT(chi_square, 22.46);  // 6 degrees of freedom, P = 0.001
}

}  // namespace
}  // namespace baryscope
