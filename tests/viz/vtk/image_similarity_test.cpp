#include "tests/support/image_similarity.h"

#include <gtest/gtest.h>

#include "tests/viz/vtk/bakery_scene.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {
namespace {

Image checkered(int shift, std::uint8_t contrast) {
  Image image{64, 48, {}};
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) {
      const bool on = ((x + shift) / 8 + y / 8) % 2 == 0;
      const auto value = static_cast<std::uint8_t>(on ? 128 + contrast : 128 - contrast);
      image.rgba.insert(image.rgba.end(), {value, value, value, 255});
    }
  }
  return image;
}

TEST(ImageSimilarity, IsOneForEqualAndFallsWithDifference) {
  const Image image = checkered(0, 100);
  EXPECT_NEAR(image_similarity(image, image), 1, 1e-12);
  const double fainter = image_similarity(image, checkered(0, 60));
  const double shifted = image_similarity(image, checkered(2, 100));
  const double inverted = image_similarity(image, checkered(8, 100));
  EXPECT_LT(fainter, 0.95);
  EXPECT_LT(shifted, fainter);
  EXPECT_LT(inverted, 0);
}

TEST(ImageSimilarity, SeesAlpha) {
  const Image opaque = checkered(0, 100);
  Image transparent = opaque;
  for (std::size_t i = 3; i < transparent.rgba.size(); i += 4) {
    transparent.rgba[i] = 0;
  }
  EXPECT_LT(image_similarity(opaque, transparent), 0.5);
}

TEST(ImageSimilarity, MissesNoLostEdgeInAPicture) {
  Scene scene = bakery_scene("light");
  const Image whole = render_image(scene, scene.camera, 400, 250, 0.5);
  scene.edges[0].edges.erase(scene.edges[0].edges.begin() + 9);
  const Image without_library = render_image(scene, scene.camera, 400, 250, 0.5);
  EXPECT_LT(image_similarity(whole, without_library), 0.999);
  EXPECT_GT(image_similarity(whole, without_library), 0.9);
}

}  // namespace
}  // namespace baryscope
