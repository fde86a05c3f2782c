// Cameras in motion: a turn that closes and keeps everything in the frame, a path through its keys.
#include "viz/scene/camera_path.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "viz/scene/default_camera.h"
#include "viz/scene/easing.h"
#include "viz/scene/quaternion.h"

namespace baryscope {
namespace {

Camera camera_at(Vec3 position, Vec3 focal_point, double angle = 25) {
  Camera camera;
  camera.position = position;
  camera.focal_point = focal_point;
  camera.view_angle = angle;
  camera.parallel_scale = 1 + length(position);
  return camera;
}

std::vector<CameraKey> some_keys(Easing ease = Easing::cubic) {
  return {{0, camera_at({0, 1, 10}, {0, 0, 0}), ease},
          {1.5, camera_at({8, 3, 2}, {1, 0, 0}, 40), ease},
          {2, camera_at({6, 5, -6}, {1, 1, -1}), ease},
          {5, camera_at({-9, 1, -1}, {0, 1, 0}, 10), ease}};
}

double norm(const Quaternion& q) {
  return std::sqrt(q.w * q.w + q.x * q.x + q.y * q.y + q.z * q.z);
}

TEST(Easing, HasExactEndsAndNeverTurnsBack) {
  for (const Easing easing : {Easing::linear, Easing::cubic}) {
    EXPECT_EQ(eased(easing, 0), 0);
    EXPECT_EQ(eased(easing, 1), 1);
    EXPECT_EQ(eased(easing, 0.5), 0.5);
    EXPECT_EQ(eased(easing, -1), 0);
    EXPECT_EQ(eased(easing, 2), 1);
    double before = 0;
    for (int i = 1; i <= 1000; ++i) {
      const double now = eased(easing, i / 1000.0);
      EXPECT_GE(now, before);
      before = now;
    }
  }
  EXPECT_NEAR(eased(Easing::cubic, 0.25), 4 * 0.25 * 0.25 * 0.25, 1e-15);
  EXPECT_NEAR(eased(Easing::cubic, 0.75), 1 - 4 * 0.25 * 0.25 * 0.25, 1e-15);
}

TEST(CameraPath, PassesThroughItsKeysExactly) {
  for (const Easing ease : {Easing::linear, Easing::cubic}) {
    const std::vector<CameraKey> keys = some_keys(ease);
    const CameraPath path(keys);
    for (const CameraKey& key : keys) {
      EXPECT_EQ(path.at(key.at), key.camera);
    }
    EXPECT_EQ(path.at(-1), keys.front().camera);
    EXPECT_EQ(path.at(99), keys.back().camera);
  }
}

TEST(CameraPath, ComesToItsKeysFromBothSides) {
  const std::vector<CameraKey> keys = some_keys(Easing::linear);
  const CameraPath path(keys);
  for (const CameraKey& key : keys) {
    for (const double side : {-1e-6, 1e-6}) {
      const Camera near = path.at(key.at + side);
      EXPECT_LT(length(near.position - key.camera.position), 1e-3);
      EXPECT_LT(length(near.focal_point - key.camera.focal_point), 1e-3);
      EXPECT_LT(length(frame(near).up - frame(key.camera).up), 1e-3);
      EXPECT_NEAR(near.view_angle, key.camera.view_angle, 1e-3);
    }
  }
}

TEST(CameraPath, IsSmoothAndTurnsByUnitQuaternions) {
  const CameraPath path(some_keys(Easing::linear));
  constexpr int n = 2000;
  Camera before = path.at(0);
  Quaternion turn = path.orientation(0);
  for (int i = 1; i <= n; ++i) {
    const double t = 5.0 * i / n;
    const Camera now = path.at(t);
    EXPECT_LT(length(now.position - before.position), 0.2) << t;
    EXPECT_GT(length(now.position - now.focal_point), 4) << "through what is looked at, at " << t;
    const Quaternion next = path.orientation(t);
    EXPECT_NEAR(norm(next), 1, 1e-12);
    EXPECT_GT(std::abs(scalar_product(next, turn)), 0.999) << t;
    EXPECT_LT(length(frame(now).up - rotate(next, {0, 1, 0})), 1e-9);
    EXPECT_LT(length(frame(now).forward - rotate(next, {0, 0, -1})), 1e-9);
    before = now;
    turn = next;
  }
}

TEST(CameraPath, AnglesRiseAndFallOnlyBetweenTheirKeys) {
  const std::vector<CameraKey> keys = some_keys(Easing::linear);
  const CameraPath path(keys);
  for (std::size_t k = 0; k + 1 < keys.size(); ++k) {
    const double low = std::min(keys[k].camera.view_angle, keys[k + 1].camera.view_angle);
    const double high = std::max(keys[k].camera.view_angle, keys[k + 1].camera.view_angle);
    for (int i = 0; i <= 100; ++i) {
      const double angle = path.at(keys[k].at + (keys[k + 1].at - keys[k].at) * i / 100).view_angle;
      EXPECT_GE(angle, low - 1e-9);
      EXPECT_LE(angle, high + 1e-9);
    }
  }
}

TEST(CameraPath, OneKeyAndTwoEqualOnesStandStill) {
  const Camera camera = camera_at({3, 2, 1}, {0, 0, 0});
  EXPECT_EQ(CameraPath({{1, camera}}).at(0.3), camera);
  const Camera between = CameraPath({{0, camera}, {1, camera}}).at(0.5);
  EXPECT_LT(length(between.position - camera.position), 1e-9);
  EXPECT_LT(length(frame(between).up - frame(camera).up), 1e-9);
}

TEST(CarriedAround, ClosesToTheBit) {
  const Camera camera = camera_at({3, 4, 5}, {1, 0, 0});
  EXPECT_EQ(carried_around(camera, 0), camera);
  EXPECT_EQ(carried_around(camera, 360), camera);
  Camera turned = camera;
  for (int i = 0; i < 8; ++i) {
    turned = carried_around(turned, 45);
    EXPECT_NEAR(length(turned.position - turned.focal_point),
                length(camera.position - camera.focal_point), 1e-12);
    EXPECT_NEAR(turned.position.y, camera.position.y, 1e-12) << "about the world's up";
  }
  EXPECT_LT(length(turned.position - camera.position), 1e-12);
}

TEST(CarriedAround, ACameraOnItsSideTurnsAboutItsOwnUpright) {
  const Camera camera = rolled(camera_at({0, 2, 9}, {0, 0, 0}), 90);
  const Vec3 up = frame(camera).up;
  EXPECT_NEAR(dot(frame(carried_around(camera, 50)).up, up), 1, 1e-12);
}

TEST(FittedTurning, KeepsEveryPointInTheFrameDuringTheTurn) {
  const Viewport viewport{800, 500, 0, 0, 96, 64};
  const std::vector<Vec3> points{
      {2, 0, 0}, {-1, 1.5, 0.5}, {0, -1, 3}, {0.4, 2.2, -1}, {-2, 0, -2}};
  for (const bool orthographic : {false, true}) {
    for (const Vec3 eye : {Vec3{1, 0.5, 1}, Vec3{0, 0, 1}, Vec3{1, -0.4, 0.2}}) {
      Camera direction = camera_at(eye, {});
      direction.orthographic = orthographic;
      const Camera camera = fitted_turning(direction, points, viewport);
      EXPECT_NEAR(dot(frame(camera).forward, frame(direction).forward), 1, 1e-12);
      const double left = 800 * k_frame_margin, top = 96 + 340 * k_frame_margin;
      double nearest = 1e9;
      for (int degrees = 0; degrees < 360; ++degrees) {
        for (const Vec3& point : points) {
          const auto at = to_screen(carried_around(camera, degrees), viewport, point);
          ASSERT_TRUE(at);
          const double room = std::min({at->x - left, 800 - left - at->x, at->y - top,
                                        500 - 64 - 340 * k_frame_margin - at->y});
          EXPECT_GT(room, -1e-6) << degrees;
          nearest = std::min(nearest, room);
        }
      }
      EXPECT_LT(nearest, 1) << "no nearer than needed";
    }
  }
}

}  // namespace
}  // namespace baryscope
