// A hull of which the outline alone is drawn.
#include <gtest/gtest.h>

#include <memory>

#include "viz/draw/drawing.h"
#include "viz/draw/drawing_list.h"

namespace baryscope {
namespace {

Scene octahedron(bool outline) {
  HullSet hull;
  hull.points = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
  for (const int x : {0, 1}) {
    for (const int y : {2, 3}) {
      for (const int z : {4, 5}) {
        hull.triangles.push_back({x, y, z});
      }
    }
  }
  for (int a = 0; a < 6; ++a) {
    for (int b = a + 1; b < 6; ++b) {
      if (a / 2 != b / 2) {
        hull.edges.push_back({a, b});
      }
    }
  }
  hull.outline = outline;
  Scene scene;
  scene.hulls.push_back(hull);
  return scene;
}

TEST(Outline, HasNoFacesAndKnowsBothSidesOfEveryEdge) {
  const DrawingList list = make_drawing_list(octahedron(true));
  EXPECT_TRUE(list.hulls.empty());
  ASSERT_EQ(list.strokes.size(), 12U);
  for (const DrawnStroke& stroke : list.strokes) {
    ASSERT_TRUE(stroke.sides);
    const Vec3 middle = 0.5 * (stroke.from + stroke.to);
    for (const Vec3& normal : *stroke.sides) {
      EXPECT_NEAR(length(normal), 1, 1e-12);
      EXPECT_GT(dot(normal, middle), 0) << "outwards";
      EXPECT_NEAR(dot(normal, stroke.to - stroke.from), 0, 1e-12) << "of a face at this edge";
    }
    EXPECT_FALSE((*stroke.sides)[0] == (*stroke.sides)[1]);
  }
}

TEST(Outline, AWholeHullHasFacesAndEdgesThatAreAlwaysSeen) {
  const DrawingList list = make_drawing_list(octahedron(false));
  EXPECT_EQ(list.hulls.size(), 8U);
  ASSERT_EQ(list.strokes.size(), 12U);
  EXPECT_FALSE(list.strokes.front().sides);
}

TEST(Outline, AnEdgeOfAFlatSetIsAlwaysSeen) {
  Scene scene;
  HullSet& flat = scene.hulls.emplace_back();
  flat.points = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
  flat.triangles = {{0, 1, 2}};
  flat.edges = {{0, 1}, {1, 2}, {0, 2}};
  flat.outline = true;
  for (const DrawnStroke& stroke : make_drawing_list(scene).strokes) {
    EXPECT_FALSE(stroke.sides);
  }
}

TEST(Outline, ItsMeshIsOneOfItsOwn) {
  const auto whole = make_drawing(std::make_shared<const Scene>(octahedron(false)));
  const auto outline = make_drawing(std::make_shared<const Scene>(octahedron(true)));
  EXPECT_TRUE(whole->outlines.indices.empty());
  EXPECT_TRUE(outline->strokes.indices.empty());
  EXPECT_EQ(outline->outlines.indices.size(), whole->strokes.indices.size());
  EXPECT_EQ(outline->outlines.vertices.size(), 12U * 4 * 21);
}

}  // namespace
}  // namespace baryscope
