#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "viz/text/label_scenery.h"

namespace baryscope {
namespace {

constexpr double k_width = 180, k_height = 14;

TEST(AxisTitle, StaysInThePictureWhereverTheAxisPoints) {
  const Viewport viewport{800, 600, 0, 0, 96, 64};
  for (int degrees = 0; degrees < 360; degrees += 5) {
    const double angle = degrees * std::numbers::pi / 180;
    for (const double length : {40.0, 200.0, 395.0}) {
      const ScreenPoint origin{400, 300, 1};
      const ScreenPoint end{400 + length * std::cos(angle),
                            300 + std::min(length, 200.0) * std::sin(angle), 1};
      const ScreenBox box = *find_axis_title_box(origin, end, k_width, k_height, viewport);
      EXPECT_GE(box.left, 0) << degrees << " " << length;
      EXPECT_LE(box.right, viewport.width) << degrees << " " << length;
      EXPECT_GE(box.top, viewport.margin_top) << degrees << " " << length;
      EXPECT_NEAR(box.right - box.left, k_width, 1e-9);
      EXPECT_NEAR(box.bottom - box.top, k_height, 1e-9);
      // Near its end: a person sees whose title it is.
      EXPECT_LT(std::hypot(box.left + k_width / 2 - end.x, box.top + k_height / 2 - end.y),
                k_width);
    }
  }
}

TEST(AxisTitle, StandsBeyondTheEndWhereThereIsRoom) {
  const Viewport viewport{800, 600, 0, 0, 96, 64};
  const ScreenBox right = *find_axis_title_box({300, 300, 1}, {400, 300, 1}, 50, 10, viewport);
  EXPECT_GT(right.left, 400);
  EXPECT_DOUBLE_EQ((right.top + right.bottom) / 2, 300);
  const ScreenBox down = *find_axis_title_box({300, 300, 1}, {300, 400, 1}, 50, 10, viewport);
  EXPECT_GT(down.top, 400);
  EXPECT_DOUBLE_EQ((down.left + down.right) / 2, 300);
}

TEST(AxisTitle, GoesWithAnEndThatIsOutside) {
  const Viewport viewport{800, 600, 0, 0, 96, 64};
  for (const ScreenPoint end : {ScreenPoint{-1, 300, 1}, ScreenPoint{801, 300, 1},
                                ScreenPoint{300, -1, 1}, ScreenPoint{300, 601, 1}}) {
    EXPECT_FALSE(find_axis_title_box({300, 300, 1}, end, k_width, k_height, viewport));
  }
}

}  // namespace
}  // namespace baryscope
