#include "viz/vtk/frame.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace baryscope {
namespace {

/// Device pixels with y downwards in the whole picture, by the frame's matrix.
std::array<double, 2> projected(const Frame& frame, Vec3 p) {
  const auto& m = frame.clip_from_world;
  const auto row = [&](int r) { return m[r] * p.x + m[4 + r] * p.y + m[8 + r] * p.z + m[12 + r]; };
  const double w = row(3);
  const double x = (row(0) / w + 1) / 2 * frame.tile[2] + frame.tile[0];
  const double y = (row(1) / w + 1) / 2 * frame.tile[3] + frame.tile[1];
  return {x, frame.full_size[1] - y};
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
        const auto [x, y] = projected(frame, point);
        EXPECT_NEAR(x, 2 * expected.x, 0.02);
        EXPECT_NEAR(y, 2 * expected.y, 0.02);
      }
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
