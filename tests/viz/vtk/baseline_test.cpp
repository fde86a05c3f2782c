#include <gtest/gtest.h>

#include <string>

#include "tests/support/image_similarity.h"
#include "tests/viz/vtk/bakery_scene.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {
namespace {

/// Made on Debian 12 by llvmpipe with DejaVu Sans. Most of a picture is paper, which is always
/// alike.
constexpr double k_least = 0.97;
class Baseline : public testing::TestWithParam<std::string> {};

TEST_P(Baseline, BakeryLooksAsItDid) {
  const Scene scene = bakery_scene(GetParam());
  const Image image = render_image(scene, scene.camera, 640, 400, 0.6);
  EXPECT_EQ(baseline_difference(image, "bakery_" + GetParam(), k_least), "");
}

TEST_P(Baseline, LostLabelsAreNoticed) {
  Scene scene = bakery_scene(GetParam());
  scene.labels.clear();
  scene.finding.clear();
  const Image image = render_image(scene, scene.camera, 640, 400, 0.6);
  EXPECT_NE(baseline_difference(image, "bakery_" + GetParam(), k_least), "");
}

INSTANTIATE_TEST_SUITE_P(Themes, Baseline, testing::Values("light", "dark", "print"),
                         [](const auto& theme) { return theme.param; });

}  // namespace
}  // namespace baryscope
