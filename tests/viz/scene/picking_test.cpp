#include "viz/scene/picking.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <utility>

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
    scene.clouds[0].points.push_back({at, radius, role, Glyph::sphere, token_subject(token), 1});
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
  edge.subject = edge_subject(0, 9);
  world.scene.edges[0].edges.push_back(edge);
  SceneTriangle triangle;
  triangle.corners = {Vec3{0, 0, 8}, Vec3{4, 3, 8}, Vec3{4, -3, 8}};
  triangle.subject = triangle_subject(0, 1, 2);
  world.scene.triangles[0].triangles.push_back(triangle);

  auto pick = world.pick(0.1, 0);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->subject, token_subject(3));
  EXPECT_EQ(pick->place, (Vec3{0, 0, 0}));
  pick = world.pick(2, 0.15);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->subject, edge_subject(0, 9));
  EXPECT_EQ(pick->place, (Vec3{2, 0, 5}));
  EXPECT_NEAR(pick->distance, 0.15 * 40 - 2, 0.1);
  pick = world.pick(3, 1);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->subject, triangle_subject(0, 1, 2));
  EXPECT_LT(length(pick->place - Vec3{8.0 / 3, 0, 8}), 1e-12);
  EXPECT_FALSE(world.pick(-3, 2));
}

TEST(Picking, AmongEqualsTheNearestToTheEye) {
  World world;
  world.add_point({0, 0, -4}, 0);
  world.add_point({0, 0, 4}, 1);
  world.add_point({0, 0, 1}, 2);
  EXPECT_EQ(world.pick(0, 0)->subject, token_subject(1));
  SceneTriangle far;
  far.corners = {Vec3{2, 2, -1}, Vec3{6, 2, -1}, Vec3{4, 6, -1}};
  far.subject = triangle_subject(0, 7, 0);
  SceneTriangle near = far;
  for (Vec3& corner : near.corners) {
    corner.z = 3;
  }
  near.subject = triangle_subject(0, 8, 0);
  world.scene.triangles[0].triangles = {near, far};
  EXPECT_EQ(world.pick(4, 3)->subject.key(), 8);
  world.scene.triangles[0].triangles = {far, near};
  EXPECT_EQ(world.pick(4, 3)->subject.key(), 8);
}

TEST(Picking, NearestOnScreenWithinReach) {
  World world;
  world.add_point({0, 0, 0}, 0);
  world.add_point({0.5, 0, 9}, 1);  // 20 px to the right, nearer to the eye
  EXPECT_EQ(world.pick(0.1, 0)->subject, token_subject(0));
  EXPECT_EQ(world.pick(0.45, 0)->subject, token_subject(1));
  world.scene.clouds[0].points.pop_back();
  EXPECT_TRUE(world.pick(-13.0 / 40, 0));   // 5 px beyond the disc
  EXPECT_FALSE(world.pick(-15.0 / 40, 0));  // 7 px beyond
}

/// How many pixels to the right of a place something is still picked, in steps of a tenth.
double reach(const World& world, Vec3 from) {
  const ScreenPoint at = to_screen(world.camera, world.viewport, from).value();
  double reach = -0.1;
  while (find_pick(world.scene, world.camera, world.viewport, at.x + reach + 0.1, at.y)) {
    reach += 0.1;
  }
  return reach;
}

TEST(Picking, DiscsAndPipesFollowTheSizeOfTheFigure) {
  for (const auto& [width, height, strokes] :
       {std::array{400.0, 250.0, 0.6}, {1600.0, 1000.0, 1.0}, {4800.0, 3000.0, 3.0}}) {
    World disc;
    disc.viewport = {width, height};
    disc.add_point({0, 0, 0}, 0, Role::key, 20);
    EXPECT_NEAR(reach(disc, {0, 0, 0}), 20 * strokes + 6, 0.11) << width;
    World pipe;
    pipe.viewport = {width, height};
    SceneEdge edge;
    edge.from = {0, -1, 0};
    edge.to = {0, 1, 0};
    edge.width = 14;
    edge.subject = edge_subject(0, 1);
    pipe.scene.edges[0].edges.push_back(edge);
    EXPECT_NEAR(reach(pipe, {0, 0, 0}), 7 * strokes + 6, 0.11) << width;
  }
}

