#include "core/base/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/random.h"

namespace baryscope {
namespace {

TEST(NumberText, ShortestTextReadsBackTheSame) {
  Random random(7);
  for (int round = 0; round < 10'000; ++round) {
    const double value =
        std::ldexp(random.uniform() - 0.5, static_cast<int>(random.below(200)) - 100);
    const auto back = find_number(to_text(value));
    ASSERT_TRUE(back.has_value());
    ASSERT_EQ(*back, value);
  }
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(-0.03), "-0.03");
}

TEST(NumberText, FixedDecimals) {
  EXPECT_EQ(to_text(0.4189, 2), "0.42");
  EXPECT_EQ(to_text(-1.0, 0), "-1");
  EXPECT_EQ(to_text(std::numeric_limits<double>::max(), 1).size(), 311u);
}

TEST(NumberText, OnlyWholeTextsAreNumbers) {
  EXPECT_EQ(find_number("+1.50"), 1.5);
  EXPECT_EQ(find_number("-0.03"), -0.03);
  EXPECT_EQ(find_integer("42"), 42);
  for (const char* bad : {"", " 1", "1 ", "1,5", "+-1", "++1", "0x10", "one", "1e", "+"}) {
    EXPECT_FALSE(find_number(bad).has_value()) << bad;
    EXPECT_FALSE(find_integer(bad).has_value()) << bad;
  }
  EXPECT_FALSE(find_integer("1.0").has_value());
  EXPECT_FALSE(find_integer("9223372036854775808").has_value());
}

}  // namespace
}  // namespace baryscope
