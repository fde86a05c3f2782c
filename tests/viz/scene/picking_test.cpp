#include "viz/scene/picking.h"

#include <gtest/gtest.h>

namespace baryscope {
namespace {

/// Ten units away, looking down −z, 40 pixels a unit in the focal plane.
struct World {
  Scene scene;
  Viewport viewport{1600, 1000};
  Camera camera;
  World() {
    camera.orthographic = true;
    camera.parallel_scale = 12.5;
    scene.clouds.push_back({"tokens", {}});
    scene.edges.push_back({"edges", {}});
    scene.triangles.push_back({"triangles", {}});
  }
  void add_point(Vec3 at, int token, Role role = Role::key, double radius = 8) {
    scene.clouds[0].points.push_back({at, radius, role, Glyph::sphere, token, 1});
  }
  [[nodiscard]] std::optional<Pick> pick(double x, double y) const {
    return find_pick(scene, camera, viewport, 800 + 40 * x, 500 - 40 * y);
  }
};

TEST(Picking, PointsWinOverEdgesAndEdgesOverTriangles) {
  World world;
  world.add_point({0, 0, 0}, 3);
  SceneEdge edge;
  edge.from = {0, 0, 5};
  edge.to = {4, 0, 5};
  edge.width = 4;
  edge.key = 9;
  world.scene.edges[0].edges.push_back(edge);
  SceneTriangle triangle;
  triangle.corners = {Vec3{0, 0, 8}, Vec3{4, 3, 8}, Vec3{4, -3, 8}};
  triangle.key = 1;
  triangle.key_prime = 2;
  world.scene.triangles[0].triangles.push_back(triangle);

  auto pick = world.pick(0.1, 0);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->kind, Pick::Kind::token);
  EXPECT_EQ(pick->token, 3);
  pick = world.pick(2, 0.15);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->kind, Pick::Kind::edge);
  EXPECT_EQ(pick->token, 9);
  EXPECT_NEAR(pick->distance, 0.15 * 40 - 2, 1e-9);
  pick = world.pick(3, 1);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->kind, Pick::Kind::triangle);
  EXPECT_EQ(pick->token, 1);
  EXPECT_EQ(pick->key_prime, 2);
  EXPECT_FALSE(world.pick(-3, 2));
}

TEST(Picking, AmongEqualsTheNearestToTheEye) {
  World world;
  world.add_point({0, 0, -4}, 0);
  world.add_point({0, 0, 4}, 1);
  world.add_point({0, 0, 1}, 2);
  EXPECT_EQ(world.pick(0, 0)->token, 1);
  SceneTriangle far;
  far.corners = {Vec3{2, 2, -1}, Vec3{6, 2, -1}, Vec3{4, 6, -1}};
  far.key = 7;
  SceneTriangle near = far;
  for (Vec3& corner : near.corners) {
    corner.z = 3;
  }
  near.key = 8;
  world.scene.triangles[0].triangles = {near, far};
  EXPECT_EQ(world.pick(4, 3)->token, 8);
  world.scene.triangles[0].triangles = {far, near};
  EXPECT_EQ(world.pick(4, 3)->token, 8);
}

TEST(Picking, NearestOnScreenWithinReach) {
  World world;
  world.add_point({0, 0, 0}, 0);
  world.add_point({0.5, 0, 9}, 1);  // 20 px to the right, nearer to the eye
  EXPECT_EQ(world.pick(0.1, 0)->token, 0);
  EXPECT_EQ(world.pick(0.45, 0)->token, 1);
  EXPECT_TRUE(world.pick(-13.0 / 40, 0));   // 5 px beyond the disc
  EXPECT_FALSE(world.pick(-15.0 / 40, 0));  // 7 px beyond
}

TEST(Picking, TheOutputIsItsOwnKindAndTheInvisibleIsNotPicked) {
  World world;
  world.add_point({0, 0, 0}, -1, Role::output_outside);
  EXPECT_EQ(world.pick(0, 0)->kind, Pick::Kind::output);
  world.scene.clouds[0].points[0].opacity = 0;
  EXPECT_FALSE(world.pick(0, 0));
}

TEST(Picking, EdgesThatPassTheEyeAreClippedNotDropped) {
  World world;
  world.camera.orthographic = false;
  SceneEdge edge;
  edge.from = {0, -1, 0};
  edge.to = {0, -1, 30};  // behind the eye
  edge.key = 4;
  world.scene.edges[0].edges.push_back(edge);
  const auto at = to_screen(world.camera, world.viewport, {0, -1, 3});
  ASSERT_TRUE(at);
  const auto pick = find_pick(world.scene, world.camera, world.viewport, at->x, at->y);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->kind, Pick::Kind::edge);
}

TEST(Picking, MarksOfOnePlaceAreFoundAsTheyAreDrawn) {
  World world;
  const auto add = [&](Glyph glyph, Vec3 at, int token) {
    world.add_point(at, token);
    world.scene.clouds[0].points.back().glyph = glyph;
  };
  // A cross lies under a hollow disc, that under a full one, in whatever order they come.
  add(Glyph::disc, {0, 0, 0}, 7);
  add(Glyph::hollow_disc, {0, 0, 0}, 8);
  add(Glyph::cross, {0, 0, 0}, 9);
  add(Glyph::cross, {3, 0, 0}, 1);
  add(Glyph::hollow_disc, {3, 0, 0}, 2);
  auto pick = world.pick(0, 0);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->kind, Pick::Kind::data_point);
  EXPECT_EQ(pick->token, 7);
  pick = world.pick(3, 0);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->kind, Pick::Kind::synthetic_point);
  EXPECT_EQ(pick->token, 2);
}

TEST(Picking, LinesOfTheDrawingAndFieldsAreNotPicked) {
  World world;
  SceneEdge line;
  line.from = {-3, 0, 0};
  line.to = {3, 0, 0};
  world.scene.edges[0].edges.push_back(line);
  FieldMesh field{"field", {{-3, -3, 0}, {3, -3, 0}, {0, 3, 0}}, {}, {{0, 1, 2}}, false};
  field.colors.assign(3, {0, 0, 0, 1});
  world.scene.fields.push_back(field);
  EXPECT_FALSE(world.pick(0.5, 0));
  world.scene.edges[0].edges[0].key = 5;
  EXPECT_TRUE(world.pick(0.5, 0));
}

}  // namespace
}  // namespace baryscope
