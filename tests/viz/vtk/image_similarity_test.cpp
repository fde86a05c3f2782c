#include "tests/support/image_similarity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

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

/// Turned through the colours by half a circle; lightness stays.
Image recolored(Image image) {
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
    std::array<double, 3> rgb{};
    double luma = 0;
    for (int c = 0; c < 3; ++c) {
      rgb[c] = image.rgba[i + c];
      luma += std::array{0.299, 0.587, 0.114}[c] * rgb[c];
    }
    for (int c = 0; c < 3; ++c) {
      image.rgba[i + c] =
          static_cast<std::uint8_t>(std::lround(std::clamp(2 * luma - rgb[c], 0.0, 255.0)));
    }
  }
  return image;
}

TEST(ImageSimilarity, SeesColourOfEqualLightness) {
  Image orange{64, 48, {}}, blue{64, 48, {}}, grey{64, 48, {}};
  for (int i = 0; i < 64 * 48; ++i) {
    orange.rgba.insert(orange.rgba.end(), {180, 110, 60, 255});
    blue.rgba.insert(blue.rgba.end(), {75, 145, 195, 255});  // 2 · 125 − orange
    grey.rgba.insert(grey.rgba.end(), {125, 125, 125, 255});
  }
  EXPECT_LT(image_similarity(orange, blue), -0.9);
  EXPECT_LT(image_similarity(orange, grey), 0.1);
  EXPECT_NEAR(image_similarity(blue, blue), 1, 1e-12);
}

TEST(ImageSimilarity, MissesNoRecolouringOfAPicture) {
  Scene scene = bakery_scene("light");
  const Image picture = render_image(scene, scene.camera, 640, 400, 0.6);
  EXPECT_LT(image_similarity(picture, recolored(picture)), 0);
  EXPECT_NE(baseline_difference(recolored(picture), "bakery_light", 0.97), "");
  // One role in another's colour: the keys in that of second keys.
  for (TokenCloud& cloud : scene.clouds) {
    for (ScenePoint& point : cloud.points) {
      point.role = point.role == Role::key ? Role::key_prime : point.role;
    }
  }
  const Image other = render_image(scene, scene.camera, 640, 400, 0.6);
  EXPECT_NE(baseline_difference(other, "bakery_light", 0.97), "");
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
