#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "tests/viz/vtk/bakery_scene.h"
#include "tests/viz/vtk/picture_checks.h"
#include "viz/scene/picking.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {
namespace {

TEST(RenderImage, PointsStandWhereToScreenSaysInTheirRolesColour) {
  const Silence silence;
  Scene scene = bakery_scene("light");
  const Image image = drawn(scene, 800, 500);
  for (const ScenePoint& point : scene.clouds[0].points) {
    if (point.role != Role::query || point.glyph != Glyph::sphere) {
      continue;
    }
    const ScreenPoint at = place(scene, point.position, 800, 500);
    EXPECT_LT(difference(pixel(image, at.x, at.y), scene.theme.color(Role::query)), 0.3);
    EXPECT_GT(pixel(image, at.x, at.y).blue, pixel(image, at.x, at.y).red + 0.2);
  }
}

TEST(RenderImage, HullDoesNotHideAPointInsideIt) {
  Scene scene = bakery_scene("light");
  const auto seen = [&](const ScenePoint& point) {
    const ScreenPoint at = place(scene, point.position, 800, 500);
    return pixel(drawn(scene, 800, 500), at.x, at.y);
  };
  const auto inside =
      std::find_if(scene.clouds[0].points.begin(), scene.clouds[0].points.end(),
                   [](const ScenePoint& point) { return point.subject == token_subject(7); });
  const ScenePoint output = scene.clouds[0].points.back();
  ASSERT_EQ(output.role, Role::output_inside);
  const Color point_in_hull = seen(*inside), output_in_hull = seen(output);
  scene.hulls.clear();
  EXPECT_GT(difference(point_in_hull, seen(*inside)), 0.001) << "seen through a face";
  EXPECT_LT(difference(point_in_hull, seen(*inside)), 0.15);
  EXPECT_LT(difference(output_in_hull, seen(output)), 0.15);
}

TEST(RenderImage, NearerPointCoversFartherOne) {
  Scene scene = front_scene();
  scene.clouds = {{"", {{{0, 0, 1}, 20, Role::key}, {{0, 0, -1}, 20, Role::query}}}};
  const Color front = pixel(drawn(scene), 200, 200);
  EXPECT_GT(front.red, front.blue + 0.3) << "key (orange) is nearer than query (blue)";
  std::swap(scene.clouds[0].points[0].position, scene.clouds[0].points[1].position);
  const Color back = pixel(drawn(scene), 200, 200);
  EXPECT_GT(back.blue, back.red + 0.3);
}

/// Pixels darker than the paper along the line y = `y`.
int n_inked(const Image& image, double y, double x_from, double x_to) {
  int n = 0;
  for (int x = static_cast<int>(x_from); x < static_cast<int>(x_to); ++x) {
    n += difference(pixel(image, x, y), {1, 1, 1, 1}) > 0.3 ? 1 : 0;
  }
  return n;
}

TEST(RenderImage, DashedEdgeHasGapsAndASolidOneHasNone) {
  Scene scene = front_scene();
  scene.edges = {{"", {{{-1, 0, 0}, {1, 0, 0}, 10, 1, Role::query}}}};
  const int solid = n_inked(drawn(scene), 200, 105, 295);
  scene.edges[0].edges[0].dashed = true;
  const int dashed = n_inked(drawn(scene), 200, 105, 295);
  EXPECT_EQ(solid, 190);
  EXPECT_LT(dashed, 160);
  EXPECT_GT(dashed, 60);
}

TEST(RenderImage, EdgesAreAsThickAsTheirWidth) {
  for (const double width : {2.0, 5.0, 14.0}) {
    Scene scene = front_scene();
    scene.edges = {{"", {{{0, -1, 0}, {0, 1, 0}, width, 1, Role::query}}}};
    const Image image = drawn(scene);
    double covered = 0;
    for (int x = 150; x < 250; ++x) {
      // Red is the channel that blue ink lacks most.
      covered += difference(pixel(image, x, 200), {1, 1, 1, 1}) > 0.02 ? 1 : 0;
    }
    // Strokes of pictures smaller than 1600×1000 shrink to 0.6 of their width.
    EXPECT_NEAR(covered, 0.6 * width + 1, 1.6) << width;
  }
}

TEST(RenderImage, FarThingsFadeTowardsThePaperAndShrink) {
  Scene scene = front_scene();
  scene.clouds = {{"", {{{-1, 0, 2}, 20, Role::query}, {{1, 0, -2}, 20, Role::query}}}};
  const Image image = drawn(scene);
  EXPECT_GT(brightness(pixel(image, 300, 200)), brightness(pixel(image, 100, 200)) + 0.1);
  EXPECT_GT(n_inked(image, 200, 60, 140), n_inked(image, 200, 260, 340));
}

/// Rows of the column x = `x` where something is drawn, and where it is picked without any reach.
std::pair<int, int> drawn_and_picked(const Scene& scene, const Image& image, double x) {
  const Viewport viewport = figure_viewport(scene, image.width, image.height);
  int n_drawn = 0, n_picked = 0;
  for (int y = 0; y < image.height; ++y) {
    n_drawn += difference(pixel(image, x, y), {1, 1, 1, 1}) > 0.12 ? 1 : 0;
    n_picked += find_pick(scene, scene.camera, viewport, x, y + 0.5, 0) ? 1 : 0;
  }
  return {n_drawn, n_picked};
}

TEST(RenderImage, WhatIsPickedIsWhatIsDrawn) {
  for (const auto& [width, height] : {std::pair{400, 400}, {1600, 1000}, {2400, 1500}}) {
    Scene scene = front_scene();
    const std::vector<Vec3> places{{-1.2, 0, 2}, {0, 0, 0}, {1.2, 0, -2}};
    scene.clouds = {{"", {}}};
    for (const Vec3& place : places) {
      scene.clouds[0].points.push_back({place, 20, Role::query, Glyph::sphere, token_subject(0)});
    }
    Image image = drawn(scene, width, height);
    for (const Vec3& at : places) {
      const auto [n_drawn, n_picked] =
          drawn_and_picked(scene, image, place(scene, at, width, height).x);
      EXPECT_NEAR(n_drawn, n_picked, 2) << "a disc at depth " << at.z << " of " << width;
    }
    scene.clouds.clear();
    scene.edges = {{"", {{{-1.5, 0, 2}, {1.5, 0, -2}, 14, 1, Role::query}}}};
    scene.edges[0].edges[0].subject = edge_subject(0, 0);
    image = drawn(scene, width, height);
    for (const double x : {-1.4, 0.0, 1.4}) {
      const auto [n_drawn, n_picked] =
          drawn_and_picked(scene, image, place(scene, {x, 0, 0}, width, height).x);
      EXPECT_NEAR(n_drawn, n_picked, 2) << "an edge at " << x << " of " << width;
    }
  }
}

TEST(RenderImage, TriangleIsBrighterAtItsQueryCorner) {
  Scene scene = front_scene();
  SceneTriangle triangle;
  triangle.corners = {Vec3{-1.5, -1, 0}, Vec3{1.5, -1, 0}, Vec3{0, 1.5, 0}};
  triangle.weight = 1;
  triangle.opacity = 0.9;
  triangle.brightness = {1, 0.4, 0.4};
  scene.triangles = {{"", {triangle}}};
  const Image image = drawn(scene);
  const double at_query = brightness(pixel(image, 80, 290));
  const double at_key = brightness(pixel(image, 320, 290));
  EXPECT_GT(at_query, at_key + 0.1);
  scene.triangles[0].triangles[0].native = false;
  EXPECT_LT(difference(pixel(drawn(scene), 200, 230), {1, 1, 1, 1}), 0.01) << "outline only";
}

TEST(RenderImage, TranslucentPipeStandsWholeBeforeTheTriangleThatItBorders) {
  Scene scene = front_scene();
  SceneTriangle triangle;
  triangle.corners = {Vec3{-1.5, 0, 0}, Vec3{1.5, 0, 0}, Vec3{0, -1.5, 0}};
  triangle.weight = 1;
  triangle.opacity = 0.9;
  scene.triangles = {{"", {triangle}}};
  scene.edges = {{"", {{{-1.5, 0, 0}, {1.5, 0, 0}, 20, 1, Role::output_outside, false, 0.8}}}};
  const Image image = drawn(scene);
  // The pipe is 12 pixels wide; half of it lies over the triangle.
  for (const double y : {196.0, 200.0, 204.0}) {
    EXPECT_GT(pixel(image, 200, y).red, pixel(image, 200, y).blue + 0.15) << y;
  }
}

/// A translucent triangle of a role across the middle of the picture.
SceneTriangle pane(double z, Role role) {
  SceneTriangle triangle;
  triangle.corners = {Vec3{-1.5, -1.5, z}, Vec3{1.5, -1.5, z}, Vec3{0, 1.5, z}};
  triangle.opacity = 0.8;
  triangle.role = role;
  return triangle;
}

TEST(RenderImage, OfTranslucentTrianglesTheNearerLiesOver) {
  for (const bool nearer_first : {true, false}) {
    Scene scene = front_scene();
    scene.triangles = {{"", {pane(1, Role::key), pane(-1, Role::query)}}};
    auto& triangles = scene.triangles[0].triangles;
    if (!nearer_first) {
      std::swap(triangles[0], triangles[1]);
    }
    const Color seen = pixel(drawn(scene), 200, 250);
    EXPECT_GT(seen.red, seen.blue + 0.3) << "the orange one is nearer than the blue one";
  }
}

TEST(RenderImage, CellsOfAPlaneLieUnderItsLines) {
  Scene scene = front_scene();
  scene.triangles = {{"", {pane(0, Role::hull)}}};
  scene.edges = {{"", {{{-1, -0.5, 0}, {1, -0.5, 0}, 2, 1, Role::ink, false, 0.9}}}};
  const Image image = drawn(scene, 1600, 1600, 4);
  EXPECT_GT(brightness(pixel(image, 800, 1040)), 0.5);
  EXPECT_LT(brightness(pixel(image, 800, 1000)), 0.35);
}

TEST(RenderImage, TransparentPaperHasNoAlphaAndStraightColours) {
  Scene scene = front_scene();
  scene.theme = make_theme("light", "cividis", "transparent");
  scene.clouds = {{"", {{{0, 0, 0}, 30, Role::query, Glyph::sphere, {}, 1}}}};
  HullSet hull;
  hull.points = {{-1.6, -1, 0}, {1.6, -1, 0}, {0, -1.6, 0}};
  hull.triangles = {{0, 1, 2}};
  hull.face_opacity = 0.4;
  scene.hulls = {hull};
  const Image image = drawn(scene);
  EXPECT_EQ(pixel(image, 5, 5).alpha, 0);
  EXPECT_EQ(pixel(image, 200, 200).alpha, 1);
  const Color face = pixel(image, 200, 320);
  EXPECT_GT(face.alpha, 0.15);
  EXPECT_LT(face.alpha, 0.7);
  EXPECT_LT(difference(face, scene.theme.color(Role::hull)), 0.25) << "not multiplied by alpha";
}

TEST(RenderImage, GlyphsDiffer) {
  std::vector<Image> images;
  for (const Glyph glyph :
       {Glyph::sphere, Glyph::octahedron, Glyph::diamond, Glyph::hollow_diamond, Glyph::ring}) {
    Scene scene = front_scene();
    scene.clouds = {{"", {{{0, 0, 0}, 40, Role::query, glyph}}}};
    images.push_back(drawn(scene));
  }
  for (std::size_t a = 0; a < images.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      int n_different = 0;
      for (int y = 0; y < 400; ++y) {
        for (int x = 0; x < 400; ++x) {
          n_different += difference(pixel(images[a], x, y), pixel(images[b], x, y)) > 0.1 ? 1 : 0;
        }
      }
      EXPECT_GT(n_different, 150) << a << " " << b;
    }
  }
  EXPECT_LT(difference(pixel(images[4], 200, 200), {1, 1, 1, 1}), 0.01) << "a ring is open";
  EXPECT_LT(difference(pixel(images[3], 200, 200), {1, 1, 1, 1}), 0.01) << "hollow";
  EXPECT_GT(difference(pixel(images[2], 200, 200), {1, 1, 1, 1}), 0.3);
}

