#include "viz/vtk/frame.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace baryscope {
namespace {

/// Device pixels with y downwards in the whole picture, and depth from −1 at the near plane to 1 at
/// the far one, by the frame's matrix.
std::array<double, 3> projected(const Frame& frame, Vec3 p) {
  const auto& m = frame.clip_from_world;
  const auto row = [&](int r) { return m[r] * p.x + m[4 + r] * p.y + m[8 + r] * p.z + m[12 + r]; };
  const double w = row(3);
  const double x = (row(0) / w + 1) / 2 * frame.tile[2] + frame.tile[0];
  const double y = (row(1) / w + 1) / 2 * frame.tile[3] + frame.tile[1];
  return {x, frame.full_size[1] - y, row(2) / w};
}

TEST(Frame, AgreesWithToScreen) {
  const Bounds box{{-2, -2, -2}, {2, 2, 2}, false};
  Camera camera;
  camera.position = {3, 4, 9};
  camera.focal_point = {0.2, -0.3, 0.1};
  camera.parallel_scale = 2.5;
  const Viewport viewport{900, 600, 20, 130, 96, 40};
  for (const bool orthographic : {false, true}) {
    camera.orthographic = orthographic;
    for (const Tile& tile : {Tile{0, 0, 1800, 1200}, Tile{512, 100, 256, 300}}) {
      const Frame frame = make_frame(camera, box, viewport, 2, tile);
      for (const Vec3 point : {Vec3{0, 0, 0}, {1, -1, 0.5}, {-2, 2, 2}, {0.3, 1.7, -1.9}}) {
        const ScreenPoint expected = to_screen(camera, viewport, point).value();
        const auto [x, y, depth] = projected(frame, point);
        EXPECT_GT(depth, -1);
        EXPECT_LT(depth, 1);
        EXPECT_NEAR(x, 2 * expected.x, 0.02);
        EXPECT_NEAR(y, 2 * expected.y, 0.02);
      }
    }
  }
}

TEST(Frame, DepthRunsFromTheNearPlaneToTheFarOne) {
  const Bounds box{{-2, -2, -2}, {2, 2, 2}, false};
  Camera camera;  // 10 away, looking down −z
  const Viewport viewport{400, 300, 0, 0, 0, 0};
  const double radius = std::sqrt(12);
  for (const bool orthographic : {false, true}) {
    camera.orthographic = orthographic;
    const Frame frame = make_frame(camera, box, viewport, 1, {0, 0, 400, 300});
    EXPECT_NEAR(frame.depth_range[0], 10 - radius, 1e-5);
    EXPECT_NEAR(frame.depth_range[1], 10 + radius, 1e-5);
    EXPECT_EQ(frame.eye, (std::array<float, 3>{0, 0, 10}));
    EXPECT_EQ(frame.view_direction, (std::array<float, 3>{0, 0, -1}));
    // The planes lie half the range before and behind the scene.
    EXPECT_NEAR(projected(frame, {0, 0, 2 * radius})[2], -1, 1e-4);
    EXPECT_NEAR(projected(frame, {0, 0, -2 * radius})[2], 1, 1e-4);
    double before = -1;
    for (double z = radius; z > -radius; z -= 0.5) {
      const double depth = projected(frame, {1, -1, z})[2];
      EXPECT_GT(depth, before + 1e-4) << orthographic << " at z = " << z;
      before = depth;
    }
  }
}

TEST(Frame, PixelsOfTheWorldFitTheScreen) {
  const Camera camera;
  const Viewport viewport{400, 300, 0, 0, 0, 0};
  const Frame frame = make_frame(camera, {}, viewport, 1, {0, 0, 400, 300});
  const double distance = length(camera.position - camera.focal_point);
  const double pixel = frame.world_per_pixel * distance;
  const auto a = to_screen(camera, viewport, {0, 0, 0}),
             b = to_screen(camera, viewport, {pixel, 0, 0});
  EXPECT_NEAR(b->x - a->x, 1, 1e-5);
  const Frame twice = make_frame(camera, {}, viewport, 2, {0, 0, 800, 600});
  EXPECT_NEAR(twice.world_per_pixel, 0.5 * frame.world_per_pixel, 1e-9) << "device pixels";
}

TEST(Frame, PlanesEncloseEvenAFlatOrSinglePointScene) {
  for (const Bounds& box :
       {Bounds{{0, 0, 0}, {0, 0, 0}, false}, Bounds{{-1, 0, 0}, {1, 0, 0}, false}, Bounds{}}) {
    const Frame frame = make_frame({}, box, {400, 300, 0, 0, 0, 0}, 1, {0, 0, 400, 300});
    for (const float value : frame.clip_from_world) {
      EXPECT_TRUE(std::isfinite(value));
    }
    EXPECT_GT(frame.depth_range[1], frame.depth_range[0]);
  }
}

}  // namespace
}  // namespace baryscope
