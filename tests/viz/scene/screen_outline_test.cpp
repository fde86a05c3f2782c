#include "viz/scene/screen_outline.h"

#include <gtest/gtest.h>

#include <cmath>

#include "viz/scene/default_camera.h"

namespace baryscope {
namespace {

TEST(ScreenOutline, AreaAndDistanceOfASquare) {
  const std::vector<ScreenPoint> square{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {5, 5}, {5, 0}};
  EXPECT_DOUBLE_EQ(outline_area(square), 100);
  EXPECT_EQ(distance_from_outline(square, {3, 9}), 0);
  EXPECT_DOUBLE_EQ(distance_from_outline(square, {13, 5}), 3);
  EXPECT_DOUBLE_EQ(distance_from_outline(square, {-3, -4}), 5);
}

TEST(ScreenOutline, OfAPointOrALine) {
  EXPECT_EQ(outline_area({{1, 1}, {4, 5}}), 0);
  EXPECT_DOUBLE_EQ(distance_from_outline({{1, 1}}, {4, 5}), 5);
  EXPECT_DOUBLE_EQ(distance_from_outline({{0, 0}, {8, 0}}, {4, 3}), 3);
}

/// A flat hull with the output just above it: from any of the directions that are tried for every
/// picture the hull's outline would cover it.
TEST(DefaultCamera, AnOutputOutsideTheHullIsSeenOutside) {
  CameraSubject subject;
  for (const double x : {-1.0, 1.0}) {
    for (const double z : {-1.0, 1.0}) {
      subject.hull.push_back({x, 0, z});
    }
  }
  subject.extent = subject.hull;
  const Vec3 output{0.1, 0.06, 0.1};
  subject.extent.push_back(output);
  subject.important = {output};
  subject.way_out = {0, 0.06, 0};
  const Viewport viewport;
  const auto gap = [&](const Camera& camera) {
    std::vector<ScreenPoint> corners;
    for (const Vec3& corner : subject.hull) {
      corners.push_back(to_screen(camera, viewport, corner).value());
    }
    return distance_from_outline(corners, to_screen(camera, viewport, output).value());
  };
  EXPECT_GT(gap(default_camera(subject, viewport)), 10);
  subject.way_out = {};
  EXPECT_EQ(gap(default_camera(subject, viewport)), 0);
}

}  // namespace
}  // namespace baryscope
