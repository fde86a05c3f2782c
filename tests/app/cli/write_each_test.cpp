#include "app/cli/write_each.h"

#include <gmock/gmock.h>

#include "core/base/error.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;

TEST(WriteEach, TriesEveryTargetAndTellsTheOthersOfAFailure) {
  std::vector<std::string> tried;
  const auto write = [&tried](const std::string& target) {
    tried.push_back(target);
    if (target == "b") throw Error("b: no room");
    if (target == "d") throw UsageError("d: no such kind");
  };
  EXPECT_EQ(message_of<Error>([&] { write_each({"a", "b", "-", "d"}, write); }),
            "b: no room\nnot written either: d (d: no such kind)\nwritten all the same: a, "
            "standard output");
  EXPECT_THAT(tried, testing::ElementsAre("a", "b", "-", "d"));
  EXPECT_EQ(message_of<Error>([&] { write_each({"b"}, write); }), "b: no room");
  EXPECT_THROW(write_each({"d", "b"}, write), UsageError) << "as the first";
  EXPECT_NO_THROW(write_each({"a", "-"}, write));
}

TEST(WriteEach, SaysOnceWhatAllOfThemShare) {
  EXPECT_EQ(message_of<Error>([] {
              write_each({"a", "b"}, [](const std::string&) { throw Error("no such layer"); });
            }),
            "no such layer\nnot written either: b");
}

TEST(WriteEach, AnInterruptEndsItAtOnce) {
  int n = 0;
  const auto write = [&n](const std::string&) {
    ++n;
    throw Cancelled();
  };
  EXPECT_THROW(write_each({"a", "b"}, write), Cancelled);
  EXPECT_EQ(n, 1);
}

}  // namespace
}  // namespace baryscope
