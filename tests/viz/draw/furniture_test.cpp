// Title, finding, caption, axes, labels and legend of a figure at many sizes: all there, all
// legible, none on another.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "viz/draw/figure.h"
#include "viz/draw/overlay.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/flat_camera.h"

namespace baryscope {
namespace {

using Kind = WrittenText::Kind;

constexpr double k_least_pixels = 11;

/// With as much to write as a figure of the attention view ever has.
Scene wordy_scene(double font_size = 14) {
  Scene scene;
  scene.theme = make_theme("light", "cividis", "theme");
  scene.font_size = font_size;
  scene.title =
      "“bakery” reads its sentence · MiniLM layer 5 head 3 · differential (lens: Q2, K2 = "
      "queries and keys of head 4)";
  scene.finding =
      "leaves the hull by 0.42 (λ = 0.8); 41 % from bakery, 33 % from [CLS], 9 % from "
      "library\n7 % from the second sentence";
  scene.caption =
      "placed by PCA of the values, 88 % of their variance · 12 % of the weight on sinks "
      "is not drawn · the output leaves the hull in directions that are not shown";
  scene.legend.title = "weight (marginal)";
  scene.legend.color_map = "diverging";
  scene.legend.minimum = -0.4;
  scene.legend.maximum = 0.4;
  scene.legend.ticks = {-0.4, -0.2, 0, 0.2, 0.4};
  scene.legend.rows = {
      {Role::query, Glyph::ring, false, false, "query"},
      {Role::output_inside, Glyph::diamond, false, false, "output, inside the hull"},
      {Role::key, Glyph::sphere, false, false, "key"},
      {Role::key_prime, Glyph::octahedron, false, false, "key prime"},
      {Role::minor, Glyph::sphere, false, false, "key below 3 %"},
      {Role::positive, std::nullopt, false, false, "positive weight"},
      {Role::negative, std::nullopt, true, false, "negative weight, dashed"},
      {Role::hull, std::nullopt, false, true, "hull of the values"},
      {Role::attainable, std::nullopt, true, true, "what differences of two averages can reach"}};
  scene.axes.visible = true;
  scene.axes.titles = {"PC 1 · 38 % of variance", "PC 2 · 27 % of variance",
                       "PC 3 · 23 % of variance"};
  scene.axes.origin = {-1, -1, -1};
  scene.axes.ends = {{{1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}}};
  TokenCloud cloud;
  for (int i = 0; i < 8; ++i) {
    const Vec3 at{i % 2 ? 0.9 : -0.9, i / 2 % 2 ? 0.8 : -0.8, i / 4 ? 0.9 : -0.9};
    cloud.points.push_back({at, 8, Role::key, Glyph::sphere});
    SceneLabel label;
    label.anchor = at;
    label.spans = {{"token " + std::to_string(i)}};
    label.scale = 0.78;
    scene.labels.push_back(label);
  }
  scene.clouds = {cloud};
  scene.camera.position = {2, 1.5, 7};
  return scene;
}

std::vector<WrittenText> written(const Scene& scene, double width, double height) {
  Overlay overlay;
  overlay.set_scene(std::make_shared<const Scene>(scene));
  overlay.lay_out(scene.camera, figure_viewport(scene, width, height), 1);
  return overlay.written();
}

std::string words_of(const std::vector<WrittenText>& texts, Kind kind) {
  std::string words;
  for (const WrittenText& each : texts) {
    if (each.kind == kind) words += (words.empty() ? "" : " ") + each.words;
  }
  return words;
}

void expect_apart(const std::vector<WrittenText>& texts, double width, double height,
                  const std::string& where) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ScreenBox a = texts[i].box;
    EXPECT_GE(a.left, -0.5) << where << ": " << texts[i].words;
    EXPECT_GE(a.top, -0.5) << where << ": " << texts[i].words;
    EXPECT_LE(a.right, width + 0.5) << where << ": " << texts[i].words;
    EXPECT_LE(a.bottom, height + 0.5) << where << ": " << texts[i].words;
    a = {a.left + 0.5, a.top + 0.5, a.right - 0.5, a.bottom - 0.5};
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(overlap(a, texts[j].box))
          << where << ": “" << texts[i].words << "” lies on “" << texts[j].words << "”";
    }
  }
}

std::string size_text(double width, double height, double font) {
  return std::to_string(static_cast<int>(width)) + "×" + std::to_string(static_cast<int>(height)) +
         " at " + std::to_string(static_cast<int>(font)) + " pt";
}

const std::vector<std::pair<double, double>> k_sizes = {
    {1600, 1000}, {1366, 768}, {800, 1000}, {800, 600}, {640, 480}, {512, 560},
    {400, 500},   {320, 480},  {260, 480},  {240, 520}, {900, 300}};

