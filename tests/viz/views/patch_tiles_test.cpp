/// Patches of an image at the points of their tokens.
#include "viz/views/patch_tiles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "tests/viz/views/hand_made.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/flow/build_flow.h"
#include "viz/views/ring/build_ring.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

// Of four tokens the last two are the halves of a picture: red on the left, blue on the right.
Analysis seeing_analysis() {
  Analysis analysis = pairwise_analysis();
  PixelImage image{4, 8, {}};
  for (int pixel = 0; pixel < 32; ++pixel) {
    const bool left = pixel % 8 < 4;
    for (const int value : {left ? 255 : 0, 0, left ? 0 : 255}) {
      image.pixels.push_back(static_cast<std::uint8_t>(value));
    }
  }
  analysis.role.layout.grid = PatchGrid{2, 1, 2, std::make_shared<const PixelImage>(image)};
  return analysis;
}

const FieldMesh* find_patches(const Scene& scene) {
  const auto found = std::ranges::find(scene.fields, "patches", &FieldMesh::name);
  return found == scene.fields.end() ? nullptr : &*found;
}

const ScenePoint& point_of_token(const Scene& scene, const char* cloud, int token) {
  const auto& points = std::ranges::find(scene.clouds, cloud, &TokenCloud::name)->points;
  return *std::ranges::find(points, token_subject(token), &ScenePoint::subject);
}

TEST(PatchTiles, ArePlacedAtTheirPointsWithTheColoursOfTheImage) {
  const Analysis analysis = seeing_analysis();
  EXPECT_FALSE(has_patch(analysis, 1));
  EXPECT_TRUE(has_patch(analysis, 2));
  const Scene scene = build_scene(analysis, {});
  const FieldMesh* tiles = find_patches(scene);
  ASSERT_NE(tiles, nullptr);
  EXPECT_EQ(tiles->triangles.size(), 2U * 2 * 8 * 8);
  const std::size_t n_corners = tiles->points.size() / 2;
  for (std::size_t patch = 0; patch < 2; ++patch) {
    const int token = 2 + static_cast<int>(patch);
    const ScenePoint& point = point_of_token(scene, "tokens", token);
    EXPECT_EQ(point.glyph, Glyph::ring);
    Vec3 center;
    for (std::size_t i = patch * n_corners; i < (patch + 1) * n_corners; ++i) {
      center = center + (1.0 / static_cast<double>(n_corners)) * tiles->points[i];
      EXPECT_EQ(tiles->colors[i].red, patch == 0 ? 1 : 0);
      EXPECT_EQ(tiles->colors[i].blue, patch == 0 ? 0 : 1);
      // Within the ring, in pixels.
      const Viewport viewport = figure_viewport(scene, 1600, 1000);
      const auto at = to_screen(scene.camera, viewport, tiles->points[i]);
      const auto middle = to_screen(scene.camera, viewport, point.position);
      ASSERT_TRUE(at && middle);
      EXPECT_LE(std::hypot(at->x - middle->x, at->y - middle->y),
                1.02 * point.radius * stroke_scale(viewport));
    }
    EXPECT_LT(length(center - point.position), 1e-9);
  }
  EXPECT_NE(point_of_token(scene, "tokens", 0).glyph, Glyph::ring);
}

TEST(PatchTiles, AreInEveryViewOfAText) {
  EXPECT_NE(find_patches(build_flow(seeing_analysis(), {})), nullptr);
  EXPECT_NE(find_patches(build_ring(seeing_analysis(), {})), nullptr);
  EXPECT_EQ(find_patches(build_scene(pairwise_analysis(), {})), nullptr);
}

// A name that lay in its own ring would give way to it.
TEST(PatchTiles, NamesStandOutsideOfTheirRings) {
  for (const Scene& scene :
       {build_scene(seeing_analysis(), {}), build_ring(seeing_analysis(), {})}) {
    int n_checked = 0;
    for (const SceneLabel& label : scene.labels) {
      const Subject& subject = label.subjects.front();
      if (subject.kind != Subject::Kind::token || !has_patch(seeing_analysis(), subject.number())) {
        continue;
      }
      const auto& points = std::ranges::find(scene.clouds, "tokens", &TokenCloud::name)->points;
      const auto point = std::ranges::find(points, subject, &ScenePoint::subject);
      if (point == points.end()) continue;
      EXPECT_GT(label.clearance, point->radius) << subject.number();
      ++n_checked;
    }
    EXPECT_GT(n_checked, 0);
  }
}

TEST(PatchTiles, ManyPatchesHaveFewerPixels) {
  Analysis analysis = long_analysis(60);
  PixelImage image{16, 16, std::vector<std::uint8_t>(16 * 16 * 3, 128)};
  analysis.role.layout.grid = PatchGrid{0, 6, 10, std::make_shared<const PixelImage>(image)};
  const Scene few = build_scene(analysis, {});
  analysis = long_analysis(200);
  analysis.role.layout.grid = PatchGrid{0, 10, 20, std::make_shared<const PixelImage>(image)};
  const Scene many = build_scene(analysis, {});
  ASSERT_TRUE(find_patches(few) && find_patches(many));
  EXPECT_EQ(find_patches(few)->triangles.size(), 60U * 2 * 64);
  EXPECT_EQ(find_patches(many)->triangles.size(), 200U * 2 * 16);
}

}  // namespace
}  // namespace baryscope