TEST(Picking, NearThingsAreLargerThanTheirSizeAndFarOnesSmaller) {
  World world;
  world.camera.position = {0, 0, 20};
  world.add_point({6, 0, 5}, 0, Role::key, 20);
  world.add_point({-6, 0, -5}, 1, Role::key, 20);
  // A tenth of the depth's range from either end: a ball of radius √61 about the middle.
  const double fraction = (std::sqrt(61.0) - 5) / (2 * std::sqrt(61.0));
  const double near = 1.22 - 0.44 * fraction, far = 0.78 + 0.44 * fraction;
  EXPECT_NEAR(reach(world, {6, 0, 5}), 20 * near + 6, 0.11);
  EXPECT_NEAR(reach(world, {-6, 0, -5}), 20 * far + 6, 0.11);

  SceneEdge edge;
  edge.from = {6, -4, 5};
  edge.to = {-6, -4, -5};
  edge.width = 14;
  edge.subject = edge_subject(0, 1);
  World pipe;
  pipe.camera = world.camera;
  pipe.scene.edges[0].edges.push_back(edge);
  const auto half_width = [&](double t) {
    const Vec3 place = edge.from + t * (edge.to - edge.from);
    const ScreenPoint at = to_screen(pipe.camera, pipe.viewport, place).value();
    double off = 0;
    while (find_pick(pipe.scene, pipe.camera, pipe.viewport, at.x, at.y - off, 0)) {
      off += 0.05;
    }
    return off;
  };
  EXPECT_NEAR(half_width(0.1), 7 * (near + 0.1 * (far - near)), 0.1);
  EXPECT_NEAR(half_width(0.9), 7 * (near + 0.9 * (far - near)), 0.1);
}

TEST(Picking, TheOutputIsItsOwnKindAndTheInvisibleIsNotPicked) {
  World world;
  world.add_point({0, 0, 0}, -1, Role::output_outside);
  world.scene.clouds[0].points[0].subject = output_subject(4);
  EXPECT_EQ(world.pick(0, 0)->subject, output_subject(4));
  world.scene.clouds[0].points[0].opacity = 0;
  EXPECT_FALSE(world.pick(0, 0));
}

TEST(Picking, EdgesThatPassTheEyeAreClippedNotDropped) {
  World world;
  world.camera.orthographic = false;
  SceneEdge edge;
  edge.from = {0, -1, 0};
  edge.to = {0, -1, 30};  // behind the eye
  edge.subject = edge_subject(0, 4);
  world.scene.edges[0].edges.push_back(edge);
  const auto at = to_screen(world.camera, world.viewport, {0, -1, 3});
  ASSERT_TRUE(at);
  auto pick = find_pick(world.scene, world.camera, world.viewport, at->x, at->y);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->subject, edge_subject(0, 4));
  SceneEdge& turned = world.scene.edges[0].edges[0];
  std::swap(turned.from, turned.to);
  pick = find_pick(world.scene, world.camera, world.viewport, at->x, at->y);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->subject, edge_subject(0, 4));
}

TEST(Picking, OfTrianglesThatCrossTheNearerAtTheCursorWins) {
  World world;
  world.camera.orthographic = false;
  world.camera.position = {0, 0, 10};
  // One leans from far to very near, the other stands upright at z = 3.
  SceneTriangle leaning, upright;
  leaning.corners = {Vec3{-2, -1, -30}, Vec3{-2, 1, -30}, Vec3{1, 0, 8}};
  leaning.subject = cell_subject(0, 1);
  upright.corners = {Vec3{-2, -2, 3}, Vec3{2, -2, 3}, Vec3{0, 4, 3}};
  upright.subject = cell_subject(0, 2);
  world.scene.triangles[0].triangles = {leaning, upright};
  const auto key_at = [&](double t) {
    const Vec3 on_it = Vec3{-2, 0, -30} + t * (Vec3{1, 0, 8} - Vec3{-2, 0, -30});
    const ScreenPoint at = to_screen(world.camera, world.viewport, on_it).value();
    return find_pick(world.scene, world.camera, world.viewport, at.x, at.y)->subject.key();
  };
  // It passes z = 3 at t = 33 / 38.
  EXPECT_EQ(key_at(0.85), 2);
  EXPECT_EQ(key_at(0.89), 1);
}

