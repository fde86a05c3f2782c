/// Emoji keep their colours in drawn pictures: labels, titles and legends alike.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/viz/vtk/picture_checks.h"

namespace baryscope {
namespace {

int n_saturated(const Image& image) {
  int n = 0;
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
    const auto [low, high] = std::minmax({image.rgba[i], image.rgba[i + 1], image.rgba[i + 2]});
    n += high - low > 80 ? 1 : 0;
  }
  return n;
}

Scene with_label(const std::string& text) {
  Scene scene = front_scene();
  scene.labels.push_back({});
  scene.labels.back().anchor = {0, 0, 0};
  scene.labels.back().spans = {{text}};
  return scene;
}

TEST(ColorText, LabelsTitlesAndLegendsShowEmojiInColour) {
  EXPECT_EQ(n_saturated(drawn(with_label("dog"))), 0);
  for (const double scale : {1.0, 2.0}) {
    const Scene label = with_label("🐶");
    EXPECT_GT(n_saturated(render_image(label, label.camera, 400, 400, scale)), 15) << scale;
    Scene title = front_scene();
    title.title = "The 🐶 says 你好";
    EXPECT_GT(n_saturated(render_image(title, title.camera, 400, 400, scale)), 15) << scale;
    const auto legend_of = [&](const std::string& what) {
      Scene legend = front_scene();
      legend.legend.visible = true;
      legend.legend.rows = {{Role::ink, Glyph::disc, false, true, what}};
      return n_saturated(render_image(legend, legend.camera, 400, 400, scale));
    };
    EXPECT_GT(legend_of("🐶"), legend_of("dog") + 15) << scale;
  }
}

}  // namespace
}  // namespace baryscope
