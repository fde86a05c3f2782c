// What each term of the camera's score is for, one at a time: all others are alike everywhere.
#include "viz/scene/default_camera.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace baryscope {
namespace {

/// A cube of corners around everything, so that every direction has about the same scale.
CameraSubject in_a_cube() {
  CameraSubject subject;
  for (const double x : {-1.0, 1.0}) {
    for (const double y : {-1.0, 1.0}) {
      for (const double z : {-1.0, 1.0}) {
        subject.extent.push_back({x, y, z});
      }
    }
  }
  return subject;
}

/// Where the first direction that is tried looks from.
Vec3 first_direction() {
  const double azimuth = 15 * std::numbers::pi / 180, elevation = 12 * std::numbers::pi / 180;
  return {std::cos(elevation) * std::sin(azimuth), std::sin(elevation),
          std::cos(elevation) * std::cos(azimuth)};
}

TEST(DefaultCamera, WithoutAnythingToTellTheFirstDirectionIsTaken) {
  const Camera camera = default_camera(in_a_cube(), Viewport{});
  EXPECT_NEAR(length(frame(camera).forward + first_direction()), 0, 1e-9);
}

TEST(DefaultCamera, HeavyEdgesAreNotSeenEndOn) {
  CameraSubject subject = in_a_cube();
  subject.important = {{0, 0, 0}};
  subject.arms = {0.8 * first_direction()};
  const Camera camera = default_camera(subject, Viewport{});
  EXPECT_LT(std::abs(dot(frame(camera).forward, first_direction())), 0.25);
}

TEST(DefaultCamera, WhatIsImportantLiesBeforeWhatIsNot) {
  CameraSubject subject = in_a_cube();
  subject.important = {{0, 0, 0}};
  for (const double side : {-1.0, 1.0}) {
    subject.others = {0.03 * side * Vec3{0.6, 0, 0.8}};
    const Camera camera = default_camera(subject, Viewport{});
    const double important = to_screen(camera, Viewport{}, subject.important[0])->depth;
    EXPECT_LT(important, to_screen(camera, Viewport{}, subject.others[0])->depth) << side;
  }
}

TEST(DefaultCamera, AWordFitsBesideWhatIsImportant) {
  CameraSubject subject = in_a_cube();
  subject.important = {{0, 0, 0}};
  subject.others = {{-0.3, 0, 0}, {0.3, 0, 0}};
  const Camera camera = default_camera(subject, Viewport{});
  const ScreenPoint at = to_screen(camera, Viewport{}, subject.important[0]).value();
  bool left = true, right = true;
  for (const Vec3& other : subject.others) {
    const ScreenPoint b = to_screen(camera, Viewport{}, other).value();
    EXPECT_GT(std::hypot(b.x - at.x, b.y - at.y), 40) << "near enough to stand in the way";
    if (std::abs(b.y - at.y) < 16) {
      (b.x < at.x ? left : right) = std::abs(b.x - at.x) > 110;
    }
  }
  EXPECT_TRUE(left || right);
}

}  // namespace
}  // namespace baryscope