TEST(Picking, ALineThatStandsForAnythingIsPicked) {
  for (const Subject& subject :
       {edge_subject(3, 4), second_key_subject(3, 4), way_to_hull_subject(3),
        neighbors_subject(0, 1), coordinate_subject(2, 1)}) {
    World world;
    SceneEdge edge;
    edge.from = {-1, 0, 0};
    edge.to = {1, 0, 0};
    edge.subject = subject;
    world.scene.edges[0].edges.push_back(edge);
    ASSERT_TRUE(world.pick(0, 0)) << to_text(subject);
    EXPECT_EQ(world.pick(0, 0)->subject, subject);
  }
}

TEST(Picking, ACurveIsPickedAlongAllItsPieces) {
  World world;
  SceneCurve curve;
  curve.points = {{-4, 0, 0}, {0, 3, 0}, {4, 0, 0}};
  curve.width = 4;
  curve.subject = edge_subject(1, 2);
  world.scene.curves.push_back({"flow", {curve}});
  for (const auto& [x, y] : {std::array{-2.0, 1.5}, {2.0, 1.5}, {0.0, 3.0}}) {
    ASSERT_TRUE(world.pick(x, y)) << x;
    EXPECT_EQ(world.pick(x, y)->subject, edge_subject(1, 2));
  }
  EXPECT_FALSE(world.pick(0, 0));
  world.scene.curves[0].curves[0].subject = {};
  EXPECT_FALSE(world.pick(-2, 1.5));
}

TEST(Picking, AnEdgeInColumnsIsFoundWhereTheSameEdgeAloneIs) {
  EdgeColumns columns;
  columns.places = {{-3, -2, 0}, {-3, 2, 1}, {3, -2, -1}, {3, 2, 4}};
  columns.numbers = {10, 11, 12, 13};
  columns.ends = {{0, 2}, {0, 3}, {1, 2}, {1, 3}};
  columns.weights = {0.5F, -0.25F, 1.0F, 0.001F};
  World together, alone;
  together.camera.orthographic = alone.camera.orthographic = false;
  together.scene.edge_columns.push_back(columns);
  for (std::size_t i = 0; i < 4; ++i) {
    alone.scene.edges[0].edges.push_back(edge_at(columns, i));
  }
  EXPECT_EQ(alone.scene.edges[0].edges[1].subject, edge_subject(10, 13));
  EXPECT_TRUE(alone.scene.edges[0].edges[1].dashed);
  EXPECT_DOUBLE_EQ(alone.scene.edges[0].edges[0].width, 7);
  EXPECT_DOUBLE_EQ(alone.scene.edges[0].edges[3].width, 0.5);
  int n_found = 0;
  for (double y = -12; y < 12; y += 0.37) {
    for (double x = -19; x < 19; x += 0.37) {
      const auto a = together.pick(x, y), b = alone.pick(x, y);
      ASSERT_EQ(a.has_value(), b.has_value()) << x << " " << y;
      if (a) {
        ++n_found;
        EXPECT_EQ(a->subject, b->subject);
        EXPECT_NEAR(a->distance, b->distance, 1e-9);
      }
    }
  }
  EXPECT_GT(n_found, 20);
}

TEST(Picking, MarksOfOnePlaceAreFoundAsTheyAreDrawn) {
  World world;
  const auto add = [&](Glyph glyph, Vec3 at, int token) {
    world.add_point(at, token);
    ScenePoint& point = world.scene.clouds[0].points.back();
    point.glyph = glyph;
    point.subject =
        glyph == Glyph::hollow_disc ? synthetic_point_subject(token) : data_point_subject(token);
  };
  // A cross lies under a hollow disc, that under a full one, in whatever order they come.
  add(Glyph::disc, {0, 0, 0}, 7);
  add(Glyph::hollow_disc, {0, 0, 0}, 8);
  add(Glyph::cross, {0, 0, 0}, 9);
  add(Glyph::cross, {3, 0, 0}, 1);
  add(Glyph::hollow_disc, {3, 0, 0}, 2);
  auto pick = world.pick(0, 0);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->subject, data_point_subject(7));
  pick = world.pick(3, 0);
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->subject, synthetic_point_subject(2));
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
  world.scene.edges[0].edges[0].subject = neighbors_subject(5, 6);
  EXPECT_TRUE(world.pick(0.5, 0));
}

}  // namespace
}  // namespace baryscope
