#include "viz/scene/camera.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

void expect_near(Vec3 a, Vec3 b, double tolerance = 1e-12) {
  EXPECT_NEAR(a.x, b.x, tolerance);
  EXPECT_NEAR(a.y, b.y, tolerance);
  EXPECT_NEAR(a.z, b.z, tolerance);
}

TEST(Camera, FocalPointIsInTheMiddleOfTheUsableArea) {
  Viewport viewport{1000, 800, 100, 20, 60, 40};
  Camera camera;
  camera.focal_point = {1, 2, 3};
  camera.position = {4, 8, 12};
  const auto at = to_screen(camera, viewport, camera.focal_point);
  ASSERT_TRUE(at);
  EXPECT_NEAR(at->x, 100 + 880 / 2.0, 1e-9);
  EXPECT_NEAR(at->y, 60 + 700 / 2.0, 1e-9);
  EXPECT_NEAR(at->depth, std::sqrt(9.0 + 36 + 81), 1e-12);
}

TEST(Camera, ViewAngleSpansTheUsableHeight) {
  const Viewport viewport{400, 300, 0, 0, 50, 50};
  Camera camera;  // 10 away, looking down −z
  const double half = 10 * std::tan(12.5 * M_PI / 180);
  const auto top = to_screen(camera, viewport, {0, half, 0});
  const auto right = to_screen(camera, viewport, {half, 0, 0});
  ASSERT_TRUE(top && right);
  EXPECT_NEAR(top->y, 50, 1e-9);
  EXPECT_NEAR(top->x, 200, 1e-9);
  EXPECT_NEAR(right->x, 300, 1e-9);
  camera.orthographic = true;
  camera.parallel_scale = 2;
  EXPECT_NEAR(to_screen(camera, viewport, {0, 2, 5})->y, 50, 1e-9);
}

TEST(Camera, PointsBehindAPerspectiveEyeHaveNoPlace) {
  const Viewport viewport;
  Camera camera;
  EXPECT_FALSE(to_screen(camera, viewport, {0, 0, 11}));
  EXPECT_FALSE(to_screen(camera, viewport, camera.position));
  camera.orthographic = true;
  EXPECT_TRUE(to_screen(camera, viewport, {0, 0, 11}));
}

TEST(Camera, DragTurnsTheSceneWithTheCursorAndKeepsTheDistance) {
  const Viewport viewport;
  const Camera camera;
  // What faces the eye follows the cursor.
  const Camera right = rotated(camera, 40, 0, viewport);
  const Camera down = rotated(camera, 0, 40, viewport);
  EXPECT_GT(to_screen(right, viewport, {0, 0, 1})->x, 800);
  EXPECT_GT(to_screen(down, viewport, {0, 0, 1})->y, 500);
  for (const Camera& moved : {right, down}) {
    EXPECT_NEAR(length(moved.position - moved.focal_point), 10, 1e-12);
    EXPECT_NEAR(dot(moved.up, moved.position - moved.focal_point), 0, 1e-12);
  }
  // Across the whole width: 200 degrees.
  const Camera across = rotated(camera, 1600, 0, viewport);
  expect_near(across.position,
              {10 * std::sin(-200 * M_PI / 180), 0, 10 * std::cos(200 * M_PI / 180)}, 1e-9);
}

TEST(Camera, DragAndDragBackIsARoundTrip) {
  const Viewport viewport;
  Camera camera;
  camera.position = {3, -4, 7};
  camera.focal_point = {1, 1, 1};
  camera.up = frame(camera).up;
  const Camera there = rotated(camera, 123, 0, viewport);
  expect_near(rotated(there, -123, 0, viewport).position, camera.position, 1e-9);
  const Camera down = rotated(camera, 0, 77, viewport);
  expect_near(rotated(down, 0, -77, viewport).position, camera.position, 1e-9);
  const Camera panned_there = panned(camera, 31, -17, viewport);
  expect_near(panned(panned_there, -31, 17, viewport).position, camera.position, 1e-9);
  expect_near(zoomed(zoomed(camera, 1.7), 1 / 1.7).position, camera.position, 1e-9);
  expect_near(frame(rolled(rolled(camera, 33), -33)).up, frame(camera).up, 1e-9);
}

TEST(Camera, PanMovesTheFocalPointByExactlyThePixels) {
  Viewport viewport{1200, 700, 0, 0, 90, 60};
  for (const bool orthographic : {false, true}) {
    Camera camera;
    camera.position = {3, 5, 9};
    camera.orthographic = orthographic;
    const Vec3 held = camera.focal_point;
    const auto before = to_screen(camera, viewport, held);
    const auto after = to_screen(panned(camera, 25, -40, viewport), viewport, held);
    EXPECT_NEAR(after->x - before->x, 25, 1e-9);
    EXPECT_NEAR(after->y - before->y, -40, 1e-9);
  }
}

TEST(Camera, ZoomScalesTheFocalPlane) {
  const Viewport viewport;
  Camera camera;
  const double before = to_screen(camera, viewport, {1, 0, 0})->x - 800;
  EXPECT_NEAR(to_screen(zoomed(camera, 2), viewport, {1, 0, 0})->x - 800, 2 * before, 1e-9);
  camera.orthographic = true;
  const double flat = to_screen(camera, viewport, {1, 0, 0})->x - 800;
  EXPECT_NEAR(to_screen(zoomed(camera, 2), viewport, {1, 0, 0})->x - 800, 2 * flat, 1e-9);
  EXPECT_EQ(zoomed(camera, 0), camera);
  EXPECT_EQ(zoomed(camera, -1), camera);
}

