#include "viz/draw/overlay.h"

#include "tests/support/image_similarity.h"
#include "tests/viz/vtk/bakery_scene.h"
#include "tests/viz/vtk/picture_checks.h"
#include "viz/draw/downsample.h"
#include "viz/draw/glyph_icon.h"
#include "viz/scene/color_map.h"

namespace baryscope {
namespace {

/// Pixels of the rows [from, to) that differ from white.
int n_written(const Image& image, int from, int to) {
  int n = 0;
  for (int y = from; y < to; ++y) {
    for (int x = 0; x < image.width; ++x) {
      n += difference(pixel(image, x, y), {1, 1, 1, 1}) > 0.1 ? 1 : 0;
    }
  }
  return n;
}

/// Title, finding, caption and legend without anything else, on white.
Scene furniture() {
  Scene scene = bakery_scene("light", "#FFFFFF");
  scene.clouds.clear();
  scene.edges.clear();
  scene.hulls.clear();
  scene.labels.clear();
  scene.caption = "lens: K′ = keys of layer 4";
  return scene;
}

TEST(Overlay, TitlesAndLegendKeepOutOfTheScenesArea) {
  for (const double font_size : {9.0, 14.0, 22.0}) {
    Scene scene = furniture();
    scene.font_size = font_size;
    const Viewport area = figure_viewport(scene, 1200, 800);
    const Image image = drawn(scene, 1200, 800);
    const int top = static_cast<int>(area.margin_top);
    const int bottom = 800 - static_cast<int>(area.margin_bottom);
    EXPECT_GT(n_written(image, 0, top), 1000) << font_size;
    EXPECT_EQ(n_written(image, top, bottom), 0) << font_size;
    EXPECT_GT(n_written(image, bottom, 800), 1000) << font_size;
    // Nothing touches the frame.
    EXPECT_EQ(n_written(image, 0, 4), 0) << font_size;
    EXPECT_EQ(n_written(image, 797, 800), 0) << font_size;
  }
}

TEST(Overlay, NarrowFiguresKeepTheirFurnitureInItsPlace) {
  Scene scene = furniture();
  scene.title += " (lens: Q2, K2 = queries and keys of head 4)";
  for (int i = 0; i < 5; ++i) {
    scene.legend.rows.push_back(
        {Role::attainable, std::nullopt, true, true, "another attainable set"});
  }
  for (const auto& [width, height] : {std::pair{800, 500}, {560, 420}, {420, 420}}) {
    const Viewport area = figure_viewport(scene, width, height);
    const Image image = drawn(scene, width, height);
    const int top = static_cast<int>(area.margin_top);
    const int bottom = height - static_cast<int>(area.margin_bottom);
    EXPECT_EQ(n_written(image, top, bottom), 0) << width;
    EXPECT_EQ(n_written(image, height - 3, height), 0) << width;
    for (int y = 0; y < height; ++y) {
      EXPECT_LT(difference(pixel(image, width - 4, y), {1, 1, 1, 1}), 0.05) << width << " " << y;
    }
  }
}

TEST(Overlay, EmptyTextsAndHiddenLegendsAreNotDrawn) {
  Scene scene = furniture();
  scene.title.clear();
  scene.finding.clear();
  scene.caption.clear();
  scene.legend.visible = false;
  EXPECT_EQ(n_written(drawn(scene, 400, 300), 0, 300), 0);
}

TEST(Overlay, LongTitlesShrinkIntoThePicture) {
  Scene scene = furniture();
  scene.title += scene.title;
  const Image image = drawn(scene, 900, 500);
  for (int y = 0; y < 96; ++y) {
    EXPECT_LT(difference(pixel(image, 890, y), {1, 1, 1, 1}), 0.05) << y;
  }
}

TEST(Overlay, ColourBarRunsThroughTheMap) {
  const Scene scene = furniture();
  const Image image = drawn(scene, 1000, 600);
  const auto seen = [&](const Color& color) {
    for (int y = 600 - 64; y < 600; ++y) {
      for (int x = 20; x < 240; ++x) {
        if (difference(pixel(image, x, y), color) < 0.02) {
          return true;
        }
      }
    }
    return false;
  };
  for (const double t : {0.02, 0.25, 0.5, 0.75, 0.98}) {
    EXPECT_TRUE(seen(map_color("cividis", t, false))) << t;
  }
}

TEST(Overlay, LabelsStandNearTheirPoints) {
  Scene scene = bakery_scene("light", "#FFFFFF");
  const Image with_labels = drawn(scene, 1000, 625);
  const ScreenPoint at = place(scene, scene.labels[6].anchor, 1000, 625);
  ASSERT_EQ(scene.labels[6].spans[0].text, "school");
  scene.labels.clear();
  const Image without = drawn(scene, 1000, 625);
  int n = 0;
  for (int y = static_cast<int>(at.y) - 60; y < at.y + 60; ++y) {
    for (int x = static_cast<int>(at.x) - 120; x < at.x + 120; ++x) {
      n += difference(pixel(with_labels, x, y), pixel(without, x, y)) > 0.3 ? 1 : 0;
    }
  }
  EXPECT_GT(n, 60);
}

TEST(Overlay, MovingSceneKeepsItsTextPictures) {
  Scene scene = bakery_scene("light");
  Overlay overlay;
  const auto lay_out = [&] {
    overlay.set_scene(std::make_shared<Scene>(scene));
    overlay.lay_out(scene.camera, figure_viewport(scene, 800, 500), 1);
    return overlay.atlas_version();
  };
  const int first = lay_out();
  for (SceneLabel& label : scene.labels) {
    label.anchor = 1.1 * label.anchor;
  }
  EXPECT_EQ(lay_out(), first);
  scene.labels[3].spans[0].bold = true;
  const int bold = lay_out();
  EXPECT_GT(bold, first);
  scene.legend.ticks.pop_back();
  const int fewer_ticks = lay_out();
  EXPECT_GT(fewer_ticks, bold);
  scene.theme = make_theme("dark", "cividis", "theme");
  const int dark = lay_out();
  EXPECT_GT(dark, fewer_ticks);
  scene.labels[3].scale = 0.85;
  EXPECT_GT(lay_out(), dark);
}

TEST(Overlay, LinesAreAsWideAsTheySayInEveryDirection) {
  for (const auto& [x, y] : {std::pair{30.0, 40.0}, {-30.0, 40.0}, {50.0, 0.0}, {0.0, 50.0}}) {
    OverlayMesh mesh;
    mesh.add_line(100, 100, 100 + x, 100 + y, 3, {0, 0, 0, 1});
    const std::vector<float>& v = mesh.mesh().vertices;
    ASSERT_EQ(v.size(), 40U);
    for (const std::size_t end : {0U, 20U}) {
      const double across_x = v[end] - v[end + 10], across_y = v[end + 1] - v[end + 11];
      EXPECT_NEAR(across_x * x + across_y * y, 0, 1e-3) << x << " " << y;
      EXPECT_NEAR(std::hypot(across_x, across_y), v[end + 8] - v[end + 18], 1e-4);
      EXPECT_GT(v[end + 8], 0.5 * 3) << "and a smooth rim";
      EXPECT_EQ(v[end + 9], 0.5F * 3);
    }
  }
}

TEST(Overlay, LeadersStartOutsideTheirPoints) {
  Scene scene = bakery_scene("light");
  for (SceneLabel& label : scene.labels) {
    label.anchor = 0.25 * label.anchor;  // a crowd
  }
  const Viewport viewport = figure_viewport(scene, 800, 500);
  TextPainter painter;
  Overlay overlay;
  overlay.set_scene(std::make_shared<Scene>(scene));
  overlay.lay_out(scene.camera, viewport, 2);
  const std::vector<float>& v = overlay.mesh().vertices;
  int n_leaders = 0;
  for (const PlacedLabel& label : place_labels(scene, scene.camera, viewport, painter)) {
    const double end_x = std::clamp(label.anchor_x, label.x, label.x + label.width);
    const double end_y = std::clamp(label.anchor_y, label.y, label.y + label.height);
    const double span = std::hypot(end_x - label.anchor_x, end_y - label.anchor_y);
    if (!label.visible || !label.leader || span < label.clearance + 2) {
      continue;
    }
    ++n_leaders;
    const double t = label.clearance / span;
    const double x = 2 * (label.anchor_x + t * (end_x - label.anchor_x));
    const double y = 2 * (label.anchor_y + t * (end_y - label.anchor_y));
    bool found = false;
    for (std::size_t i = 0; i + 40 <= v.size(); i += 40) {
      found = found || (v[i + 9] > 0 && std::hypot(0.5 * (v[i] + v[i + 10]) - x,
                                                   0.5 * (v[i + 1] + v[i + 11]) - y) < 0.1);
    }
    EXPECT_TRUE(found) << "of label " << label.label;
  }
  EXPECT_GT(n_leaders, 0);
}

TEST(Overlay, TwiceTheScaleIsTheSamePictureLarger) {
  const Scene scene = bakery_scene("dark");
  const Image small = drawn(scene, 700, 440, 1);
  const Image large = downsampled(drawn(scene, 1400, 880, 2), 2);
  EXPECT_GT(image_similarity(small, large), 0.93);
}

TEST(Downsample, AveragesAndGivesStraightColours) {
  // Two opaque red pixels, two empty ones: half as opaque, as red as before.
  const Image image{2, 2, {200, 0, 0, 255, 0, 0, 0, 0, 200, 0, 0, 255, 0, 0, 0, 0}};
  const Image half = downsampled(image, 2);
  EXPECT_EQ(half.rgba, (std::vector<std::uint8_t>{200, 0, 0, 128}));
  EXPECT_EQ(downsampled(Image{1, 1, {50, 20, 0, 100}}, 1).rgba,
            (std::vector<std::uint8_t>{128, 51, 0, 100}));
}

TEST(Atlas, PlacesDoNotOverlapAndHoldTheirPixels) {
  Atlas atlas;
  std::vector<Atlas::Place> places;
  for (int i = 1; i <= 200; ++i) {
    const int width = 10 + i * 7 % 300, height = 5 + i * 3 % 40;
    places.push_back(atlas.add(width, height, std::vector<std::uint8_t>(4UL * width * height, i)));
  }
  const Image image = atlas.image();
  for (int i = 1; i <= 200; ++i) {
    const Atlas::Place& place = places[i - 1];
    for (const auto& [x, y] : {std::pair{0, 0}, {place.width - 1, place.height - 1}}) {
      const std::size_t at =
          4 * ((static_cast<std::size_t>(place.y) + y) * image.width + place.x + x);
      EXPECT_EQ(image.rgba.at(at), i);
    }
  }
}

TEST(GlyphIcon, LooksAsThePointDoes) {
  for (const Glyph glyph :
       {Glyph::sphere, Glyph::octahedron, Glyph::diamond, Glyph::hollow_diamond}) {
    Scene scene = front_scene();
    scene.legend.visible = false;
    const double radius = 60;
    scene.clouds = {{"", {{{0, 0, 0}, radius, Role::query, glyph}}}};
    const Image image = drawn(scene);
    const Image icon = glyph_icon(glyph, scene.theme.color(Role::query), {1, 1, 1, 1}, 100);
    // Points of pictures of 400×400 are drawn at 0.6 of their radius.
    const double reach = glyph == Glyph::sphere ? 1.05 : 1.42;
    double worst = 0, sum = 0;
    for (const double x : {-0.5, -0.2, 0.1, 0.4}) {
      for (const double y : {-0.35, -0.1, 0.15, 0.3}) {
        const double d = difference(pixel(image, 200 + 0.6 * radius * x, 200 - 0.6 * radius * y),
                                    pixel(icon, 50 + 50 * x / reach, 50 - 50 * y / reach));
        worst = std::max(worst, d);
        sum += d;
      }
    }
    EXPECT_LT(sum / 16, 0.12) << static_cast<int>(glyph);
  }
}

}  // namespace
}  // namespace baryscope
