#include <gtest/gtest.h>

#include <string>

#include "tests/support/image_similarity.h"
#include "tests/viz/views/hand_made_study.h"
#include "tests/viz/vtk/picture_checks.h"
#include "viz/draw/glyph_icon.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

/// Made on Debian 12 by llvmpipe with DejaVu Sans.
constexpr double k_least = 0.97;

ViewRequest small_request(const std::string& theme) {
  ViewRequest request;
  request.view = "samples";
  request.theme = theme;
  request.width = 640;
  request.height = 480;
  return request;
}

TEST(SamplesPicture, LooksAsItDid) {
  const Scene scene = build_samples(hand_made_study(), small_request("light"));
  const Image image = render_image(scene, scene.camera, 640, 480, 1);
  EXPECT_EQ(baseline_difference(image, "samples_light", k_least), "");
}

Scene dirichlet_draw() {
  ViewRequest request = small_request("dark");
  request.step = 5;
  request.sample = 1;
  return build_samples(hand_made_study(), request);
}

TEST(SamplesPicture, TheDirichletDrawLooksAsItDid) {
  const Scene scene = dirichlet_draw();
  const Image image = render_image(scene, scene.camera, 640, 480, 1);
  EXPECT_EQ(baseline_difference(image, "samples_step_dark", k_least), "");
}

TEST(SamplesPicture, ALostSimplexIsNoticed) {
  Scene scene = dirichlet_draw();
  scene.edges.clear();
  scene.triangles.clear();
  scene.labels.clear();
  scene.finding.clear();
  const Image image = render_image(scene, scene.camera, 640, 480, 1);
  EXPECT_NE(baseline_difference(image, "samples_step_dark", k_least), "");
}

Scene with_mark(Glyph glyph, double radius = 20) {
  Scene scene = front_scene();
  ScenePoint point;
  point.radius = radius / stroke_scale({400, 400});
  point.glyph = glyph;
  point.role = Role::minority;
  scene.clouds.push_back({"marks", {point}});
  return scene;
}

/// Whether the mark's colour is at (x, y) pixels from its middle, y upwards.
bool inked(const Image& image, const Scene& scene, double x, double y) {
  return difference(pixel(image, 200 + x, 200 - y), scene.theme.color(Role::minority)) < 0.1;
}

TEST(Marks, HaveTheirShapes) {
  const Silence silence;
  struct Case {
    Glyph glyph;
    std::vector<std::array<double, 2>> inside, outside;
  };
  for (const Case& c : std::vector<Case>{
           {Glyph::disc, {{0, 0}, {17, 0}, {0, -17}, {12, 12}}, {{17, 17}, {25, 0}}},
           {Glyph::cross, {{0, 0}, {11, 11}, {-11, 11}, {11, -11}}, {{0, 14}, {14, 0}}},
           {Glyph::plus, {{0, 0}, {16, 0}, {0, 16}, {-16, 0}}, {{11, 11}, {-11, 11}}},
           {Glyph::hollow_disc, {{17, 0}, {0, 17}, {-17, 0}}, {{0, 0}, {6, 6}, {17, 17}}},
           {Glyph::square, {{0, 0}, {14, 14}, {-14, 14}, {14, -14}}, {{21, 0}, {0, 21}}},
           {Glyph::triangle,
            {{0, 0}, {0, 16}, {14, -9}, {-14, -9}},
            {{14, 12}, {-14, 12}, {0, -17}}}}) {
    const Scene scene = with_mark(c.glyph);
    const Image image = drawn(scene);
    for (const auto& [x, y] : c.inside) {
      EXPECT_TRUE(inked(image, scene, x, y)) << static_cast<int>(c.glyph) << " " << x << " " << y;
    }
    for (const auto& [x, y] : c.outside) {
      EXPECT_FALSE(inked(image, scene, x, y)) << static_cast<int>(c.glyph) << " " << x << " " << y;
    }
  }
}

TEST(Marks, KeepTheirColourWhereverTheLightIs) {
  const Scene scene = with_mark(Glyph::square);
  const Image image = drawn(scene);
  for (const double x : {-13.0, 0.0, 13.0}) {
    for (const double y : {-13.0, 0.0, 13.0}) {
      EXPECT_LT(difference(pixel(image, 200 + x, 200 - y), scene.theme.color(Role::minority)),
                0.01);
    }
  }
}

TEST(Marks, LegendIconsAreTheSameShapes) {
  const Color ink{0, 0, 0, 1}, paper{1, 1, 1, 1};
  for (const Glyph glyph :
       {Glyph::disc, Glyph::cross, Glyph::plus, Glyph::square, Glyph::triangle}) {
    const Scene scene = with_mark(glyph, 32);
    const Image drawn_mark = drawn(scene);
    const Image icon = glyph_icon(glyph, ink, paper, 91);  // 32 pixels a radius
    int n_differ = 0, n_inked = 0;
    for (int y = -40; y <= 40; ++y) {
      for (int x = -40; x <= 40; ++x) {
        const bool in_icon =
            icon.rgba[4 * (static_cast<std::size_t>(45 - y) * 91 + 45 + x) + 3] > 127;
        n_inked += in_icon ? 1 : 0;
        n_differ += in_icon != inked(drawn_mark, scene, x, y) ? 1 : 0;
      }
    }
    EXPECT_LT(n_differ, n_inked / 5) << static_cast<int>(glyph);
  }
}

