// The way from one scene to the next: who is whose partner, what has none, what never moves.
#include "viz/scene/scene_morph.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/viz/scene/morph_scenes.h"

namespace baryscope {
namespace {

using namespace test;

Scene framed_scene() {
  Scene scene;
  scene.clouds = {{"data", {point({0.5, 0.5, 0}, data_point_subject(0))}}};
  scene.edges = {{"frame",
                  {edge({0, 0, 0}, {1, 0, 0}), edge({1, 0, 0}, {1, 1, 0}),
                   edge({1, 1, 0}, {0, 1, 0}), edge({0, 1, 0}, {0, 0, 0})}}};
  scene.labels = {label({0, 0, 0}, "0"), label({1, 0, 0}, "1"), label({0, 1, 0}, "1"),
                  label({0.5, 0.5, 0}, "row 0", {data_point_subject(0)})};
  scene.triangles = {
      {"cells", {triangle({Vec3{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}, cell_subject(1, 2))}}};
  return scene;
}

TEST(SceneMorph, WhatDidNotMoveStaysWhereItIs) {
  const Scene light = framed_scene();
  Scene dark = light;
  dark.theme = make_theme("dark", "cividis", "theme");
  for (const double t : {0.0, 0.3, 0.9}) {
    EXPECT_EQ(to_text(on_the_way(light, dark, t)), to_text(dark));
  }
}

TEST(SceneMorph, AFrameThatGrewComesAndTheOldOneGoesAndNothingFliesFromACorner) {
  const Scene before = framed_scene();
  Scene after = before;
  for (SceneEdge& each : after.edges[0].edges) {
    each.from = 2.0 * each.from;
    each.to = 2.0 * each.to;
  }
  after.labels[1].anchor = {2, 0, 0};
  after.labels[2].anchor = {0, 2, 0};
  const Scene way = on_the_way(before, after, 0.25);
  ASSERT_EQ(way.edges.size(), 1);
  ASSERT_EQ(way.edges[0].edges.size(), 8);
  for (std::size_t i = 0; i < 4; ++i) {
    const SceneEdge &now = way.edges[0].edges[i], &old = way.edges[0].edges[4 + i];
    EXPECT_EQ(now.from, after.edges[0].edges[i].from) << i;
    EXPECT_EQ(now.to, after.edges[0].edges[i].to) << i;
    EXPECT_DOUBLE_EQ(now.opacity, 0.25) << i;
    EXPECT_EQ(old.from, before.edges[0].edges[i].from) << i;
    EXPECT_EQ(old.to, before.edges[0].edges[i].to) << i;
    EXPECT_DOUBLE_EQ(old.opacity, 0.75) << i;
  }
  ASSERT_EQ(way.labels.size(), 6);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(way.labels[i].anchor, after.labels[i].anchor) << i;
  EXPECT_DOUBLE_EQ(way.labels[0].opacity, 1) << "the same tick at the same place";
  EXPECT_DOUBLE_EQ(way.labels[1].opacity, 0);
  EXPECT_EQ(way.labels[4].anchor, before.labels[1].anchor);
  EXPECT_DOUBLE_EQ(way.labels[4].opacity, 0.5) << "gone when the new one comes";
}

TEST(SceneMorph, PointsFindTheirPlacesInAnyOrder) {
  const Scene before = tokens_at({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 0, 0}});
  Scene after = tokens_at({{0, 4, 0}, {1, 4, 0}, {2, 4, 0}, {3, 4, 0}});
  std::reverse(after.clouds[0].points.begin(), after.clouds[0].points.end());
  const Scene way = on_the_way(before, after, 0.5);
  for (int i = 0; i < 4; ++i) {
    const auto found = points_of(way, token_subject(i));
    ASSERT_EQ(found.size(), 1) << i;
    EXPECT_EQ(found[0].position, (Vec3{static_cast<double>(i), 2, 0})) << i;
    EXPECT_DOUBLE_EQ(found[0].opacity, 1) << i;
  }
}

TEST(SceneMorph, WhatComesAndGoesFadesAtItsPlace) {
  const Scene before = tokens_at({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}});
  Scene after = tokens_at({{0, 1, 0}, {1, 1, 0}, {2, 1, 0}, {3, 1, 0}});
  after.clouds[0].points.erase(after.clouds[0].points.begin());
  const auto morph = find_morph(shared(before), shared(after));
  ASSERT_NE(morph, nullptr);
  for (const double t : {0.0, 0.5, 0.75}) {
    const Scene way = *morph->at(t);
    const auto gone = points_of(way, token_subject(0)), fresh = points_of(way, token_subject(3));
    ASSERT_EQ(gone.size(), 1);
    ASSERT_EQ(fresh.size(), 1);
    EXPECT_EQ(gone[0].position, (Vec3{0, 0, 0}));
    EXPECT_DOUBLE_EQ(gone[0].opacity, 1 - t);
    EXPECT_EQ(fresh[0].position, (Vec3{3, 1, 0}));
    EXPECT_DOUBLE_EQ(fresh[0].opacity, t);
    EXPECT_DOUBLE_EQ(points_of(way, token_subject(1))[0].opacity, 1);
  }
}

TEST(SceneMorph, TheEndIsTheSceneItselfAndTheStartTheOneBefore) {
  const Scene before = framed_scene();
  Scene moved = before;
  moved.title = "another title";
  moved.clouds[0].points[0].position = {0.1, 0.9, 0};
  moved.labels[3].anchor = {0.1, 0.9, 0};
  const auto to = shared(moved);
  const auto morph = find_morph(shared(before), to);
  ASSERT_NE(morph, nullptr);
  EXPECT_EQ(morph->at(1), to);
  EXPECT_FALSE(morph->at(1)->way);
  const Scene start = *morph->at(0);
  ASSERT_TRUE(start.way);
  EXPECT_EQ(start.way->to, to);
  EXPECT_EQ(start.title, "another title") << "words never fly";
  moved.clouds[0].points[0].position = before.clouds[0].points[0].position;
  moved.labels[3].anchor = before.labels[3].anchor;
  EXPECT_EQ(to_text(start), to_text(moved));
}

TEST(SceneMorph, AnotherLookFadesOverTheOldOneOnTheSameWay) {
  Scene before = tokens_at({{0, 0, 0}, {1, 0, 0}}), after = tokens_at({{0, 2, 0}, {1, 2, 0}});
  after.clouds[0].points[0].role = Role::key;
  before.edges = {{"weights", {edge({0, 0, 0}, {1, 0, 0}, edge_subject(0, 1))}}};
  after.edges = {{"weights", {edge({0, 2, 0}, {1, 2, 0}, edge_subject(0, 1))}}};
  after.edges[0].edges[0].dashed = true;
  const Scene way = on_the_way(before, after, 0.25);
  const auto points = points_of(way, token_subject(0));
  ASSERT_EQ(points.size(), 2);
  EXPECT_EQ(points[0].role, Role::key);
  EXPECT_DOUBLE_EQ(points[0].opacity, 0.25);
  EXPECT_EQ(points[1].role, Role::minor);
  EXPECT_DOUBLE_EQ(points[1].opacity, 0.75);
  EXPECT_EQ(points[0].position, points[1].position);
  const auto edges = edges_of(way, edge_subject(0, 1));
  ASSERT_EQ(edges.size(), 2);
  EXPECT_TRUE(edges[0].dashed);
  EXPECT_DOUBLE_EQ(edges[0].opacity, 0.25);
  EXPECT_FALSE(edges[1].dashed);
  EXPECT_EQ(edges[0].from, (Vec3{0, 0.5, 0}));
  EXPECT_EQ(edges[0].from, edges[1].from);
}

TEST(SceneMorph, WhatHangsOnPointsGoesWithThemAlsoWhileItFades) {
  Scene before = tokens_at({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}});
  Scene after = tokens_at({{0, 4, 0}, {1, 4, 0}, {2, 4, 0}});
  before.edges = {{"weights", {edge({0, 0, 0}, {1, 0, 0}, edge_subject(0, 1))}}};
  after.edges = {{"weights", {edge({0, 4, 0}, {2, 4, 0}, edge_subject(0, 2))}}};
  before.triangles = {
      {"t", {triangle({Vec3{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}, triangle_subject(0, 1, 2))}}};
  const Scene way = on_the_way(before, after, 0.5);
  const auto gone = edges_of(way, edge_subject(0, 1)), fresh = edges_of(way, edge_subject(0, 2));
  ASSERT_EQ(gone.size(), 1);
  ASSERT_EQ(fresh.size(), 1);
  EXPECT_EQ(gone[0].to, (Vec3{1, 2, 0}));
  EXPECT_EQ(fresh[0].to, (Vec3{2, 2, 0}));
  EXPECT_DOUBLE_EQ(gone[0].opacity, 0.5);
  EXPECT_DOUBLE_EQ(fresh[0].opacity, 0.5);
  ASSERT_EQ(way.triangles.size(), 1);
  EXPECT_EQ(way.triangles[0].triangles[0].corners[1], (Vec3{1, 2, 0}));
  EXPECT_DOUBLE_EQ(way.triangles[0].triangles[0].opacity, 0.25);
}

TEST(SceneMorph, LabelsGoWithTheirPointsAndFade) {
  Scene before = tokens_at({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}});
  Scene after = tokens_at({{0, 4, 0}, {1, 4, 0}, {2, 4, 0}});
  before.labels = {label({0, 0, 0}, "bakery 0.41", {token_subject(0)}),
                   label({1, 0, 0}, "a · b", {token_subject(1), token_subject(2)})};
  before.labels[1].more_anchors = {{2, 0, 0}};
  after.labels = {label({1, 4, 0}, "a", {token_subject(1)}),
                  label({0, 4, 0}, "bakery 0.38", {token_subject(0)})};
  const Scene way = on_the_way(before, after, 0.25);
  ASSERT_EQ(way.labels.size(), 3);
  EXPECT_EQ(way.labels[0].anchor, (Vec3{1, 1, 0})) << "a label that comes sits on its point";
  EXPECT_DOUBLE_EQ(way.labels[0].opacity, 0);
  EXPECT_DOUBLE_EQ(on_the_way(before, after, 0.75).labels[0].opacity, 0.5);
  EXPECT_EQ(way.labels[1].anchor, (Vec3{0, 1, 0}));
  EXPECT_DOUBLE_EQ(way.labels[1].opacity, 1) << "the numbers change, the label is the same";
  EXPECT_EQ(way.labels[2].anchor, (Vec3{1, 1, 0}));
  EXPECT_EQ(way.labels[2].more_anchors[0], (Vec3{2, 1, 0}));
  EXPECT_DOUBLE_EQ(way.labels[2].opacity, 0.5);
}

