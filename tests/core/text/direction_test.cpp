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

TEST(Direction, ExplicitControlsAreNamedAndTurnNothing) {
  EXPECT_EQ(isolated("\u202eabc"), "[U+202E]abc");
  EXPECT_EQ(isolated("\u2067xyz"), "[U+2067]xyz");
  // It would close the isolate early.
  EXPECT_EQ(isolated("בית\u2069 12"), "\u2068בית[U+2069] 12\u2069");
  for (const char* control :
       {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    EXPECT_EQ(with_named_direction_controls(control).substr(0, 5), "[U+20") << control;
  }
  EXPECT_EQ(with_named_direction_controls("a\u2029b\u2065"), "a\u2029b\u2065");
}

}  // namespace
}  // namespace baryscope
