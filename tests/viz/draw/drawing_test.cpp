// What a scene looks like, before anything is uploaded.
#include "viz/draw/drawing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "viz/draw/drawing_list.h"
#include "viz/scene/color_map.h"

namespace baryscope {
namespace {

Scene themed_scene() {
  Scene scene;
  scene.theme = make_theme("light", "cividis", "theme");
  scene.legend.color_map = "cividis";
  scene.legend.minimum = 0;
  scene.legend.maximum = 0.5;
  return scene;
}

SceneEdge edge(double weight, const Subject& subject) {
  SceneEdge made;
  made.to = {1, 0, 0};
  made.weight = weight;
  made.width = 3;
  made.subject = subject;
  return made;
}

TEST(DrawingList, AWeightIsColouredByTheLegendAndFallsUnderTheThreshold) {
  Scene scene = themed_scene();
  scene.edges = {{"weights", {edge(0.125, edge_subject(0, 1)), edge(-0.25, edge_subject(0, 2))}}};
  scene.edges[0].edges.push_back(edge(0.4, way_to_hull_subject(0)));
  scene.edges[0].edges.back().role = Role::output_outside;
  const DrawingList list = make_drawing_list(scene);
  ASSERT_EQ(list.strokes.size(), 3u);
  EXPECT_EQ(list.strokes[0].color, map_color("cividis", 0.25, false));
  EXPECT_DOUBLE_EQ(list.strokes[0].magnitude, 0.125);
  EXPECT_DOUBLE_EQ(list.strokes[1].magnitude, 0.25) << "in absolute value";
  EXPECT_EQ(list.strokes[2].color, scene.theme.color(Role::output_outside));
  EXPECT_EQ(list.strokes[2].magnitude, k_no_weight) << "it outlasts every threshold";
  EXPECT_EQ(list.strokes[1].subject, edge_subject(0, 2));
}

TEST(DrawingList, ATrianglesSidesGiveWayToWideEdgesAlongThem) {
  Scene scene = themed_scene();
  SceneTriangle triangle;
  triangle.corners = {Vec3{0, 0, 0}, Vec3{1, 0, 0}, Vec3{0, 1, 0}};
  triangle.weight = 0.3;
  triangle.subject = triangle_subject(0, 1, 2);
  scene.triangles = {{"native", {triangle}}};
  EXPECT_EQ(make_drawing_list(scene).strokes.size(), 3u);
  scene.edges = {{"weights", {edge(0.5, edge_subject(0, 1))}}};  // 3 pixels, along one side
  EXPECT_EQ(make_drawing_list(scene).strokes.size(), 2u + 1u);
  scene.edges[0].edges[0].width = 2.9;
  EXPECT_EQ(make_drawing_list(scene).strokes.size(), 3u + 1u);
  const DrawnFace face = make_drawing_list(scene).cells.at(0);
  EXPECT_EQ(face.subject, triangle_subject(0, 1, 2));
  EXPECT_GT(face.colors[0].red + face.colors[0].green + face.colors[0].blue,
            face.colors[1].red + face.colors[1].green + face.colors[1].blue)
      << "brightest at the query";
}

TEST(DrawingList, CurvesArePiecesAndColumnsAreEdges) {
  Scene alone = themed_scene(), together = themed_scene();
  EdgeColumns columns;
  columns.places = {{0, 0, 0}, {1, 0, 0}, {0, 2, 0}};
  columns.numbers = {4, 5, 6};
  columns.ends = {{0, 1}, {0, 2}, {1, 2}};
  columns.weights = {0.5F, -0.25F, 0.125F};
  together.edge_columns = {columns};
  alone.edges.resize(1);
  for (std::size_t i = 0; i < 3; ++i) {
    alone.edges[0].edges.push_back(edge_at(columns, i));
  }
  const auto a = make_drawing(std::make_shared<const Scene>(alone));
  const auto b = make_drawing(std::make_shared<const Scene>(together));
  EXPECT_EQ(a->strokes, b->strokes);
  EXPECT_EQ(a->strokes.indices.size(), 3u * 6u);

  Scene curved = themed_scene();
  SceneCurve curve;
  curve.points = {{0, 0, 0}, {1, 1, 0}, {2, 1, 0}, {3, 0, 0}};
  curve.subject = edge_subject(1, 2);
  curved.curves = {{"flow", {curve}}};
  const DrawingList list = make_drawing_list(curved);
  ASSERT_EQ(list.strokes.size(), 3u);
  EXPECT_EQ(list.strokes[1].from, curve.points[1]);
  EXPECT_EQ(list.strokes[1].to, curve.points[2]);
  EXPECT_EQ(list.strokes[2].subject, edge_subject(1, 2));
}

TEST(DrawingList, FacesOfAHullKnowTheirOutside) {
  Scene scene = themed_scene();
  HullSet hull;
  hull.points = {{0, 0, 1}, {1, 0, 0}, {-1, 1, 0}, {-1, -1, 0}};
  hull.triangles = {{0, 1, 2}, {0, 3, 2}, {0, 1, 3}, {1, 2, 3}};  // wound either way
  hull.subject = hull_subject(0);
  scene.hulls = {hull};
  const DrawingList list = make_drawing_list(scene);
  ASSERT_EQ(list.hulls.size(), 4u);
  for (const DrawnFace& face : list.hulls) {
    EXPECT_GT(dot(face.normals[0], face.corners[0] - Vec3{-0.25, 0, 0.25}), 0.1);
    EXPECT_NEAR(length(face.normals[2]), 1, 1e-12);
    EXPECT_EQ(face.subject, hull_subject(0));
  }
}

TEST(Drawing, PaintersOrderIsFarthestFirstAndKeepsTies) {
  Camera camera;  // looks along −z
  const std::vector<Vec3> centers = {{0, 0, 1}, {0, 0, -5}, {3, 0, 1}, {0, 0, 4}};
  EXPECT_EQ(painters_order(centers, camera), (std::vector<int>{1, 0, 2, 3}));
  camera.position = {0, 0, -10};
  EXPECT_EQ(painters_order(centers, camera), (std::vector<int>{3, 0, 2, 1}));
}

TEST(Drawing, CellsOfAPlaneLieBelowTheRest) {
  Scene scene = themed_scene();
  SceneTriangle cell;
  cell.corners = {Vec3{0, 0, 0}, Vec3{1, 0, 0}, Vec3{0, 1, 0}};
  cell.role = Role::minority;
  scene.triangles = {{"cells", {cell}}};
  scene.clouds = {
      {"rows", {{{0, 0, 0}, 5, Role::minority, Glyph::disc, data_point_subject(0), 1}}}};
  const auto flat = make_drawing(std::make_shared<const Scene>(scene));
  EXPECT_TRUE(flat->flat_cells);
  EXPECT_EQ(flat->haze, 0);
  EXPECT_EQ(flat->cell_magnitudes.at(0), k_no_weight);
  scene.clouds[0].points[0].position.z = 1;
  EXPECT_FALSE(make_drawing(std::make_shared<const Scene>(scene))->flat_cells);
}

}  // namespace
}  // namespace baryscope
