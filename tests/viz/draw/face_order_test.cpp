// The order of translucent faces, against a painter that sorts the faces of every pixel.
#include "viz/draw/face_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace baryscope {
namespace {

bool covers(const DeepPolygon& polygon, double x, double y) {
  bool left = false, right = false;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const DeepPoint &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    const double side = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    left = left || side > 0;
    right = right || side < 0;
  }
  return !(left && right);
}

/// The faces over a pixel, the farthest first, by their depth there.
std::vector<int> by_depth(const std::vector<DeepPolygon>& faces, double x, double y) {
  std::vector<std::pair<double, int>> found;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    if (covers(faces[i], x, y)) {
      found.emplace_back(near_at(faces[i], x, y), static_cast<int>(i));
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<int> order;
  for (const auto& [depth, face] : found) {
    order.push_back(face);
  }
  return order;
}

std::vector<int> as_drawn(const FaceOrder& order, double x, double y) {
  std::vector<int> drawn;
  for (const FacePiece& piece : order.pieces) {
    if (covers(piece.corners, x, y)) {
      drawn.push_back(piece.face);
    }
  }
  return drawn;
}

/// How many of 4,000 pixels of the 100 × 100 picture are drawn in another order than by depth;
/// pixels within a hair of a rim count for none.
int wrong_pixels(const std::vector<DeepPolygon>& faces, const FaceOrder& order) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> place(0, 100);
  int wrong = 0;
  for (int i = 0; i < 4000; ++i) {
    const double x = place(random), y = place(random);
    const std::vector<int> drawn = as_drawn(order, x, y);
    const bool same = drawn == by_depth(faces, x, y);
    const bool on_a_rim = drawn != as_drawn(order, x + 1e-4, y + 1e-4) ||
                          drawn != as_drawn(order, x - 1e-4, y + 1e-4);
    wrong += same || on_a_rim ? 0 : 1;
  }
  return wrong;
}

TEST(FaceOrder, FacesThatDoNotOverlapKeepWhole) {
  const std::vector<DeepPolygon> faces = {{{0, 0, 1}, {10, 0, 1}, {0, 10, 1}},
                                          {{50, 50, 0}, {60, 50, 0}, {50, 60, 0}}};
  const FaceOrder order = order_faces(faces);
  ASSERT_EQ(order.pieces.size(), 2U);
  EXPECT_TRUE(order.complete);
  EXPECT_EQ(order.pieces[0].face, 1) << "the farther first";
}

TEST(FaceOrder, ATriangleBehindAnotherIsDrawnFirstWhateverItsCentre) {
  // A large floor that reaches near the eye, and a small face above its far part.
  const std::vector<DeepPolygon> faces = {{{20, 20, 1}, {30, 20, 1}, {25, 30, 1}},
                                          {{0, 0, 0}, {100, 0, 0}, {50, 100, 30}}};
  EXPECT_EQ(relation(faces[0], faces[1]), FaceRelation::behind);
  const FaceOrder order = order_faces(faces);
  EXPECT_EQ(wrong_pixels(faces, order), 0);
  EXPECT_EQ(order.pieces.size(), 2U);
}

TEST(FaceOrder, TwoInterlockingTrianglesAreCut) {
  const std::vector<DeepPolygon> faces = {{{10, 10, 0}, {90, 20, 10}, {20, 90, 0}},
                                          {{90, 90, 0}, {10, 60, 10}, {60, 5, 2}}};
  EXPECT_EQ(relation(faces[0], faces[1]), FaceRelation::crossing);
  const FaceOrder order = order_faces(faces);
  EXPECT_TRUE(order.complete);
  EXPECT_EQ(order.pieces.size(), 3U);
  EXPECT_EQ(wrong_pixels(faces, order), 0);
}

TEST(FaceOrder, ThreeThatOverlapInACycleAreCut) {
  // Each lies over the next one, like the flaps of a box.
  const std::vector<DeepPolygon> faces = {{{10, 10, 0}, {90, 10, 10}, {90, 30, 10}},
                                          {{90, 10, 0}, {70, 90, 10}, {50, 90, 10}},
                                          {{55, 90, 0}, {10, 5, 10}, {35, 5, 10}}};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NE(relation(faces[i], faces[(i + 1) % 3]), FaceRelation::apart);
    EXPECT_NE(relation(faces[i], faces[(i + 1) % 3]), FaceRelation::crossing);
  }
  const FaceOrder order = order_faces(faces);
  EXPECT_TRUE(order.complete);
  EXPECT_EQ(wrong_pixels(faces, order), 0);
}

TEST(FaceOrder, RandomTrianglesAreDrawnByDepth) {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(0, 100), depth(-20, 20);
    std::vector<DeepPolygon> faces;
    for (int i = 0; i < 7; ++i) {
      DeepPolygon face;
      for (int corner = 0; corner < 3; ++corner) {
        face.push_back({place(random), place(random), depth(random)});
      }
      faces.push_back(std::move(face));
    }
    const FaceOrder order = order_faces(faces, 1000);
    if (order.complete) {
      EXPECT_EQ(wrong_pixels(faces, order), 0) << "seed " << seed;
    }
    EXPECT_LE(order.pieces.size(), 4 * faces.size());
  }
}

TEST(FaceOrder, PiecesTogetherAreAsLargeAsTheirFace) {
  const std::vector<DeepPolygon> faces = {{{10, 10, 0}, {90, 20, 10}, {20, 90, 0}},
                                          {{90, 90, 0}, {10, 60, 10}, {60, 5, 2}}};
  std::vector<double> area(2);
  for (const FacePiece& piece : order_faces(faces).pieces) {
    area[static_cast<std::size_t>(piece.face)] += seen_area(piece.corners);
  }
  EXPECT_NEAR(area[0], seen_area(faces[0]), 1e-6);
  EXPECT_NEAR(area[1], seen_area(faces[1]), 1e-6);
}

TEST(FaceOrder, TooManyCutsLeaveFacesWhole) {
  const std::vector<DeepPolygon> faces = {{{10, 10, 0}, {90, 20, 10}, {20, 90, 0}},
                                          {{90, 90, 0}, {10, 60, 10}, {60, 5, 2}}};
  const FaceOrder order = order_faces(faces, 1);
  EXPECT_FALSE(order.complete);
  EXPECT_EQ(order.pieces.size(), 2U);
}

TEST(FaceOrder, NeighboursInOnePlaneAndFacesSeenEdgeOnAreNotCut) {
  const std::vector<DeepPolygon> faces = {{{0, 0, 0}, {50, 0, 5}, {0, 50, 5}},
                                          {{50, 50, 10}, {50, 0, 5}, {0, 50, 5}},
                                          {{0, 0, -9}, {50, 50, 9}, {25, 25, 0}}};
  const FaceOrder order = order_faces(faces);
  EXPECT_EQ(order.pieces.size(), 3U);
  EXPECT_TRUE(order.complete);
}

TEST(SortedByNeed, KeepsWhatMustComeEarlierAndElseTheKeys) {
  EXPECT_EQ(sorted_by_need({{2}, {}, {}}, {0, 3, 5}), (std::vector<int>{1, 2, 0}));
  EXPECT_EQ(sorted_by_need({{1}, {0}, {}}, {4, 3, 5}), (std::vector<int>{2, 1, 0}))
      << "a cycle is broken at its smallest key";
}

}  // namespace
}  // namespace baryscope