TEST(SceneMorph, OfOtherThingsThereIsNoWay) {
  const Scene scene = tokens_at({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 0, 0}});
  Scene other = scene;
  for (ScenePoint& each : other.clouds[0].points) {
    each.subject = data_point_subject(each.subject.number());
  }
  EXPECT_EQ(find_morph(shared(scene), shared(other)), nullptr);
  EXPECT_EQ(find_morph(shared(scene), shared(scene), {.broken = true}), nullptr);
  const auto matched = [](std::vector<int> before) { return Continuity{false, std::move(before)}; };
  // [CLS] and [SEP] are in every text.
  EXPECT_EQ(
      find_morph(shared(tokens_at({{}, {}, {}, {}, {}, {}})),
                 shared(tokens_at({{}, {}, {}, {}, {}, {}})), matched({0, -1, -1, -1, -1, 5})),
      nullptr);
  EXPECT_NE(find_morph(shared(scene), shared(scene), matched({0, 1, -1, 3})), nullptr);
  EXPECT_EQ(find_morph(nullptr, shared(scene)), nullptr);
  EXPECT_EQ(find_morph(shared(Scene{}), shared(Scene{})), nullptr);
}

TEST(SceneMorph, WhatIsTooMuchToBeDrawnForEveryFrameIsCut) {
  Scene many = tokens_at({{0, 0, 0}});
  many.clouds[0].points.resize(7000, many.clouds[0].points[0]);
  EXPECT_EQ(find_morph(shared(many), shared(many)), nullptr);
  Scene one = tokens_at({{0, 0, 0}}), packed = one;
  packed.edge_columns = {columns({{0, 0, 0}, {1, 0, 0}}, {0, 1}, {{0, 1}}, {0.5F})};
  packed.edge_columns[0].ends.resize(100000, {0, 1});
  packed.edge_columns[0].weights.resize(100000, 0.5F);
  EXPECT_EQ(find_morph(shared(one), shared(packed)), nullptr);
  EXPECT_EQ(find_morph(shared(packed), shared(one)), nullptr);
  // Few enough at either end, too many together.
  Scene left = one, right = one;
  for (int i = 0; i < 4000; ++i) {
    left.clouds[0].points.push_back(point({0, 0, 1}, output_subject(i)));
    right.clouds[0].points.push_back(point({0, 0, 1}, output_subject(4000 + i)));
  }
  EXPECT_EQ(find_morph(shared(left), shared(right)), nullptr);
}

}  // namespace
}  // namespace baryscope
