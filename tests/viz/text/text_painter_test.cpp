/// Text as pixels: sizes, halo, scripts, missing glyphs, scales.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "viz/text/label_layout.h"
#include "viz/text/recent_cache.h"

namespace baryscope {
namespace {

TextStyle plain() {
  TextStyle style;
  style.ink = {0.1, 0.15, 0.2, 1};
  style.grey = {0.55, 0.6, 0.65, 1};
  style.halo = {1, 1, 1, 1};
  return style;
}

struct Size {
  double width = 0, height = 0;
};
Size measured(TextPainter& painter, const std::vector<LabelSpan>& spans, const TextStyle& style) {
  Size size;
  painter.measure(spans, style, size.width, size.height);
  return size;
}
int n_opaque(const TextImage& image) {
  int n = 0;
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) n += image.rgba[i] > 127 ? 1 : 0;
  return n;
}
int n_like(const TextImage& image, int red, int green, int blue, int tolerance) {
  int n = 0;
  for (std::size_t i = 0; i < image.rgba.size(); i += 4)
    n += image.rgba[i + 3] > 200 && std::abs(image.rgba[i] - red) <= tolerance &&
                 std::abs(image.rgba[i + 1] - green) <= tolerance &&
                 std::abs(image.rgba[i + 2] - blue) <= tolerance
             ? 1
             : 0;
  return n;
}

TEST(TextPainter, FourteenPointsAreAsHighAsTheyShouldBe) {
  TextPainter painter;
  const Size size = measured(painter, {{"bakery"}}, plain());
  // 14 pt = 18.67 px; DejaVu Sans and Noto Sans have lines of 1.16 to 1.37 em.
  EXPECT_GT(size.height, 18.6);
  EXPECT_LT(size.height, 27);
  EXPECT_GT(size.width, 45);
  EXPECT_LT(size.width, 85);
  TextStyle twice = plain();
  twice.size = 28;
  EXPECT_NEAR(measured(painter, {{"bakery"}}, twice).width, 2 * size.width, 0.5);
}

TEST(TextPainter, TheSizeDoesNotDependOnTheScaleAndTheImageFollowsIt) {
  TextPainter painter;
  for (const char* text : {"bakery", "שָׁלוֹם", "Ệg̃"}) {
    const Size at_one = measured(painter, {{text}}, plain());
    for (const double scale : {1.0, 1.5, 2.0, 3.0}) {
      TextStyle style = plain();
      style.scale = scale;
      const Size size = measured(painter, {{text}}, style);
      EXPECT_DOUBLE_EQ(size.width, at_one.width);
      EXPECT_DOUBLE_EQ(size.height, at_one.height);
      const TextImage& image = painter.draw({{text}}, style);
      const double border = 2 * (style.halo_width * scale + 2);
      EXPECT_NEAR(image.width, scale * size.width + border, 3);
      EXPECT_NEAR(image.height, scale * size.height + border, 3);
      ASSERT_EQ(image.rgba.size(), std::size_t(4) * image.width * image.height);
      // Nothing is cut off: the outermost pixels are empty.
      for (int x = 0; x < image.width; ++x) {
        EXPECT_EQ(image.rgba[4 * x + 3], 0);
        EXPECT_EQ(image.rgba[4 * ((image.height - 1) * image.width + x) + 3], 0);
      }
      for (int y = 0; y < image.height; ++y) {
        EXPECT_EQ(image.rgba[4 * (y * image.width) + 3], 0);
        EXPECT_EQ(image.rgba[4 * (y * image.width + image.width - 1) + 3], 0);
      }
    }
  }
}

TEST(TextPainter, TheHaloSurroundsTheInkInItsColour) {
  TextPainter painter;
  TextStyle style = plain();
  style.halo = {1, 0, 0, 1};
  const TextImage with = painter.draw({{"library"}}, style);
  style.halo_width = 0;
  const TextImage without = painter.draw({{"library"}}, style);
  EXPECT_GT(n_like(with, 255, 0, 0, 2), 200);
  EXPECT_EQ(n_like(without, 255, 0, 0, 40), 0);
  EXPECT_GT(n_opaque(with), 2 * n_opaque(without));
  EXPECT_GT(n_like(with, 26, 38, 51, 6), 40) << "the ink lies on top";
  style.halo_width = 2;
  style.halo.alpha = 0.5;
  const TextImage faint = painter.draw({{"library"}}, style);
  int n_half = 0;
  for (std::size_t i = 0; i < faint.rgba.size(); i += 4)
    n_half += faint.rgba[i] > 250 && std::abs(faint.rgba[i + 3] - 128) <= 2 ? 1 : 0;
  EXPECT_GT(n_half, 200) << "straight alpha keeps the full colour";
}

TEST(TextPainter, SpansAreBoldAndGrey) {
  TextPainter painter;
  EXPECT_GT(measured(painter, {{"bakery", true, false}}, plain()).width,
            1.05 * measured(painter, {{"bakery", false, false}}, plain()).width);
  TextStyle style = plain();
  style.halo_width = 0;
  style.grey = {0, 0.8, 0, 1};
  const TextImage image = painter.draw({{"play"}, {"ing", false, true}}, style);
  int right_most_ink = 0, left_most_grey = image.width;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const std::uint8_t* pixel = &image.rgba[4 * (y * image.width + x)];
      if (pixel[3] < 128) continue;
      if (pixel[1] > 150) left_most_grey = std::min(left_most_grey, x);
      if (pixel[1] < 80) right_most_ink = std::max(right_most_ink, x);
    }
  EXPECT_LT(right_most_ink, left_most_grey);
  EXPECT_LT(left_most_grey, image.width);
  EXPECT_NEAR(measured(painter, {{"play"}, {"ing"}}, style).width,
              measured(painter, {{"playing"}}, style).width, 1.5);
}

