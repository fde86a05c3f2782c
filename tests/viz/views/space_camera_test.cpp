// Where the space view is seen from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/scene/default_camera.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

using test::find_point;
using testing::HasSubstr;
using testing::Not;

TEST(Space, TheFrameHoldsEverythingWithItsMargin) {
  for (const Analysis& analysis : all_analyses()) {
    for (const auto& [width, height] : {std::pair{1600, 1000}, {600, 420}, {400, 900}}) {
      ViewRequest request;
      request.width = width;
      request.height = height;
      const Scene scene = build_scene(analysis, request);
      const Viewport v = figure_viewport(scene, width, height);
      const double w = v.width - v.margin_left - v.margin_right;
      const double h = v.height - v.margin_top - v.margin_bottom;
      double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
      const auto see = [&](Vec3 point) {
        const auto at = to_screen(scene.camera, v, point);
        ASSERT_TRUE(at);
        left = std::min(left, at->x);
        right = std::max(right, at->x);
        top = std::min(top, at->y);
        bottom = std::max(bottom, at->y);
      };
      for (const TokenCloud& cloud : scene.clouds) {
        for (const ScenePoint& point : cloud.points) {
          see(point.position);
        }
      }
      for (const HullSet& hull : scene.hulls) {
        for (const Vec3& point : hull.points) {
          see(point);
        }
      }
      EXPECT_GE(left, v.margin_left + 0.06 * w - 1e-6);
      EXPECT_LE(right, v.width - v.margin_right - 0.06 * w + 1e-6);
      EXPECT_GE(top, v.margin_top + 0.06 * h - 1e-6);
      EXPECT_LE(bottom, v.height - v.margin_bottom - 0.06 * h + 1e-6);
      if (analysis.tokens.size() > 1) {
        // No farther than needed: it touches the margin in one direction.
        EXPECT_TRUE(std::abs((right - left) - 0.88 * w) < 1e-6 * w ||
                    std::abs((bottom - top) - 0.88 * h) < 1e-6 * h)
            << right - left << " of " << w << ", " << bottom - top << " of " << h;
      }
    }
  }
}

TEST(Space, TheCameraIsDeterministicAndSeparatesTheImportant) {
  for (const Analysis& analysis : all_analyses()) {
    EXPECT_EQ(build_scene(analysis, {}).camera, build_scene(analysis, {}).camera);
  }
  const Scene scene = build_scene(pairwise_analysis(), {});
  const Viewport viewport = figure_viewport(scene, 1600, 1000);
  const auto output =
      to_screen(scene.camera, viewport, find_point(scene, Glyph::diamond)->position);
  for (const ScenePoint& point : scene.clouds.front().points) {
    const auto at = to_screen(scene.camera, viewport, point.position);
    EXPECT_GT(std::hypot(at->x - output->x, at->y - output->y), 60);
  }
}

TEST(Space, TheCameraLooksAtAFlatSceneFromItsFront) {
  // All in one plane seen on edge from most sides.
  CameraSubject subject;
  for (const Vec3 corner : {Vec3{-1, -1, 0}, Vec3{1, -1, 0}, Vec3{1, 1, 0}, Vec3{-1, 1, 0}}) {
    subject.extent.push_back(corner);
    subject.hull.push_back(corner);
    subject.arms.push_back(corner);
  }
  subject.important = {{0, 0, 0}};
  const Camera camera = default_camera(subject, Viewport{});
  EXPECT_GT(std::abs(frame(camera).forward.z), 0.85);
}

TEST(Space, ATallSceneLiesDownInAWideFrameUnlessItHasAGround) {
  CameraSubject subject;
  for (const Vec3 corner : {Vec3{-1, -9, 0}, Vec3{1, -9, 0}, Vec3{0, 9, 1}, Vec3{0, 9, -1}}) {
    subject.extent.push_back(corner);
    subject.hull.push_back(corner);
    subject.arms.push_back(corner);
  }
  subject.important = {{0, 0, 0}};
  EXPECT_LT(std::abs(frame(default_camera(subject, Viewport{})).up.y), 0.2);
  subject.has_ground = true;
  EXPECT_GT(frame(default_camera(subject, Viewport{})).up.y, 0.7);
}

TEST(Space, DegenerateAnalysesGiveFiniteScenes) {
  std::vector<Analysis> cases = {one_token_analysis(), pairwise_analysis(), pairwise_analysis(),
                                 pairwise_analysis(), Analysis{}};
  std::fill(cases[1].placement.tokens.data.begin(), cases[1].placement.tokens.data.end(), 3.0);
  cases[1].placement.hull.points = cases[1].placement.tokens;
  cases[1].placement.outputs = cases[1].placement.nearest = Matrix(1, 3);
  cases[2].placement = Placement{};
  cases[3].placement.tokens(0, 0) = NAN;
  cases[3].placement.tokens(1, 1) = INFINITY;
  cases[3].queries[0].key_weights = {0, 0, 0, 0};
  cases[3].edges.clear();
  cases[4].mechanism.mechanism = "pairwise";
  for (const Analysis& analysis : cases) {
    const Scene scene = build_scene(analysis, {});
    const std::string text = to_text(scene);
    EXPECT_THAT(text, Not(HasSubstr("nan")));
    EXPECT_THAT(text, Not(HasSubstr("inf ")));
    const Viewport viewport = figure_viewport(scene, 1600, 1000);
    for (const TokenCloud& cloud : scene.clouds) {
      for (const ScenePoint& point : cloud.points) {
        const auto at = to_screen(scene.camera, viewport, point.position);
        ASSERT_TRUE(at);
        EXPECT_TRUE(std::isfinite(at->x) && std::isfinite(at->y));
      }
    }
  }
}

}  // namespace
}  // namespace baryscope
