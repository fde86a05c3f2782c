#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/progress.h"
#include "core/base/shown_name.h"

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

TEST(ShownName, CutsBetweenCharacters) {
  EXPECT_EQ(shown_name(""), "");
  EXPECT_EQ(shown_name(std::string(most_shown_bytes, 'a')), std::string(most_shown_bytes, 'a'));
  EXPECT_EQ(shown_name(std::string(most_shown_bytes + 1, 'a')),
            std::string(most_shown_bytes, 'a') + "…");
  for (const std::string character : {"é", "€", "😀"}) {
    std::string name = "a";
    while (name.size() <= 2 * most_shown_bytes) name += character;
    const std::size_t n_whole = (most_shown_bytes - 1) / character.size();
    EXPECT_EQ(shown_name(name), name.substr(0, 1 + n_whole * character.size()) + "…");
  }
  // What is no UTF-8 is cut too.
  EXPECT_LE(shown_name(std::string(1000, '\x80')).size(), most_shown_bytes + 3);
}

// The edit distance of two names of a megabyte would take an hour.
TEST(NearestName, LongNamesHaveNone) {
  const std::string name(1'000'000, 'a');
  EXPECT_FALSE(find_nearest_name(name, {name + "b"}).has_value());
  EXPECT_LT(unknown_name_message("name", name, {"a"}).size(), 300U);
  EXPECT_EQ(find_nearest_name("a", {name, "b", "ab"}), "b");
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
