#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/progress.h"

namespace baryscope {
namespace {

TEST(NearestName, FindsTheMisspeltAndNothingForTheUnrelated) {
  const std::vector<std::string> known = {"pairwise", "softpick", "two-simplicial"};
  EXPECT_EQ(find_nearest_name("pairwize", known), "pairwise");
  EXPECT_EQ(find_nearest_name("twosimplicial", known), "two-simplicial");
  EXPECT_FALSE(find_nearest_name("zzzzzzzzzz", known).has_value());
  EXPECT_EQ(unknown_name_message("mechanism", "softpik", known),
            "unknown mechanism 'softpik': did you mean 'softpick'? Known: pairwise, softpick, "
            "two-simplicial");
  EXPECT_EQ(unknown_name_message("mechanism", "zzzzzzzzzz", known),
            "unknown mechanism 'zzzzzzzzzz'; known: pairwise, softpick, two-simplicial");
}

TEST(Check, NamesExpressionAndPlace) {
  try {
    BARYSCOPE_CHECK(1 + 1 == 3);
    FAIL() << "expected an exception";
  } catch (const CheckFailed& failure) {
    const std::string message = failure.what();
    EXPECT_NE(message.find("1 + 1 == 3"), std::string::npos);
    EXPECT_NE(message.find("names_and_errors_test.cpp"), std::string::npos);
  }
}

TEST(Watch, StopsAndReports) {
  std::stop_source source;
  double last = 0;
  const Watch watch(source.get_token(),
                    [&](double fraction, std::string_view) { last = fraction; });
  EXPECT_NO_THROW(watch.report(0.5, "half"));
  EXPECT_EQ(last, 0.5);
  source.request_stop();
  EXPECT_THROW(watch.check(), Cancelled);
  EXPECT_NO_THROW(Watch().check());
}

}  // namespace
}  // namespace baryscope
