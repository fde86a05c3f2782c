#include "core/text/direction.h"

#include <gtest/gtest.h>

namespace baryscope {
namespace {

TEST(Direction, OnlyRightToLeftWordsAreIsolated) {
  EXPECT_EQ(isolated("bakery"), "bakery");
  EXPECT_EQ(isolated("41 %"), "41 %");
  EXPECT_EQ(isolated("你好"), "你好");
  EXPECT_EQ(isolated("مرحبا"), "\u2068مرحبا\u2069");
  EXPECT_EQ(isolated("שלום 3"), "\u2068שלום 3\u2069");
  EXPECT_FALSE(has_right_to_left("\xff\xfe broken"));
  EXPECT_FALSE(has_right_to_left(""));
}

}  // namespace
}  // namespace baryscope