TEST(Furniture, TheLegendKeepsEveryEntryAtEverySize) {
  for (const double font : {9.0, 14.0, 20.0}) {
    const Scene scene = wordy_scene(font);
    for (const auto& [width, height] : k_sizes) {
      const std::string words = words_of(written(scene, width, height), Kind::legend);
      for (const Legend::Row& row : scene.legend.rows) {
        EXPECT_NE(words.find(row.text), std::string::npos)
            << size_text(width, height, font) << " lacks “" << row.text << "”";
      }
      EXPECT_NE(words.find(scene.legend.title), std::string::npos);
    }
  }
  for (const auto& [width, height] : {std::pair{120.0, 90.0}, {60.0, 300.0}, {40.0, 20.0}}) {
    const auto texts = written(wordy_scene(), width, height);
    EXPECT_GE(std::count_if(texts.begin(), texts.end(),
                            [](const auto& each) { return each.kind == Kind::legend; }),
              10)
        << "a thumbnail too";
  }
}

TEST(Furniture, NoWordIsTooSmallToRead) {
  for (const double font : {14.0, 20.0}) {
    for (const auto& [width, height] : k_sizes) {
      for (const WrittenText& each : written(wordy_scene(font), width, height)) {
        EXPECT_GE(each.points * 96 / 72, k_least_pixels - 1e-6)
            << size_text(width, height, font) << ": " << each.words;
      }
    }
  }
}

TEST(Furniture, NothingLiesOnAnything) {
  for (const double font : {9.0, 14.0, 20.0}) {
    for (const auto& [width, height] : k_sizes) {
      Scene scene = wordy_scene(font);
      for (int turn = 0; turn < 4; ++turn) {
        scene.camera = rotated(scene.camera, 470, 130, {1600, 1000});
        expect_apart(written(scene, width, height), width, height,
                     size_text(width, height, font) + " turn " + std::to_string(turn));
      }
    }
  }
}

TEST(Furniture, WordsThatHaveRoomAreWhole) {
  for (const auto& [width, height] :
       {std::pair{1600.0, 1000.0}, {800.0, 1000.0}, {512.0, 560.0}, {400.0, 560.0}}) {
    Scene scene = wordy_scene();
    const std::string words = words_of(written(scene, width, height), Kind::head);
    for (const char* part : {"“bakery” reads", "head 4)", "41 % from bakery", "sentence",
                             "of their variance", "that are not shown"}) {
      std::string joined = words;
      EXPECT_NE(joined.find(part), std::string::npos)
          << size_text(width, height, 14) << " lacks “" << part << "” of " << words;
    }
  }
}

TEST(Furniture, WhatHasNoRoomIsCutWithASign) {
  const std::string words = words_of(written(wordy_scene(), 260, 300), Kind::head);
  EXPECT_NE(words.find("“bakery” reads"), std::string::npos) << "the title comes first";
  EXPECT_TRUE(words.ends_with("…")) << words;
}

TEST(Furniture, TheSceneKeepsAPartOfThePicture) {
  for (const double font : {9.0, 14.0, 20.0}) {
    for (const auto& [width, height] : k_sizes) {
      const Viewport area = figure_viewport(wordy_scene(font), width, height);
      EXPECT_GT(area.height - area.margin_top - area.margin_bottom, 0.2 * height)
          << size_text(width, height, font);
    }
  }
}

TEST(Furniture, BothOfAPairLeaveTheSameRoom) {
  Scene first = wordy_scene(), second = wordy_scene();
  second.title = "short";
  second.finding.clear();
  second.legend.rows.resize(2);
  put_side_by_side(first, second);
  for (const auto& [width, height] : k_sizes) {
    const Viewport a = figure_viewport(first, width, height);
    const Viewport b = figure_viewport(second, width, height);
    EXPECT_EQ(a.margin_top, b.margin_top) << width;
    EXPECT_EQ(a.margin_bottom, b.margin_bottom) << width;
  }
  EXPECT_LT(figure_viewport(wordy_scene(), 1600, 1000).margin_top, 200);
}

TEST(Furniture, AFigureOfAPairIsLegibleAndKeepsTheEntriesOfBoth) {
  auto first = std::make_shared<Scene>(wordy_scene()), second = std::make_shared<Scene>(*first);
  second->title = "“bakery” reads its sentence · SmolLM2 layer 11 head 2 · pairwise softmax";
  second->legend.rows = {{Role::key, Glyph::cross, false, false, "key"},
                         {Role::majority, Glyph::cross, false, false, "something else altogether"}};
  put_side_by_side(*first, *second);
  for (const auto& [width, height] :
       {std::pair{1600, 1000}, {1024, 700}, {1004, 600}, {700, 560}, {520, 640}}) {
    const Figure figure = make_figure(first, second, width, height, 1);
    std::string legend;
    for (const FigurePanel& panel : figure.panels) {
      const auto texts = written(*panel.scene, panel.width, panel.height);
      const std::string where =
          size_text(width, height, 14) + " panel at " + std::to_string(panel.left);
      expect_apart(texts, panel.width, panel.height, where);
      for (const WrittenText& each : texts) {
        EXPECT_GE(each.points * 96 / 72, k_least_pixels - 1e-6) << where << ": " << each.words;
      }
      legend += words_of(texts, Kind::legend) + " ";
    }
    std::multiset<std::string> names;
    for (const Legend::Row& row : figure.panels[0].scene->legend.rows) names.insert(row.text);
    EXPECT_EQ(names.count("key"), 2U) << "two glyphs, two entries";
    for (const std::string& name : names) {
      EXPECT_NE(legend.find(name), std::string::npos) << width << " lacks " << name;
    }
  }
}

