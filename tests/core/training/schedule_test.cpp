#include "core/training/schedule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace baryscope {
namespace {

OptimizerOptions options(int steps, double warm_up) {
  OptimizerOptions made;
  made.steps = steps;
  made.warm_up = warm_up;
  made.learning_rate = 2;
  return made;
}

TEST(Schedule, RisesLinearlyThenFallsByACosine) {
  const OptimizerOptions plan = options(100, 0.1);
  EXPECT_DOUBLE_EQ(learning_rate(plan, 0), 0.2);
  EXPECT_DOUBLE_EQ(learning_rate(plan, 4), 1.0);
  EXPECT_DOUBLE_EQ(learning_rate(plan, 9), 2.0);
  EXPECT_DOUBLE_EQ(learning_rate(plan, 10), 2.0);
  EXPECT_NEAR(learning_rate(plan, 55), 1.0, 1e-12);
  EXPECT_NEAR(learning_rate(plan, 99), 1 + std::cos(std::numbers::pi * 89 / 90), 1e-12);
  EXPECT_NEAR(learning_rate(plan, 100), 0, 1e-12);
}

TEST(Schedule, NeverLeavesItsBoundsAndFallsAfterTheWarmUp) {
  for (const double warm_up : {0.0, 0.003, 0.5, 1.0}) {
    const OptimizerOptions plan = options(37, warm_up);
    const int warm = static_cast<int>(std::lround(37 * warm_up));
    for (int step = 0; step < 37; ++step) {
      EXPECT_GT(learning_rate(plan, step), 0) << warm_up << " " << step;
      EXPECT_LE(learning_rate(plan, step), 2) << warm_up << " " << step;
      if (step > 0) {
        const double change = learning_rate(plan, step) - learning_rate(plan, step - 1);
        EXPECT_TRUE(step < warm ? change > 0 : change <= 0) << warm_up << " " << step;
      }
    }
  }
  EXPECT_DOUBLE_EQ(learning_rate(options(37, 0), 0), 2);
  EXPECT_DOUBLE_EQ(learning_rate(options(1, 0.1), 0), 2);
}

}  // namespace
}  // namespace baryscope