TEST(TextPainter, ManyScriptsGivePictures) {
  TextPainter painter;
  const double letter = measured(painter, {{"n"}}, plain()).width;
  for (const char* text :
       {"עברית", "العَرَبِيَّة", "日本語", "한국어", "हिन्दी", "ไทย", "ᾧ ἦν", "🙂",
        "👩‍👩‍👧‍👦", "a\u0301\u0302\u0303", "\u202Eabc", "١٢٣"}) {
    const Size size = measured(painter, {{text}}, plain());
    EXPECT_GT(size.width, 0.6 * letter) << text;
    EXPECT_LT(size.width, 90 * letter) << text;
    EXPECT_GT(n_opaque(painter.draw({{text}}, plain())), 20) << text;
  }
}

TEST(TextPainter, RightToLeftWordsAreShapedAndReversed) {
  TextPainter painter;
  // Joined letters are narrower than the same letters apart.
  EXPECT_LT(measured(painter, {{"ببب"}}, plain()).width,
            measured(painter, {{"ب\u200Cب\u200Cب"}}, plain()).width);
  TextStyle style = plain();
  style.halo_width = 0;
  style.grey = {0, 0.8, 0, 1};
  const TextImage image = painter.draw({{"שלום"}, {"עולם", false, true}}, style);
  double ink = 0, n_ink = 0, grey = 0, n_grey = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const std::uint8_t* pixel = &image.rgba[4 * (y * image.width + x)];
      if (pixel[3] < 128) continue;
      (pixel[1] > 120 ? grey : ink) += x;
      (pixel[1] > 120 ? n_grey : n_ink) += 1;
    }
  ASSERT_GT(n_ink, 0);
  ASSERT_GT(n_grey, 0);
  EXPECT_LT(grey / n_grey, ink / n_ink) << "the second word stands on the left";
}

TEST(TextPainter, CharactersWithoutAGlyphAreSpeltOut) {
  TextPainter painter;
  const auto same_picture = [&](const std::string& text, const std::string& shown) {
    EXPECT_EQ(painter.draw({{text}}, plain()).rgba, TextPainter().draw({{shown}}, plain()).rgba)
        << shown;
  };
  same_picture("\U000F1234", "[U+F1234]");
  same_picture("a\U0010FFFDb", "a[U+10FFFD]b");
  same_picture(std::string("x\0y", 3), "x[U+0000]y");
  same_picture("tab\there", "tab[U+0009]here");
  same_picture("\n", "[U+000A]");
  same_picture("\u200B", "[U+200B]");
  same_picture(" ", "[U+0020]");
  same_picture("bad\xFF", "bad\uFFFD");
  same_picture("bad\xE2\x82", "bad\uFFFD\uFFFD");
}

TEST(TextPainter, EmptyAndEndlessTextsAreHarmless) {
  TextPainter painter;
  EXPECT_NO_THROW(painter.draw({}, plain()));
  EXPECT_NO_THROW(painter.draw({{""}}, plain()));
  TextStyle style = plain();
  style.scale = 4;
  const TextImage& image = painter.draw({{std::string(100'000, 'W')}}, style);
  EXPECT_LT(image.width, 20'000);
  EXPECT_GT(n_opaque(image), 1000);
}

TEST(TextPainter, RepeatsTheSamePicture) {
  TextPainter painter;
  const TextImage first = painter.draw({{"between"}}, plain());
  for (int i = 0; i < 300; ++i) painter.draw({{"word " + std::to_string(i)}}, plain());
  EXPECT_EQ(painter.draw({{"between"}}, plain()).rgba, first.rgba);
  EXPECT_EQ(TextPainter().draw({{"between"}}, plain()).rgba, first.rgba);
}

TEST(RecentCache, ForgetsTheOldestAboveItsCost) {
  RecentCache<int> cache(10);
  cache.put("a", 1, 4);
  cache.put("b", 2, 4);
  ASSERT_NE(cache.find("a"), nullptr);
  cache.put("c", 3, 4);
  EXPECT_EQ(cache.find("b"), nullptr);
  EXPECT_EQ(*cache.find("a"), 1);
  EXPECT_EQ(cache.cost(), 8U);
  EXPECT_EQ(cache.put("huge", 9, 100), 9);
  EXPECT_EQ(cache.size(), 1U);
}

}  // namespace
}  // namespace baryscope
