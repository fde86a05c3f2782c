#include "viz/draw/figure.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

std::shared_ptr<const Scene> scene_named(const std::string& title) {
  Scene scene;
  scene.theme = make_theme("light", "cividis", "theme");
  scene.title = title;
  scene.legend.title = "weight of " + title;
  scene.legend.rows = {{Role::query, Glyph::ring, false, false, "query"}};
  return std::make_shared<const Scene>(std::move(scene));
}

/// A picture of one grey that tells the scenes apart.
Image plain(const std::shared_ptr<const Scene>& scene, int width, int height) {
  const auto grey = static_cast<std::uint8_t>(scene->title == "left"    ? 10
                                              : scene->title == "right" ? 20
                                                                        : 200);
  Image image{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    image.rgba.insert(image.rgba.end(), {grey, grey, grey, 255});
  }
  return image;
}

int grey_at(const Image& image, int x, int y) {
  return image.rgba.at(4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                            static_cast<std::size_t>(x)));
}

TEST(Figure, OneSceneFillsIt) {
  const auto scene = scene_named("left");
  const Figure figure = make_figure(scene, nullptr, 640, 400, 2);
  ASSERT_EQ(figure.panels.size(), 1u);
  EXPECT_EQ(figure.panels[0].scene, scene);
  EXPECT_EQ(figure.panels[0].width, 640);
  EXPECT_EQ(figure.panels[0].height, 400);
  EXPECT_TRUE(figure.rules.empty());
}

TEST(Figure, APairIsTwoHalvesOverOneLegend) {
  for (const int width : {640, 641}) {
    const auto left = scene_named("left"), right = scene_named("right");
    const Figure figure = make_figure(left, right, width, 400, 1);
    ASSERT_EQ(figure.panels.size(), 3u);
    const FigurePanel &frame = figure.panels[0], &first = figure.panels[1],
                      &second = figure.panels[2];
    EXPECT_EQ(frame.width, width);
    EXPECT_EQ(frame.height, 400);
    EXPECT_TRUE(frame.scene->title.empty());
    EXPECT_TRUE(frame.scene->legend.visible);
    EXPECT_EQ(frame.scene->legend.title, "weight") << "they differ";
    EXPECT_EQ(frame.scene->legend.rows.size(), 1u) << "the same row of both";
    EXPECT_EQ(first.left, 0);
    EXPECT_EQ(first.width, width / 2);
    EXPECT_EQ(second.width, width / 2);
    EXPECT_EQ(second.left + second.width, width) << "up to the right margin";
    const double strip = figure_viewport(*frame.scene, width, 400).margin_bottom;
    for (const FigurePanel& half : {first, second}) {
      EXPECT_FALSE(half.scene->legend.visible);
      EXPECT_EQ(half.height, 400 - std::lround(strip));
      // The paper's gradient ends where that of the frame stands at that height.
      const double t = static_cast<double>(half.height) / 400;
      const Theme &paper = frame.scene->theme, &part = half.scene->theme;
      EXPECT_NEAR(part.paper_bottom.red,
                  paper.paper_top.red + t * (paper.paper_bottom.red - paper.paper_top.red), 1e-12);
    }
    EXPECT_TRUE(left->legend.visible) << "what is shown elsewhere stays";
  }
}

TEST(Figure, EachPanelIsPutWhereItBelongsWithARuleBetween) {
  const Figure figure = make_figure(scene_named("left"), scene_named("right"), 200, 120, 1);
  const Image image =
      figure_image(figure, [](const std::shared_ptr<const Scene>& scene, int width, int height,
                              double) { return plain(scene, width, height); });
  ASSERT_EQ(image.width, 200);
  ASSERT_EQ(image.height, 120);
  EXPECT_EQ(grey_at(image, 0, 0), 10);
  EXPECT_EQ(grey_at(image, 99, 5), 10);
  EXPECT_EQ(grey_at(image, 101, 5), 20);
  EXPECT_EQ(grey_at(image, 199, 0), 20);
  EXPECT_EQ(grey_at(image, 10, 119), 200) << "the legend's strip";
  const Rule& rule = figure.rules.at(0);
  EXPECT_GT(rule.bottom, rule.top);
  EXPECT_GT(grey_at(image, rule.left, rule.top), 10) << "ink over what is darker than it";
  EXPECT_EQ(grey_at(image, rule.left, rule.top - 1), rule.left < 100 ? 10 : 20);
}

}  // namespace
}  // namespace baryscope