TEST(Camera, FocusKeepsDirectionAndDistance) {
  Camera camera;
  camera.position = {3, 5, 9};
  const Camera focused = focused_on(camera, {7, 7, 7});
  expect_near(focused.position - focused.focal_point, camera.position - camera.focal_point);
  EXPECT_EQ(focused.focal_point, (Vec3{7, 7, 7}));
}

TEST(Camera, InterpolationHitsBothEndsAndTurnsTheShortWay) {
  Camera a;
  Camera b = rotated(a, 400, 150, Viewport{});
  b.focal_point = b.focal_point + Vec3{1, 0, 0};
  b.position = b.position + Vec3{1, 0, 0};
  EXPECT_EQ(interpolated(a, b, 0), a);
  EXPECT_EQ(interpolated(a, b, 1), b);
  expect_near(interpolated(a, b, 1 - 1e-9).position, b.position, 1e-6);
  expect_near(interpolated(a, b, 1e-9).position, a.position, 1e-6);
  expect_near(interpolated(a, b, 1 - 1e-9).up, frame(b).up, 1e-6);
  double turned = 0;
  const double whole = dot(frame(a).forward, frame(b).forward);
  for (int step = 0; step <= 20; ++step) {
    const Camera c = interpolated(a, b, step / 20.0);
    EXPECT_NEAR(length(c.position - c.focal_point), 10, 1e-9);
    const double angle = std::acos(std::min(1.0, dot(frame(a).forward, frame(c).forward)));
    EXPECT_GE(angle, turned - 1e-9);
    turned = angle;
  }
  EXPECT_NEAR(turned, std::acos(whole), 1e-9);
  // Cubic in-out: an eighth of the way takes 4·(1/8)³ of the turn.
  Camera far = a;
  far.focal_point = {1, 0, 0};
  far.position = {1, 0, 10};
  EXPECT_NEAR(interpolated(a, far, 0.125).focal_point.x, 4.0 / 512, 1e-12);
  EXPECT_NEAR(interpolated(a, far, 0.5).focal_point.x, 0.5, 1e-12);
}

TEST(Camera, InterpolationGoesThroughAnglesAndScalesToo) {
  Camera a, b;
  a.view_angle = 20;
  b.view_angle = 40;
  a.parallel_scale = 1;
  b.parallel_scale = 5;
  b.position = {0, 0, 40};
  const Camera middle = interpolated(a, b, 0.5);
  EXPECT_NEAR(middle.view_angle, 30, 1e-9);
  EXPECT_NEAR(middle.parallel_scale, 3, 1e-9);
  // Coming closer looks even where each step is the same factor.
  EXPECT_NEAR(length(middle.position - middle.focal_point), 20, 1e-9);
}

TEST(Camera, FrameIsOrthonormalEvenForAnImpossibleUp) {
  Camera camera;
  camera.up = {0, 0, 1};  // along the view
  const CameraFrame f = frame(camera);
  EXPECT_NEAR(length(f.right), 1, 1e-12);
  EXPECT_NEAR(length(f.up), 1, 1e-12);
  EXPECT_NEAR(dot(f.up, f.forward), 0, 1e-12);
  camera.position = camera.focal_point;
  EXPECT_NEAR(length(frame(camera).up), 1, 1e-12);
}

TEST(FigureLayout, FurnitureTakesItsRoomAndGrowsWithItsFont) {
  Scene scene;
  scene.title = "title";
  Viewport area = figure_viewport(scene, 1600, 1000);
  EXPECT_EQ(area.width, 1600);
  EXPECT_EQ(area.height, 1000);
  EXPECT_EQ(area.margin_top, 96);
  EXPECT_EQ(area.margin_bottom, 64);
  scene.font_size = 21;
  area = figure_viewport(scene, 1600, 1000);
  EXPECT_EQ(area.margin_top, 144);
  EXPECT_EQ(area.margin_bottom, 96);
  scene.font_size = 7;  // the furniture's lines stay as far apart
  area = figure_viewport(scene, 1600, 1000);
  EXPECT_EQ(area.margin_top, 96);
  EXPECT_EQ(area.margin_bottom, 64);
  area = figure_viewport(scene, 300, 150);
  EXPECT_EQ(area.margin_top, 50);
  EXPECT_EQ(area.margin_bottom, 50);
  scene.title.clear();
  scene.legend.visible = false;
  area = figure_viewport(scene, 1600, 1000);
  EXPECT_EQ(area.margin_top, 24);
  EXPECT_EQ(area.margin_bottom, 24);
  for (std::string* words : {&scene.finding, &scene.caption}) {
    *words = "words";
    EXPECT_EQ(figure_viewport(scene, 1600, 1000).margin_top, 96);
    words->clear();
  }
}

TEST(Camera, StrokesFollowTheFigureSizeDownToSixTenths) {
  EXPECT_DOUBLE_EQ(stroke_scale({1600, 1000}), 1);
  EXPECT_DOUBLE_EQ(stroke_scale({3200, 4000}), 2);
  EXPECT_DOUBLE_EQ(stroke_scale({600, 400}), 0.6);
}

}  // namespace
}  // namespace baryscope
