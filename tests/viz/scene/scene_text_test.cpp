#include <gtest/gtest.h>

#include "tests/support/comma_locale.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/scene.h"

namespace baryscope {
namespace {

Scene small_scene() {
  Scene scene;
  scene.title = "“a” reads \"b\"";
  scene.theme = make_theme("dark", "viridis", "theme");
  scene.clouds.push_back(
      {"tokens", {{{1.5, -0.00001, 2}, 8, Role::key, Glyph::octahedron, token_subject(4), 1}}});
  SceneEdge edge;
  edge.to = {1, 2, 3};
  edge.width = 2.25;
  edge.weight = -0.125;
  edge.dashed = true;
  edge.subject = edge_subject(2, 4);
  scene.edges.push_back({"weights", {edge}});
  SceneTriangle triangle;
  triangle.corners = {Vec3{0, 0, 0}, Vec3{1, 0, 0}, Vec3{0, 5, 0}};
  triangle.weight = 0.25;
  scene.triangles.push_back({"native", {triangle}});
  HullSet hull;
  hull.name = "conv(V)";
  hull.points = {{0, 0, 0}, {0, 0, -7}};
  hull.edges = {{0, 1}};
  scene.hulls.push_back(hull);
  SceneLabel label;
  label.spans = {{"play", true, false}, {"ing", false, true}};
  label.subjects = {token_subject(4), token_subject(5)};
  label.more_anchors = {{1, 1, 1}};
  scene.labels.push_back(label);
  scene.legend.title = "weight";
  scene.legend.color_map = "diverging";
  scene.legend.ticks = {-0.5, 0, 0.5};
  scene.legend.rows = {{Role::query, Glyph::ring, false, false, "the query"},
                       {Role::negative, std::nullopt, true, false, "negative"}};
  return scene;
}

const char* const k_expected = R"~(title "“a” reads \"b\""
finding ""
caption ""
theme dark viridis font 14
camera (0 0 10) to (0 0 0) up (0 1 0) angle 25
cloud "tokens"
  point (1.5 0 2) octahedron key radius 8 opacity 1 for token 4
edges "weights"
  edge (0 0 0) (1 2 3) width 2.25 weight -0.125 dashed opacity 1 for edge 2 4
triangles "native"
  triangle (0 0 0) (1 0 0) (0 5 0) weight 0.25 native brightness 1 0.6 0.6 opacity 0.5
hull "conv(V)" hull faces 0.12 edges 0.5 width 1
  corner (0 0 0)
  corner (0 0 -7)
  rim 0 1
label (0 0 0) bold "play" grey "ing" ink importance 0 clearance 8 scale 1 for token 4 for token 5 also (1 1 1)
legend "weight" diverging 0 … 1 ticks -0.5 0 0.5
  row query ring "the query"
  row negative line dashed "negative"
)~";

TEST(SceneText, IsStable) { EXPECT_EQ(to_text(small_scene()), k_expected); }

TEST(SceneText, IgnoresTheLocale) {
  const test::CommaLocale german;
  EXPECT_EQ(to_text(small_scene()), k_expected);
}

TEST(SceneBounds, HoldEverythingDrawn) {
  const Bounds box = bounds(small_scene());
  EXPECT_FALSE(box.empty);
  EXPECT_EQ(box.minimum, (Vec3{0, -0.00001, -7}));
  EXPECT_EQ(box.maximum, (Vec3{1.5, 5, 3}));
  EXPECT_TRUE(bounds(Scene{}).empty);
}

TEST(FigureViewport, LeavesRoomForWhatIsWritten) {
  Scene scene = small_scene();
  const Viewport full = figure_viewport(scene, 1600, 1000);
  EXPECT_DOUBLE_EQ(full.margin_top, 96);
  EXPECT_DOUBLE_EQ(full.margin_bottom, 64);
  scene.title.clear();
  scene.legend.visible = false;
  EXPECT_LT(figure_viewport(scene, 1600, 1000).margin_top, 96);
  EXPECT_LT(figure_viewport(scene, 1600, 1000).margin_bottom, 64);
  EXPECT_GT(figure_viewport(small_scene(), 100, 60).height -
                figure_viewport(small_scene(), 100, 60).margin_top -
                figure_viewport(small_scene(), 100, 60).margin_bottom,
            19);
}

TEST(SceneText, NamesFieldsRolesAndSides) {
  Scene scene;
  FieldMesh field{"decision regions", {{0, 0, 0}, {1, 0, 0}, {0, 2, 0}}, {}, {{0, 1, 2}}, true};
  field.colors.assign(3, {0.5, 0.25, 0, 1});
  scene.fields.push_back(field);
  SceneTriangle cell;
  cell.role = Role::minority;
  scene.triangles.push_back({"cells", {cell}});
  SceneLabel label;
  label.side = {{0, 1}};
  scene.labels.push_back(label);
  const std::string text = to_text(scene);
  EXPECT_NE(text.find("field \"decision regions\" shaded\n  node (0 0 0) color 0.5 0.25 0 1\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  face 0 1 2\n"), std::string::npos);
  EXPECT_NE(text.find("opacity 0.5 minority\n"), std::string::npos);
  EXPECT_NE(text.find(" side 0 1\n"), std::string::npos);
}

TEST(SceneText, NamesCurvesAndColumns) {
  Scene scene;
  SceneCurve curve;
  curve.points = {{0, 0, 0}, {1, 1, 0}, {2, 0, 0}};
  curve.subject = edge_subject(1, 2);
  scene.curves.push_back({"flow", {curve}});
  EdgeColumns columns;
  columns.name = "all";
  columns.places = {{0, 0, 0}, {0, 0, 9}};
  columns.numbers = {3, 7};
  columns.ends = {{0, 1}};
  columns.weights = {-0.5F};
  scene.edge_columns.push_back(columns);
  const std::string text = to_text(scene);
  EXPECT_NE(text.find("curves \"flow\"\n  curve (0 0 0) (1 1 0) (2 0 0) width 1 weight 0 opacity 1 "
                      "for edge 1 2\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("edges \"all\" in columns\n  edge (0 0 0) (0 0 9) width 7 weight -0.5 dashed "
                      "opacity 1 for edge 3 7\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(bounds(scene).maximum, (Vec3{2, 1, 9}));
}

TEST(SubjectText, ComesBack) {
  for (const Subject& subject :
       {token_subject(0), output_subject(7), edge_subject(2, 5), second_key_subject(1, 0),
        triangle_subject(1, 2, 3), product_subject(3, 2, 1), way_to_hull_subject(4),
        hull_subject(1), data_point_subject(2147483647), synthetic_point_subject(3),
        neighbors_subject(8, 9), cell_subject(1, 3), coordinate_subject(5, 6)}) {
    EXPECT_EQ(find_subject(to_text(subject)), subject) << to_text(subject);
  }
  EXPECT_EQ(to_text(Subject{}), "");
  for (const char* text : {"", "token", "token x", "token -1", "token 1 2", "edge 1", "edge 1 2 3",
                           "thing 1", "token 2147483648", "token  1", " token 1", "token 1 "}) {
    EXPECT_EQ(find_subject(text), std::nullopt) << text;
  }
}

TEST(SceneBounds, HoldFields) {
  Scene scene;
  scene.fields.push_back({"field", {{-1, -2, 0}, {3, 4, 5}}, {{}, {}}, {}, false});
  EXPECT_EQ(bounds(scene).minimum, (Vec3{-1, -2, 0}));
  EXPECT_EQ(bounds(scene).maximum, (Vec3{3, 4, 5}));
}

}  // namespace
}  // namespace baryscope
