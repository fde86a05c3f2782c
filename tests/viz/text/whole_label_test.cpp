// The name of an axis is pushed into the picture; a number that would leave it is dropped.
#include <gtest/gtest.h>

#include "viz/text/label_layout.h"

namespace baryscope {
namespace {

TEST(WholeLabel, StaysInThePictureWhereverItsAnchorIs) {
  Scene scene;
  Camera camera;
  camera.orthographic = true;
  camera.parallel_scale = 1;
  const Viewport viewport{400, 400};
  for (const bool whole : {false, true}) {
    for (const Vec3 anchor : {Vec3{-0.95, 0.7, 0}, Vec3{0.95, -0.5, 0}}) {
      SceneLabel label;
      label.anchor = anchor;
      label.spans = {{"mean of the last twelve months", false, true}};
      label.clearance = 2;
      label.side = std::array{0.0, -1.0};
      label.is_whole = whole;
      scene.labels.push_back(label);
    }
  }
  TextPainter painter;
  const auto placed = place_labels(scene, camera, viewport, painter);
  ASSERT_EQ(placed.size(), 4u);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const bool whole = scene.labels[i].is_whole;
    EXPECT_EQ(placed[i].visible, whole) << i;
    if (!whole) continue;
    EXPECT_GE(placed[i].x, 0) << i;
    EXPECT_LE(placed[i].x + placed[i].width, viewport.width) << i;
    EXPECT_LT(placed[i].y + placed[i].height, placed[i].anchor_y + 1) << i;
  }
}

}  // namespace
}  // namespace baryscope
