// The way of hulls, curves, columns and surfaces, between views, between texts, and from halfway.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/viz/scene/morph_scenes.h"
#include "viz/scene/scene_morph.h"

namespace baryscope {
namespace {

using namespace test;

const std::vector<Vec3> k_corners{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
const std::vector<Vec3> k_moved{{5, 0, 0}, {6, 0, 0}, {5, 2, 0}, {5, 0, 3}};

/// The corners are tokens in this order.
HullSet hull_of(const std::vector<Vec3>& places, const std::vector<int>& order) {
  HullSet hull;
  hull.name = "hull of the values";
  hull.subject = hull_subject(0);
  for (const int token : order) hull.points.push_back(places[static_cast<std::size_t>(token)]);
  hull.triangles = {{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}};
  hull.edges = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
  return hull;
}

TEST(SceneMorph, CornersOfHullsAreTokensNotNumbers) {
  Scene before = tokens_at(k_corners), after = tokens_at(k_moved);
  before.hulls = {hull_of(k_corners, {0, 1, 2, 3})};
  after.hulls = {hull_of(k_moved, {3, 1, 0, 2})};
  after.hulls[0].face_opacity = 0.2;
  const Scene way = on_the_way(before, after, 0.5);
  ASSERT_EQ(way.hulls.size(), 1);
  const std::vector<int> order{3, 1, 0, 2};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto token = static_cast<std::size_t>(order[i]);
    EXPECT_EQ(way.hulls[0].points[i], k_corners[token] + 0.5 * (k_moved[token] - k_corners[token]));
  }
  EXPECT_DOUBLE_EQ(way.hulls[0].face_opacity, 0.16);
}

TEST(SceneMorph, AHullOfOtherCornersFadesOverTheOldOneAndBothGoAlong) {
  Scene before = tokens_at(k_corners), after = tokens_at(k_moved);
  before.hulls = {hull_of(k_corners, {0, 1, 2, 3})};
  HullSet small = hull_of(k_moved, {0, 1, 2});
  small.triangles = {{0, 1, 2}};
  small.edges = {{0, 1}, {0, 2}, {1, 2}};
  after.hulls = {small};
  const Scene way = on_the_way(before, after, 0.5);
  ASSERT_EQ(way.hulls.size(), 2);
  EXPECT_DOUBLE_EQ(way.hulls[0].face_opacity, 0.06);
  EXPECT_DOUBLE_EQ(way.hulls[1].face_opacity, 0.06);
  EXPECT_EQ(way.hulls[1].points.size(), 4);
  EXPECT_EQ(way.hulls[0].points[1], (Vec3{3.5, 0, 0}));
  EXPECT_EQ(way.hulls[1].points[1], (Vec3{3.5, 0, 0}));
  EXPECT_EQ(find_morph(shared(before), shared(after))->at(1)->hulls.size(), 1);
}

TEST(SceneMorph, CornersThatAreNoPointsDoNotFlyByTheirNumbers) {
  Scene before = tokens_at({{9, 9, 9}}), after = before;
  before.hulls = {hull_of(k_corners, {0, 1, 2, 3})};
  after.hulls = before.hulls;
  Scene way = on_the_way(before, after, 0.5);
  ASSERT_EQ(way.hulls.size(), 1) << "the same places are the same corners";
  EXPECT_DOUBLE_EQ(way.hulls[0].face_opacity, 0.12);
  after.hulls = {hull_of(k_moved, {0, 1, 2, 3})};
  way = on_the_way(before, after, 0.5);
  ASSERT_EQ(way.hulls.size(), 2);
  EXPECT_EQ(way.hulls[0].points, after.hulls[0].points);
  EXPECT_EQ(way.hulls[1].points, before.hulls[0].points);
}

TEST(SceneMorph, PartnersStandForTheSameTokensInAnyOrder) {
  Scene before = tokens_at({{0, 0, 0}}), after = before;
  before.edges = {{"other", {}},
                  {"weights",
                   {edge({0, 0, 0}, {1, 0, 0}, edge_subject(5, 1)),
                    edge({0, 0, 0}, {4, 0, 0}, edge_subject(5, 2))}}};
  before.edges[1].edges[0].width = 2;
  after.edges = {{"weights",
                  {edge({0, 0, 2}, {4, 0, 2}, edge_subject(5, 2)),
                   edge({0, 0, 2}, {1, 0, 2}, edge_subject(5, 1))}}};
  const std::array low{Vec3{0, 0, 0}, Vec3{1, 0, 0}, Vec3{0, 1, 0}};
  const std::array high{Vec3{0, 0, 2}, Vec3{1, 0, 0}, Vec3{0, 1, 0}};
  before.triangles = {
      {"t", {triangle(low, triangle_subject(0, 1, 2)), triangle(low, triangle_subject(0, 3, 4))}}};
  after.triangles = {
      {"t",
       {triangle(low, triangle_subject(0, 3, 4)), triangle(high, triangle_subject(0, 1, 2)),
        triangle(high, triangle_subject(0, 8, 9))}}};
  const Scene way = on_the_way(before, after, 0.5);
  EXPECT_EQ(way.edges[0].edges[0].to, (Vec3{4, 0, 1}));
  EXPECT_EQ(way.edges[0].edges[1].to, (Vec3{1, 0, 1}));
  EXPECT_DOUBLE_EQ(way.edges[0].edges[1].width, 1.5);
  const auto& triangles = way.triangles[0].triangles;
  ASSERT_EQ(triangles.size(), 3);
  EXPECT_EQ(triangles[0].corners, low);
  EXPECT_DOUBLE_EQ(triangles[0].opacity, 0.5) << "an unchanged triangle stays";
  EXPECT_EQ(triangles[1].corners[0], (Vec3{0, 0, 1}));
  EXPECT_DOUBLE_EQ(triangles[2].opacity, 0.25);
}

TEST(SceneMorph, PiecesOfOneThingGlideOnlyWhereThereAreAsMany) {
  const std::array low{Vec3{0, 0, 0}, Vec3{1, 0, 0}, Vec3{0, 1, 0}};
  const std::array high{Vec3{0, 0, 2}, Vec3{1, 0, 2}, Vec3{0, 1, 2}};
  const Subject sheet = triangle_subject(0, 1, 2);
  Scene before = tokens_at({{9, 9, 9}}), after = before;
  before.triangles = {{"t", {triangle(low, sheet)}}};
  after.triangles = {{"t", {triangle(high, sheet), triangle(high, sheet)}}};
  const Scene way = on_the_way(before, after, 0);
  ASSERT_EQ(way.triangles[0].triangles.size(), 3);
  EXPECT_EQ(way.triangles[0].triangles[0].corners, high);
  EXPECT_DOUBLE_EQ(way.triangles[0].triangles[0].opacity, 0);
  EXPECT_DOUBLE_EQ(way.triangles[0].triangles[2].opacity, 0.5) << "full as it was";
}

TEST(SceneMorph, BetweenViewsTokensFlyAndStraightLinesBend) {
  Scene space = tokens_at({{0, 0, 0}, {1, 0, 0}});
  space.edges = {{"weights", {edge({3, 3, 3}, {1, 0, 0}, edge_subject(0, 1))}}};
  Scene flow;
  flow.clouds = {{"keys", {point({8, 1, 0}, token_subject(1)), point({8, 0, 0}, token_subject(0))}},
                 {"queries", {point({0, 0, 0}, token_subject(0))}}};
  std::vector<Vec3> bend;
  for (int i = 0; i <= 8; ++i) bend.push_back({static_cast<double>(i), 0.125 * i, 0});
  flow.curves = {{"pipes", {curve(bend, edge_subject(0, 1))}}};

  Scene way = on_the_way(space, flow, 0);
  ASSERT_EQ(points_of(way, token_subject(0)).size(), 2) << "a column each";
  for (const ScenePoint& each : points_of(way, token_subject(0))) {
    EXPECT_EQ(each.position, (Vec3{0, 0, 0}));
    EXPECT_DOUBLE_EQ(each.opacity, 1);
  }
  EXPECT_TRUE(edges_of(way, edge_subject(0, 1)).empty());
  auto lines = curves_of(way, edge_subject(0, 1));
  ASSERT_EQ(lines.size(), 1);
  ASSERT_EQ(lines[0].points.size(), 9);
  EXPECT_EQ(lines[0].points.front(), (Vec3{3, 3, 3}));
  EXPECT_NEAR(length(lines[0].points[4] - Vec3{2, 1.5, 1.5}), 0, 1e-12) << "half of the length";
  way = on_the_way(space, flow, 0.5);
  EXPECT_EQ(points_of(way, token_subject(1))[0].position, (Vec3{4.5, 0.5, 0}));
  lines = curves_of(way, edge_subject(0, 1));
  EXPECT_EQ(lines[0].points.back(), (Vec3{4.5, 0.5, 0}));

  // And back: the columns come together, the curve becomes straight.
  way = on_the_way(flow, space, 0.5);
  const auto points = points_of(way, token_subject(0));
  ASSERT_EQ(points.size(), 2);
  EXPECT_NEAR(std::min(points[0].opacity, points[1].opacity), 0.5, 1e-12);
  lines = curves_of(way, edge_subject(0, 1));
  ASSERT_EQ(lines.size(), 1);
  EXPECT_EQ(lines[0].points.front(), (Vec3{1.5, 1.5, 1.5}));
  EXPECT_DOUBLE_EQ(lines[0].opacity, 1);
}

TEST(SceneMorph, CurvesOfOtherCountsAreSampledByTheirLength) {
  Scene before = tokens_at({{0, 0, 0}}), after = before;
  const Subject arc = edge_subject(0, 1);
  before.curves = {{"arcs", {curve({{0, 0, 0}, {1, 0, 0}, {10, 0, 0}}, arc)}}};
  after.curves = {{"arcs", {curve({{0, 2, 0}, {3, 2, 0}, {4, 2, 0}, {9, 2, 0}, {10, 2, 0}}, arc)}}};
  const auto lines = curves_of(on_the_way(before, after, 0), arc);
  ASSERT_EQ(lines.size(), 1);
  const std::vector<Vec3> quarters{{0, 0, 0}, {2.5, 0, 0}, {5, 0, 0}, {7.5, 0, 0}, {10, 0, 0}};
  ASSERT_EQ(lines[0].points.size(), quarters.size());
  for (std::size_t i = 0; i < quarters.size(); ++i) {
    EXPECT_NEAR(length(lines[0].points[i] - quarters[i]), 0, 1e-12) << i;
  }
}

TEST(SceneMorph, FewColumnsGlideByTheirNumbers) {
  const Scene base = tokens_at({{0, 0, 0}});
  Scene before = base, after = base;
  before.edge_columns = {
      columns({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}, {0, 1, 2}, {{0, 1}, {0, 2}}, {0.5F, 0.25F})};
  after.edge_columns = {
      columns({{2, 4, 0}, {1, 4, 0}, {0, 4, 0}}, {2, 1, 0}, {{2, 1}, {1, 0}}, {0.25F, 1.0F})};
  const Scene way = on_the_way(before, after, 0.5);
  std::vector<SceneEdge> edges;
  for (const EdgeColumns& set : way.edge_columns) {
    for (std::size_t i = 0; i < set.ends.size(); ++i) edges.push_back(edge_at(set, i));
  }
  ASSERT_EQ(edges.size(), 3);
  EXPECT_EQ(edges[0].subject, edge_subject(0, 1));
  EXPECT_EQ(edges[0].from, (Vec3{0, 2, 0}));
  EXPECT_EQ(edges[0].to, (Vec3{1, 2, 0}));
  EXPECT_DOUBLE_EQ(edges[0].weight, 0.375);
  EXPECT_DOUBLE_EQ(edges[0].opacity, 1);
  EXPECT_EQ(edges[1].subject, edge_subject(1, 2));
  EXPECT_DOUBLE_EQ(edges[1].opacity, 0.5);
  EXPECT_EQ(edges[1].to, (Vec3{2, 2, 0})) << "its ends are where the others' are";
  EXPECT_EQ(edges[2].subject, edge_subject(0, 2));
  EXPECT_DOUBLE_EQ(edges[2].opacity, 0.5);
}

TEST(SceneMorph, SurfacesChangeTheirColoursOrFade) {
  const Scene base = tokens_at({{0, 0, 0}});
  Scene before = base, after = base;
  const Color red{1, 0, 0, 0.4}, blue{0, 0, 1, 0.2};
  before.fields = {{"regions", {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}, {red, red, red}, {{0, 1, 2}}}};
  after.fields = before.fields;
  after.fields[0].colors = {blue, blue, blue};
  Scene way = on_the_way(before, after, 0.5);
  ASSERT_EQ(way.fields.size(), 1);
  EXPECT_NEAR(way.fields[0].colors[0].alpha, 0.3, 1e-12);
  EXPECT_NEAR(way.fields[0].colors[0].red, 0.5, 1e-12);
  after.fields[0].points[0] = {-1, 0, 0};
  way = on_the_way(before, after, 0.5);
  ASSERT_EQ(way.fields.size(), 2);
  EXPECT_NEAR(way.fields[0].colors[0].alpha, 0.1, 1e-12);
  EXPECT_NEAR(way.fields[1].colors[0].alpha, 0.2, 1e-12);
}

TEST(SceneMorph, TokensOfAnEditedTextAreTheOnesThatTheyWere) {
  Scene before = tokens_at({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 0, 0}});
  before.edges = {{"weights", {edge({1, 0, 0}, {2, 0, 0}, edge_subject(1, 2))}}};
  // A word before the last two.
  Scene after = tokens_at({{0, 4, 0}, {1, 4, 0}, {9, 9, 9}, {2, 4, 0}, {3, 4, 0}});
  after.edges = {{"weights", {edge({1, 4, 0}, {2, 4, 0}, edge_subject(1, 3))}}};
  const Continuity edit{false, std::vector<int>{0, 1, -1, 2, 3}};
  const Scene way = on_the_way(before, after, 0.5, edit);
  EXPECT_EQ(points_of(way, token_subject(3))[0].position, (Vec3{2, 2, 0}));
  EXPECT_DOUBLE_EQ(points_of(way, token_subject(2))[0].opacity, 0.5);
  const auto edges = edges_of(way, edge_subject(1, 3));
  ASSERT_EQ(edges.size(), 1);
  EXPECT_EQ(edges[0].to, (Vec3{2, 2, 0}));
  // The other way round a token goes; what goes is none of the new ones.
  const Continuity cut{false, std::vector<int>{0, 1, 3, 4}};
  const Scene back = on_the_way(after, before, 0.5, cut);
  EXPECT_EQ(points_of(back, token_subject(2))[0].position, (Vec3{2, 2, 0}));
  ASSERT_EQ(points_of(back, token_subject(2)).size(), 1);
  EXPECT_EQ(back.clouds[0].points.size(), 5);
}

TEST(SceneMorph, WhereAnotherTokenReadsItsWeightsTakeThePlaceOfTheOthers) {
  Scene before = tokens_at({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}), after = before;
  before.clouds.push_back({"outputs", {point({5, 0, 0}, output_subject(0))}});
  after.clouds.push_back({"outputs", {point({5, 4, 0}, output_subject(1))}});
  before.edges = {{"weights", {edge({5, 0, 0}, {2, 0, 0}, edge_subject(0, 2))}}};
  after.edges = {{"weights", {edge({5, 4, 0}, {2, 0, 0}, edge_subject(1, 2))}}};
  Scene way = on_the_way(before, after, 0.5);
  ASSERT_EQ(points_of(way, output_subject(1)).size(), 1);
  EXPECT_EQ(points_of(way, output_subject(1))[0].position, (Vec3{5, 2, 0}));
  ASSERT_EQ(way.edges[0].edges.size(), 1);
  EXPECT_EQ(way.edges[0].edges[0].from, (Vec3{5, 2, 0}));
  // Where several tokens read at once every output is its own.
  before.clouds[1].points.push_back(point({6, 0, 0}, output_subject(2)));
  after.clouds[1].points.push_back(point({6, 4, 0}, output_subject(2)));
  way = on_the_way(before, after, 0.5);
  EXPECT_EQ(points_of(way, output_subject(2))[0].position, (Vec3{6, 2, 0}));
  EXPECT_DOUBLE_EQ(points_of(way, output_subject(1))[0].opacity, 0.5);
}

TEST(SceneMorph, AnotherChangeBeginsWithWhatIsSeen) {
  const Scene first = tokens_at({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}});
  Scene second = tokens_at({{0, 4, 0}, {1, 4, 0}});
  second.labels = {label({0, 4, 0}, "a", {token_subject(0)})};
  auto half = std::make_shared<Scene>(*find_morph(shared(first), shared(second))->at(0.5));
  half->labels[0].opacity = 0.5;
  const Scene third = tokens_at({{8, 4, 0}, {9, 4, 0}, {10, 4, 0}});
  const auto morph = find_morph(half, shared(third));
  ASSERT_NE(morph, nullptr);
  const Scene start = *morph->at(0), middle = *morph->at(0.5);
  EXPECT_EQ(points_of(start, token_subject(0))[0].position, (Vec3{0, 2, 0}));
  EXPECT_DOUBLE_EQ(points_of(start, token_subject(2))[0].opacity, 0.5) << "it was going";
  EXPECT_EQ(points_of(middle, token_subject(0))[0].position, (Vec3{4, 3, 0}));
  EXPECT_DOUBLE_EQ(points_of(middle, token_subject(2))[0].opacity, 0.75) << "and comes back";
  ASSERT_EQ(points_of(middle, token_subject(2)).size(), 1);
  ASSERT_EQ(labels_of(start, "a").size(), 1);
  EXPECT_DOUBLE_EQ(labels_of(start, "a")[0].opacity, 0.5);
  EXPECT_DOUBLE_EQ(labels_of(*morph->at(0.25), "a")[0].opacity, 0.25);
  // However often it is interrupted, what has gone does not pile up.
  std::shared_ptr<const Scene> seen = half;
  for (int i = 0; i < 100; ++i) {
    seen = find_morph(seen, shared(i % 2 == 0 ? third : second))->at(0.3);
  }
  EXPECT_LT(seen->clouds[0].points.size() + seen->labels.size(), 10U);
}

}  // namespace
}  // namespace baryscope