FieldMesh square_field(Color color, bool shaded, double half, double z) {
  FieldMesh field{"field", {}, {}, {{0, 1, 2}, {0, 2, 3}}, shaded};
  field.points = {{-half, -half, z}, {half, -half, z}, {half, half, z}, {-half, half, z}};
  field.colors.assign(4, color);
  return field;
}

TEST(Fields, LieUnderEverythingElse) {
  const Silence silence;
  Scene scene = with_mark(Glyph::disc);
  scene.fields.push_back(square_field({0.5, 0, 0, 0.5}, false, 1, 0));
  SceneEdge edge;
  edge.from = {-1.5, 0.5, 0};
  edge.to = {1.5, 0.5, 0};
  edge.width = 12;
  edge.role = Role::ink;
  scene.edges.push_back({"line", {edge}});
  const Image image = drawn(scene);
  // The tint lies over white paper.
  EXPECT_LT(difference(pixel(image, 260, 260), {0.75, 0.5, 0.5, 1}), 0.01);
  EXPECT_LT(difference(pixel(image, 20, 20), {1, 1, 1, 1}), 0.01);
  EXPECT_TRUE(inked(image, scene, 0, 0));
  EXPECT_LT(brightness(pixel(image, 200, 150)), 0.4);
}

TEST(Fields, ColoursRunBetweenTheirCorners) {
  Scene scene = front_scene();
  FieldMesh field = square_field({0, 0, 0, 1}, false, 1, 0);
  field.colors[1] = field.colors[2] = {1, 0, 0, 1};
  scene.fields.push_back(field);
  const Image image = drawn(scene);
  for (const double x : {-0.8, -0.3, 0.2, 0.7}) {
    EXPECT_NEAR(pixel(image, 200 + 100 * x, 230).red, (x + 1) / 2, 0.02);
  }
}

TEST(Fields, CellsInThePlaneLieUnderPointsAndLines) {
  Scene scene = with_mark(Glyph::disc);
  SceneTriangle cell;
  cell.corners = {Vec3{-1, -1, 0}, Vec3{1, -1, 0}, Vec3{0, 1.2, 0}};
  cell.opacity = 1;
  cell.role = Role::synthetic;
  scene.triangles.push_back({"cells", {cell}});
  const Image image = drawn(scene);
  EXPECT_TRUE(inked(image, scene, 0, 0));
  EXPECT_TRUE(inked(image, scene, 18, 0)) << "its rim too";
  EXPECT_LT(difference(pixel(image, 200, 270), scene.theme.color(Role::synthetic)), 0.1);
  // Its sides are no lines of their own.
  EXPECT_LT(difference(pixel(image, 200, 306), {1, 1, 1, 1}), 0.05);
}

TEST(Fields, ASurfaceInSpaceShowsWhatIsBehindIt) {
  const Silence silence;
  Scene scene = with_mark(Glyph::disc);
  scene.fields.push_back(square_field({0, 0, 0, 0.2}, true, 1, 0.8));
  const Color veiled = pixel(drawn(scene), 200, 200);
  scene.fields[0].colors.assign(4, {0, 0, 0, 0});
  const Color bare = pixel(drawn(scene), 200, 200);
  EXPECT_LT(brightness(veiled), 0.92 * brightness(bare));
  EXPECT_GT(brightness(veiled), 0.5 * brightness(bare));
  // A point before it is untouched.
  scene.fields[0] = square_field({0, 0, 0, 0.2}, true, 1, -0.8);
  const Color before = pixel(drawn(scene), 200, 200);
  scene.fields[0].colors.assign(4, {0, 0, 0, 0});
  EXPECT_LT(difference(before, pixel(drawn(scene), 200, 200)), 0.005);
}

TEST(SamplesPicture, NewStructuresUploadOnceAndNeverWhileTheCameraMoves) {
  Stage stage;
  auto scene =
      std::make_shared<Scene>(build_samples(hand_made_study(true), small_request("light")));
  stage.view->resize(400, 300, 1);
  stage.view->set_scene(scene);
  stage.view->render(false);
  Camera camera = scene->camera;
  const Viewport viewport = stage.view->viewport();
  stage.view->set_camera(rotated(camera, 10, 5, viewport));
  stage.view->render(false);
  const Counts counts;
  for (int i = 0; i < 5; ++i) {
    camera = rotated(camera, 7, 3, viewport);
    stage.view->set_camera(camera);
    stage.view->render(false);
  }
  EXPECT_EQ(Counts::n_builds, 0);
  // The labels' mesh alone follows the camera.
  EXPECT_LT(Counts::n_bytes, 400'000);
}

}  // namespace
}  // namespace baryscope