/// A plot in the plane with numbers and names beside it, as the samples view draws one.
Scene plot(double font_size) {
  Scene scene = wordy_scene(font_size);
  scene.axes.visible = false;
  scene.labels.clear();
  const auto beside = [&](Vec3 at, const std::string& words, std::array<double, 2> side,
                          double clearance, double scale) {
    SceneLabel label;
    label.anchor = at;
    label.spans = {{words, false, true}};
    label.side = side;
    label.clearance = clearance;
    label.scale = scale;
    scene.labels.push_back(label);
  };
  for (const double number : {-1.0, 0.0, 1.0}) {
    beside({number, -1, 0}, std::to_string(static_cast<int>(number)), {0, 1}, 0, 0.78);
    beside({-1, 0.8 * number, 0}, "0.5", {-1, 0}, 0, 0.78);
  }
  beside({0, -1, 0}, "name of the first column", {0, 1}, 21 * std::max(1.0, font_size / 14) / 0.6,
         0.84);
  beside({-1, 1, 0}, "x1", {0, -1}, 2, 0.84);
  scene.camera.orthographic = true;
  scene.camera.position = {0, 0, 9};
  return scene;
}

TEST(Furniture, NamesOfAPlotsAxesStandBetweenItAndTheLegend) {
  const std::vector<Vec3> corners{{-1, -1, 0}, {1, 1, 0}};
  for (const double font : {14.0, 20.0}) {
    for (const auto& [width, height] : {std::pair{800.0, 600.0}, {420.0, 660.0}, {640.0, 560.0}}) {
      Scene scene = plot(font);
      const Viewport area = figure_viewport(scene, width, height);
      scene.camera = fitted_flat(scene.camera, corners, area, plot_room(scene, area));
      const auto texts = written(scene, width, height);
      const std::string where = size_text(width, height, font);
      expect_apart(texts, width, height, where);
      const std::string names = words_of(texts, Kind::label);
      EXPECT_NE(names.find("x1"), std::string::npos) << where;
      if (font == 14 && width > 500) {
        EXPECT_NE(names.find("name of the first column"), std::string::npos) << where;
      }
      // Moved by hand they go on to the frame's rim, never onto the legend.
      for (const double down : {-300.0, -120.0, 120.0, 300.0}) {
        Scene moved = scene;
        moved.camera = panned(scene.camera, 10, down, area);
        expect_apart(written(moved, width, height), width, height, where + " moved");
      }
    }
  }
}

TEST(TextExtent, IsAnUpperBoundOfTheFontInUse) {
  TextPainter painter;
  const Scene scene = wordy_scene();
  for (const bool bold : {false, true}) {
    for (const std::string& words :
         {scene.title, scene.finding, scene.caption, std::string("WWW mmm 0.123 − × λ")}) {
      TextStyle style;
      style.size = 12;
      double width = 0, height = 0;
      std::string line = words;
      std::replace(line.begin(), line.end(), '\n', ' ');
      painter.measure({{line, bold}}, style, width, height);
      const TextExtent bound = estimated_extent(line, bold, 12);
      EXPECT_GE(bound.width, width) << line;
      EXPECT_LE(bound.width, 1.7 * width) << line;
      EXPECT_GE(bound.height, height) << line;
    }
  }
}

TEST(Wrapped, APercentSignStaysWithItsNumber) {
  const std::string words = "(100.0 %) and 3 % more";
  for (double width = 90; width < 200; width += 5) {
    for (const std::string& line : wrapped(words, false, 10, width, estimated_extent)) {
      EXPECT_FALSE(line.starts_with("%")) << line << " at " << width;
    }
  }
}

TEST(Wrapped, KeepsEveryCharacterAndTheWidth) {
  const std::string words =
      "one two·three · Donaudampfschifffahrtsgesellschaftskapitän 東京タワー end";
  for (const double width : {400.0, 120.0, 60.0, 30.0}) {
    std::string all;
    for (const std::string& line : wrapped(words, false, 10, width, estimated_extent)) {
      EXPECT_LE(estimated_extent(line, false, 10).width, width + 1e-9) << line;
      all += line;
    }
    std::string expected = words;
    for (std::string* text : {&all, &expected}) {
      std::string kept;
      for (std::size_t i = 0; i < text->size(); ++i) {
        if (text->compare(i, 2, "·") == 0) {
          ++i;
        } else if ((*text)[i] != ' ') {
          kept += (*text)[i];
        }
      }
      *text = kept;
    }
    EXPECT_EQ(all, expected) << width;
  }
  EXPECT_TRUE(wrapped("", false, 10, 100, estimated_extent).empty());
}

}  // namespace
}  // namespace baryscope