TEST(RenderImage, TilesJoinWithoutASeam) {
  // 2300 pixels wide: two tiles. The same picture drawn whole by a view is the reference.
  const Scene scene = bakery_scene("dark");
  const Image tiled = drawn(scene, 2300, 300);
  Stage stage;
  stage.view->set_scene(std::make_shared<Scene>(scene));
  stage.view->resize(2300, 300, 1);
  const Image whole = stage.shown(true);
  ASSERT_EQ(tiled.rgba.size(), whole.rgba.size());
  int worst = 0;
  for (std::size_t i = 0; i < whole.rgba.size(); ++i) {
    worst = std::max(worst, std::abs(tiled.rgba[i] - whole.rgba[i]));
  }
  EXPECT_LE(worst, 16);
  stage.view->release();
}

TEST(RenderImage, RefusesSizesThatNoPictureHas) {
  const Scene scene = bakery_scene("light");
  for (const auto& [width, height, scale] :
       {std::tuple{0, 10, 1.0}, {10, -1, 1.0}, {20000, 10, 1.0}, {10, 10, 0.0}}) {
    EXPECT_THROW(render_image(scene, scene.camera, width, height, scale), Error);
  }
  EXPECT_THROW(render_image(scene, scene.camera, 10, 10, std::numeric_limits<double>::quiet_NaN()),
               Error);
}

TEST(RenderImage, EmptySceneIsPaper) {
  const Scene scene = front_scene();
  const Image image = drawn(scene, 64, 48);
  EXPECT_LT(difference(pixel(image, 32, 24), {1, 1, 1, 1}), 0.01);
  EXPECT_EQ(image.rgba.size(), 4U * 64 * 48);
}

}  // namespace
}  // namespace baryscope
