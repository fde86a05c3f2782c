// Scenes as pages: what hides what, where things stand, and how large files become.
#include "viz/draw/make_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "viz/draw/overlay.h"
#include "viz/export/svg.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

Scene bare_scene() {
  Scene scene;
  scene.theme = make_theme("light", "cividis", "theme");
  scene.legend.visible = false;
  scene.camera.position = {0, 0, 10};
  return scene;
}

Page page_of(Scene scene, const PageStyle& style = {}) {
  const auto shared = std::make_shared<const Scene>(std::move(scene));
  return make_page(make_figure(shared, nullptr, 1600, 1000, 1), shared->camera, style);
}

SceneEdge edge_between(Vec3 from, Vec3 to, Subject subject) {
  SceneEdge edge;
  edge.from = from;
  edge.to = to;
  edge.width = 8;
  edge.role = Role::key;
  edge.subject = subject;
  return edge;
}

SceneTriangle cell(double z) {
  SceneTriangle triangle;
  triangle.corners = {Vec3{-1, -1, z}, Vec3{1, -1, z}, Vec3{0, 1.5, z}};
  triangle.role = Role::minority;
  triangle.subject = triangle_subject(0, 1, 2);
  return triangle;
}

/// Where a thing's groups stand in the painter's order.
std::vector<int> places_of(const Page& page, const Subject& subject) {
  std::vector<int> places;
  const std::vector<PageGroup>& groups = page.panels.at(0).groups;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].subject == subject) {
      places.push_back(static_cast<int>(i));
    }
  }
  return places;
}

TEST(MakePage, WhatIsNearerLiesOverWhatIsFarther) {
  Scene scene = bare_scene();
  scene.triangles = {{"cells", {cell(0)}}};
  scene.edges = {{"edges",
                  {edge_between({-1, 0, 2}, {1, 0, 2}, edge_subject(0, 1)),
                   edge_between({-1, 0.2, -2}, {1, 0.2, -2}, edge_subject(0, 2))}}};
  const Page page = page_of(scene);
  const std::vector<int> face = places_of(page, triangle_subject(0, 1, 2));
  ASSERT_EQ(face.size(), 1U);
  EXPECT_GT(places_of(page, edge_subject(0, 1)).at(0), face[0]);
  EXPECT_LT(places_of(page, edge_subject(0, 2)).at(0), face[0]);
}

TEST(MakePage, APipeThatPiercesAFaceIsCutThere) {
  Scene scene = bare_scene();
  scene.triangles = {{"cells", {cell(0)}}};
  const Subject subject = edge_subject(0, 1);
  scene.edges = {{"edges", {edge_between({-0.3, -0.5, -2}, {0.3, 0.3, 2}, subject)}}};
  const Page page = page_of(scene);
  const std::vector<int> pipe = places_of(page, subject);
  const std::vector<int> face = places_of(page, triangle_subject(0, 1, 2));
  ASSERT_EQ(pipe.size(), 2U);
  ASSERT_EQ(face.size(), 1U);
  EXPECT_LT(pipe[0], face[0]);
  EXPECT_GT(pipe[1], face[0]);
}

TEST(MakePage, LinesThatCrossAreOrderedWhereTheyCross) {
  // The middle of the first is nearer, but where they cross it lies behind.
  Scene scene = bare_scene();
  scene.edges = {{"edges",
                  {edge_between({-2, 0, -1}, {2, 0, 5}, edge_subject(0, 1)),
                   edge_between({-1.5, -1, 1}, {-1.5, 1, 1}, edge_subject(0, 2))}}};
  const Page page = page_of(scene);
  EXPECT_LT(places_of(page, edge_subject(0, 1)).at(0), places_of(page, edge_subject(0, 2)).at(0));
}

TEST(MakePage, APointLiesOverThePipesThatEndInItButForOneThatComesTowardsTheEye) {
  Scene scene = bare_scene();
  const Subject along = edge_subject(0, 1), towards = edge_subject(0, 2);
  scene.edges = {
      {"edges",
       {edge_between({0, 0, 0}, {3, 0, 0}, along), edge_between({0, 0, 0}, {0.6, 0, 5}, towards)}}};
  scene.clouds = {{"tokens", {{{0, 0, 0}, 20, Role::key, Glyph::sphere, token_subject(0), 1}}}};
  const Page page = page_of(scene);
  const int point = places_of(page, token_subject(0)).at(0);
  EXPECT_LT(places_of(page, along).at(0), point);
  ASSERT_EQ(places_of(page, towards).size(), 2U);
  EXPECT_LT(places_of(page, towards)[0], point);
  EXPECT_GT(places_of(page, towards)[1], point);
}

TEST(MakePage, TextsStandWhereTheScreenHasThem) {
  Scene scene = bare_scene();
  scene.title = "a title";
  scene.finding = "a finding";
  scene.clouds = {{"tokens", {{{0, 0, 0}, 9, Role::key, Glyph::sphere, token_subject(0), 1}}}};
  scene.labels = {{{0, 0, 0}, {{"ba", true}, {"##ker", false, true}}, 1, 9, 1, Role::ink, {}, {}}};
  const auto shared = std::make_shared<const Scene>(scene);
  Overlay overlay;
  overlay.set_scene(shared);
  overlay.lay_out(scene.camera, figure_viewport(scene, 1600, 1000), 1);
  const Page page = page_of(scene);
  std::vector<PageText> texts;
  for (const PageGroup& group : page.panels.at(0).groups) {
    for (const auto& item : group.items) {
      if (const auto* text = std::get_if<PageText>(&item)) {
        texts.push_back(*text);
      }
    }
  }
  ASSERT_EQ(texts.size(), overlay.written().size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const WrittenText& written = overlay.written()[i];
    EXPECT_NEAR(texts[i].pen.x, written.box.left, 3) << written.words;
    EXPECT_GT(texts[i].pen.y, written.box.top) << written.words;
    EXPECT_LT(texts[i].pen.y, written.box.bottom) << written.words;
    EXPECT_NEAR(texts[i].width, written.box.right - written.box.left, 1e-9);
  }
  EXPECT_EQ(texts.back().spans.size(), 2U);
}

TEST(MakePage, LettersBecomeShapesInTheirColours) {
  Scene scene = bare_scene();
  scene.title = "שלום bakery";
  const Page page = page_of(scene, {.text_as_paths = true});
  const PageGroup& head = page.panels.at(0).groups.back();
  EXPECT_EQ(head.words, scene.title);
  for (const auto& item : head.items) {
    const auto* path = std::get_if<PagePath>(&item);
    ASSERT_NE(path, nullptr);
    EXPECT_GT(path->outlines.size(), 2U);
    EXPECT_NE(std::get_if<Color>(&path->fill), nullptr);
  }
}

TEST(MakePage, TenThousandEdgesAreAFileOfFiveMegabytesAtMost) {
  Scene scene = bare_scene();
  EdgeSet edges;
  for (int i = 0; i < 10000; ++i) {
    const double a = 0.001 * i, b = 0.37 * i;
    edges.edges.push_back(edge_between({std::cos(a), std::sin(a), 0},
                                       {std::cos(b), std::sin(b), 0.1 * std::sin(a)},
                                       edge_subject(i / 100, i % 100)));
  }
  scene.edges = {edges};
  FigureWords words;
  words.describe = [](std::size_t, const Subject& subject) { return to_text(subject) + " 0.01"; };
  EXPECT_LE(to_svg(page_of(scene), words).size(), 5'000'000U);
}

}  // namespace
}  // namespace baryscope
