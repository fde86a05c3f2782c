// The way from one scene to the next: who is whose partner, and what has none.
#include "viz/scene/scene_morph.h"

#include <gtest/gtest.h>

namespace baryscope {
namespace {

SceneEdge edge(Vec3 from, Vec3 to, const Subject& subject = {}) {
  SceneEdge made;
  made.from = from;
  made.to = to;
  made.subject = subject;
  return made;
}

SceneTriangle triangle(Vec3 corner, int key, int key_prime) {
  SceneTriangle made;
  made.corners = {corner, corner + Vec3{1, 0, 0}, corner + Vec3{0, 1, 0}};
  made.subject = triangle_subject(0, key, key_prime);
  return made;
}

SceneLabel label(Vec3 anchor, const char* text, std::vector<Subject> subjects = {}) {
  SceneLabel made;
  made.anchor = anchor;
  made.spans = {{text}};
  made.subjects = std::move(subjects);
  return made;
}

Scene framed_scene() {
  Scene scene;
  ScenePoint point;
  point.subject = data_point_subject(0);
  point.position = {0.5, 0.5, 0};
  scene.clouds = {{"data", {point}}};
  scene.edges = {{"frame",
                  {edge({0, 0, 0}, {1, 0, 0}), edge({1, 0, 0}, {1, 1, 0}),
                   edge({1, 1, 0}, {0, 1, 0}), edge({0, 1, 0}, {0, 0, 0})}}};
  scene.labels = {label({0, 0, 0}, "0"), label({1, 0, 0}, "1"), label({0, 1, 0}, "1"),
                  label({0.5, 0.5, 0}, "row 0", {data_point_subject(0)})};
  scene.triangles = {{"cells", {triangle({0, 0, 0}, 1, 2), triangle({2, 0, 0}, 3, 4)}}};
  return scene;
}

TEST(SceneMorph, WhatDidNotMoveStaysWhereItIs) {
  const Scene light = framed_scene();
  Scene dark = light;
  dark.theme = make_theme("dark", "cividis", "theme");
  ASSERT_TRUE(can_morph(light, dark));
  for (const double t : {0.0, 0.3, 0.9}) EXPECT_EQ(to_text(morphed(light, dark, t)), to_text(dark));
}

TEST(SceneMorph, AFrameThatGrewIsThereAtOnceAndNothingFliesFromACorner) {
  const Scene before = framed_scene();
  Scene after = before;
  for (SceneEdge& each : after.edges[0].edges) {
    each.from = 2.0 * each.from;
    each.to = 2.0 * each.to;
  }
  after.labels[1].anchor = {2, 0, 0};
  after.labels[2].anchor = {0, 2, 0};
  const Scene way = morphed(before, after, 0.25);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(way.edges[0].edges[i].from, after.edges[0].edges[i].from) << i;
    EXPECT_EQ(way.edges[0].edges[i].to, after.edges[0].edges[i].to) << i;
    EXPECT_DOUBLE_EQ(way.edges[0].edges[i].opacity, 0.25) << i;
  }
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(way.labels[i].anchor, after.labels[i].anchor) << i;
}

TEST(SceneMorph, TheLabelOfTheOutputGoesWithIt) {
  Scene before = framed_scene();
  before.labels.push_back(label({0, 0, 4}, "output", {output_subject(3)}));
  before.labels.back().role = Role::output_inside;
  Scene after = before;
  after.labels.back() = label({0, 4, 4}, "output 0.4 from the hull", {output_subject(3)});
  after.labels.back().role = Role::output_outside;
  EXPECT_EQ(morphed(before, after, 0.5).labels.back().anchor, (Vec3{0, 2, 4}));
}

TEST(SceneMorph, PartnersStandForTheSameTokensInAnyOrder) {
  Scene before = framed_scene();
  before.edges = {{"other", {}},
                  {"weights",
                   {edge({0, 0, 0}, {1, 0, 0}, edge_subject(5, 1)),
                    edge({0, 0, 0}, {4, 0, 0}, edge_subject(5, 2))}}};
  Scene after = before;
  after.edges = {{"weights",
                  {edge({0, 0, 2}, {4, 0, 2}, edge_subject(5, 2)),
                   edge({0, 0, 2}, {1, 0, 2}, edge_subject(5, 1)),
                   edge({0, 0, 2}, {9, 0, 2}, edge_subject(5, 3))}}};
  std::swap(after.triangles[0].triangles[0], after.triangles[0].triangles[1]);
  after.triangles[0].triangles[1].corners[0] = {0, 0, 2};
  after.triangles[0].triangles.push_back(triangle({7, 0, 0}, 8, 9));
  const Scene way = morphed(before, after, 0.5);
  const auto& edges = way.edges[0].edges;
  EXPECT_EQ(edges[0].to, (Vec3{4, 0, 1}));
  EXPECT_EQ(edges[1].to, (Vec3{1, 0, 1}));
  EXPECT_DOUBLE_EQ(edges[0].opacity, 1);
  EXPECT_EQ(edges[2].to, (Vec3{9, 0, 2})) << "it was not there before";
  EXPECT_DOUBLE_EQ(edges[2].opacity, 0.5);
  const auto& triangles = way.triangles[0].triangles;
  EXPECT_EQ(triangles[0].corners, after.triangles[0].triangles[0].corners);
  EXPECT_DOUBLE_EQ(triangles[0].opacity, 0.5) << "an unchanged triangle fades in";
  EXPECT_EQ(triangles[1].corners[0], (Vec3{0, 0, 1}));
  EXPECT_DOUBLE_EQ(triangles[2].opacity, 0.25);
  EXPECT_EQ(to_text(morphed(before, after, 1)), to_text(after));
}

TEST(SceneMorph, OtherPointsAreNotMorphed) {
  const Scene scene = framed_scene();
  Scene other = scene;
  other.clouds[0].points[0].subject = data_point_subject(1);
  EXPECT_FALSE(can_morph(scene, other));
  other = scene;
  other.clouds[0].name = "synthetic";
  EXPECT_FALSE(can_morph(scene, other));
  other = scene;
  other.clouds[0].points.resize(7000, scene.clouds[0].points[0]);
  EXPECT_FALSE(can_morph(other, other)) << "too many to be drawn on the way";
}

}  // namespace
}  // namespace baryscope
