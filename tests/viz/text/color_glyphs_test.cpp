/// Emoji in colour with a halo, and the scripts of East Asia, by the fonts that ./dev brings.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "viz/text/label_layout.h"

namespace baryscope {
namespace {

TextStyle style_of(double halo_width, double scale = 2) {
  TextStyle style;
  style.ink = {0.1, 0.1, 0.1, 1};
  style.grey = {0.5, 0.5, 0.5, 1};
  style.halo = {1, 1, 1, 1};
  style.halo_width = halo_width;
  style.scale = scale;
  return style;
}

const std::uint8_t* pixel(const TextImage& image, int x, int y) {
  return &image.rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                          static_cast<std::size_t>(x))];
}

/// Opaque pixels whose channels lie far apart.
int n_saturated(const TextImage& image) {
  int n = 0;
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
    const auto [low, high] = std::minmax({image.rgba[i], image.rgba[i + 1], image.rgba[i + 2]});
    n += image.rgba[i + 3] > 200 && high - low > 80 ? 1 : 0;
  }
  return n;
}

TEST(ColorGlyphs, EmojiKeepTheirColoursAndOthersTheInk) {
  TextPainter painter;
  for (const char* text : {"🐶", "😀", "🇩🇪", "the 🐶 says"}) {
    EXPECT_GT(n_saturated(painter.draw({{text}}, style_of(2))), 100) << text;
    EXPECT_GT(n_saturated(painter.draw({{text, true, false}}, style_of(0, 1))), 25) << text;
  }
  for (const char* text : {"dog", "你好", "→ ∘ ▶", "1#*"}) {
    EXPECT_EQ(n_saturated(painter.draw({{text}}, style_of(2))), 0) << text;
  }
}

TEST(ColorGlyphs, TheHaloSurroundsAnEmojiOnAllSides) {
  for (const double scale : {1.0, 2.0, 3.0}) {
    TextPainter painter;
    const TextStyle with = style_of(2, scale), without = style_of(0, scale);
    const TextImage haloed = painter.draw({{"🐱"}}, with);
    const TextImage bare = TextPainter().draw({{"🐱"}}, without);
    // Both lie in the middle of their pictures.
    const int border = (haloed.width - bare.width) / 2;
    ASSERT_EQ(haloed.height - bare.height, 2 * border);
    const int reach = static_cast<int>(2 * scale) - 1;
    int n_seen = 0;
    for (int y = 0; y < bare.height; ++y) {
      for (int x = 0; x < bare.width; ++x) {
        if (pixel(bare, x, y)[3] < 250) continue;
        for (const auto& [dx, dy] : {std::pair{reach, 0}, {-reach, 0}, {0, reach}, {0, -reach}}) {
          ASSERT_GT(pixel(haloed, x + border + dx, y + border + dy)[3], 120)
              << scale << ": " << x << " " << y << " " << dx << " " << dy;
          ++n_seen;
        }
      }
    }
    EXPECT_GT(n_seen, 200) << scale;
  }
}

TEST(ColorGlyphs, EmojiBesideATextLeaveItsLettersAsTheyAre) {
  TextPainter painter;
  // In an emoji's line the letters stand lower, their pixels are the same.
  const auto ink_rows = [&](const std::string& text, int columns) {
    const TextImage image = painter.draw({{text}}, style_of(2, 1));
    std::vector<std::uint8_t> rows;
    for (int y = 0; y < image.height; ++y) {
      bool ink = false;
      for (int x = 0; x < columns; ++x) ink |= pixel(image, x, y)[3] > 0;
      if (!ink) continue;
      rows.insert(rows.end(), pixel(image, 0, y), pixel(image, 0, y) + 4L * columns);
    }
    return rows;
  };
  EXPECT_EQ(ink_rows("gypsy        🐶", 40), ink_rows("gypsy        .", 40));
}

TEST(ColorGlyphs, EastAsianLettersAreDrawnNotSpeltOut) {
  TextPainter painter;
  const std::vector<std::pair<std::string, std::string>> words = {{"你好", "[U+4F60][U+597D]"},
                                                                  {"かな", "[U+304B][U+306A]"},
                                                                  {"漢字", "[U+6F22][U+5B57]"},
                                                                  {"한국", "[U+D55C][U+AD6D]"}};
  for (const auto& [word, spelt] : words) {
    const TextImage image = painter.draw({{word}}, style_of(2));
    EXPECT_LT(image.width, TextPainter().draw({{spelt}}, style_of(2)).width / 2) << word;
  }
}

}  // namespace
}  // namespace baryscope
