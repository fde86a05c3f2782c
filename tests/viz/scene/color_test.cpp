#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "viz/scene/color_map.h"
#include "viz/scene/scene.h"
#include "viz/scene/theme.h"
#include "viz/scene/ticks.h"

namespace baryscope {
namespace {

/// CIE L* of an sRGB colour, from the standard's formulas.
double lightness(Color c) {
  const auto linear = [](double v) {
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  const double y =
      0.2126729 * linear(c.red) + 0.7151522 * linear(c.green) + 0.0721750 * linear(c.blue);
  return y > 216.0 / 24389 ? 116 * std::cbrt(y) - 16 : y * 24389 / 27;
}

void expect_color(Color color, double red, double green, double blue, double tolerance) {
  EXPECT_NEAR(color.red, red, tolerance);
  EXPECT_NEAR(color.green, green, tolerance);
  EXPECT_NEAR(color.blue, blue, tolerance);
}

TEST(ColorMap, LightnessRisesOnDarkPaperAndFallsOnLight) {
  for (const char* name : {"cividis", "viridis"}) {
    for (int i = 0; i < 256; ++i) {
      EXPECT_GT(lightness(map_color(name, (i + 1) / 256.0, true)) + 1e-9,
                lightness(map_color(name, i / 256.0, true)))
          << name << " " << i;
      EXPECT_LT(lightness(map_color(name, (i + 1) / 256.0, false)),
                lightness(map_color(name, i / 256.0, false)) + 1e-9)
          << name << " " << i;
    }
  }
}

TEST(ColorMap, AgreesWithThePublishedTables) {
  // Entries 0, 64, 128, 200, 255 of the published 256; 15 % at the paper's end are left out.
  const double viridis[5][3] = {{.267004, .004874, .329415},
                                {.229739, .322361, .545706},
                                {.127568, .566949, .550556},
                                {.440137, .811138, .340967},
                                {.993248, .906157, .143936}};
  const double cividis[5][3] = {{.0, .135112, .304751},
                                {.263738, .307831, .422789},
                                {.488697, .485318, .471008},
                                {.769353, .707035, .408516},
                                {.995737, .909344, .217772}};
  const int entries[5] = {0, 64, 128, 200, 255};
  for (int i = 0; i < 5; ++i) {
    const double place = entries[i] / 255.0;
    for (const bool dark : {false, true}) {
      const double t = dark ? (place - 0.15) / 0.85 : 1 - place / 0.85;
      if (t < 0) {
        continue;
      }
      expect_color(map_color("viridis", t, dark), viridis[i][0], viridis[i][1], viridis[i][2],
                   0.008);
      expect_color(map_color("cividis", t, dark), cividis[i][0], cividis[i][1], cividis[i][2],
                   0.008);
    }
  }
}

TEST(ColorMap, DivergingHasEqualStepsOfLightnessAndEqualSides) {
  for (const bool dark : {false, true}) {
    const double middle = lightness(map_color("diverging", 0.5, dark));
    const double end = lightness(map_color("diverging", 1, dark));
    EXPECT_GT(std::abs(end - middle), 40);
    for (int i = 0; i <= 20; ++i) {
      const double s = i / 20.0;
      const double positive = lightness(map_color("diverging", 0.5 + 0.5 * s, dark));
      const double negative = lightness(map_color("diverging", 0.5 - 0.5 * s, dark));
      EXPECT_NEAR(positive, negative, 0.3) << dark << " " << s;
      EXPECT_NEAR(positive, middle + s * (end - middle), 0.3) << dark << " " << s;
    }
    const Color blue = map_color("diverging", 1, dark);
    const Color red = map_color("diverging", 0, dark);
    EXPECT_GT(blue.blue, blue.red + 0.3);
    EXPECT_GT(red.red, red.blue + 0.3);
  }
  EXPECT_GT(lightness(map_color("diverging", 0.5, false)), 80);
  EXPECT_LT(lightness(map_color("diverging", 0.5, true)), 35);
}

TEST(ColorMap, ClampsAndNamesTheUnknown) {
  EXPECT_EQ(map_color("viridis", -3, true), map_color("viridis", 0, true));
  EXPECT_EQ(map_color("viridis", 7, true), map_color("viridis", 1, true));
  EXPECT_EQ(map_color("viridis", NAN, true), map_color("viridis", 0, true));
  try {
    map_color("virids", 0, true);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'viridis'"), std::string::npos)
        << error.what();
  }
}

TEST(ColorMap, DivergingScaleIsSymmetricAboutZero) {
  EXPECT_DOUBLE_EQ(scale_position("diverging", -0.2, 0.8, 0), 0.5);
  EXPECT_DOUBLE_EQ(scale_position("diverging", -0.2, 0.8, 0.8), 1);
  EXPECT_DOUBLE_EQ(scale_position("diverging", -0.2, 0.8, -0.2), 0.375);
  EXPECT_DOUBLE_EQ(scale_position("diverging", 0, 0, 0), 0.5);
  EXPECT_DOUBLE_EQ(scale_position("viridis", 0.2, 0.6, 0.4), 0.5);
  EXPECT_DOUBLE_EQ(scale_position("viridis", 0.2, 0.2, 0.2), 0);
}

TEST(Theme, RolesHaveTheColoursOfTheVisualLanguage) {
  const Theme light = make_theme("light", "cividis", "theme");
  const Theme dark = make_theme("dark", "cividis", "theme");
  EXPECT_EQ(light.color(Role::query), to_color("#0072B2"));
  EXPECT_EQ(dark.color(Role::query), to_color("#4FB3E8"));
  EXPECT_EQ(light.color(Role::key), to_color("#E69F00"));
  EXPECT_EQ(dark.color(Role::key_prime), to_color("#3CC9A0"));
  EXPECT_EQ(light.color(Role::output_inside), to_color("#8E5AA8"));
  EXPECT_EQ(dark.color(Role::output_outside), to_color("#FF8A3D"));
  EXPECT_EQ(light.color(Role::hull), dark.color(Role::hull));
  EXPECT_EQ(light.color(Role::minor), to_color("#8A97A6"));
  EXPECT_EQ(light.color(Role::ink), to_color("#1B2733"));
  EXPECT_EQ(dark.paper_bottom, to_color("#1A2430"));
  EXPECT_EQ(light.color(Role::positive), map_color("diverging", 1, false));
}

TEST(Theme, PrintIsWhiteAndItsLinesAreDarker) {
  const Theme light = make_theme("light", "cividis", "theme");
  const Theme print = make_theme("print", "viridis", "theme");
  EXPECT_EQ(print.paper_top, to_color("#FFFFFF"));
  EXPECT_EQ(print.paper_top, print.paper_bottom);
  for (const Role role : {Role::hull, Role::attainable, Role::minor, Role::key}) {
    EXPECT_LT(lightness(print.color(role)), lightness(light.color(role)));
  }
}

TEST(Theme, BackgroundsAndErrors) {
  EXPECT_TRUE(make_theme("light", "cividis", "transparent").transparent);
  const Theme colored = make_theme("dark", "cividis", "#102030");
  EXPECT_EQ(colored.paper_top, to_color("#102030"));
  EXPECT_EQ(colored.paper_bottom, to_color("#102030"));
  EXPECT_FALSE(colored.transparent);
  EXPECT_TRUE(make_theme("dark", "cividis", "#10203000").transparent) << "a paper without any ink";
  EXPECT_THROW(make_theme("lihgt", "cividis", "theme"), UsageError);
  EXPECT_THROW(make_theme("light", "rainbow", "theme"), UsageError);
  for (const char* bad :
       {"", "#", "redd", "#12345", "#1234567", "#GG0000", "112233", "#112233445"}) {
    EXPECT_THROW(to_color(bad), UsageError) << bad;
  }
  EXPECT_EQ(to_color("white"), to_color("#FFFFFF"));
  EXPECT_EQ(to_color("orange"), to_color("#FFA500"));
  EXPECT_EQ(make_theme("light", "cividis", "navy").paper_top, to_color("#000080"));
  EXPECT_DOUBLE_EQ(to_color("#00000080").alpha, 128 / 255.0);
}

TEST(Ticks, AreRoundWithinTheRangeAndAboutAsManyAsWanted) {
  EXPECT_EQ(round_ticks(0, 0.41, 4), (std::vector<double>{0, 0.2, 0.4}));
  EXPECT_EQ(round_ticks(-0.3, 0.3, 6), (std::vector<double>{-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3}));
  EXPECT_EQ(round_ticks(0, 1, 5), (std::vector<double>{0, 0.2, 0.4, 0.6, 0.8, 1}));
  EXPECT_EQ(round_ticks(2, 2, 5), (std::vector<double>{2}));
  EXPECT_TRUE(round_ticks(0, INFINITY, 5).empty());
  EXPECT_TRUE(round_ticks(1, 0, 5).empty());
  for (double top = 1e-8; top < 1e9; top *= 3.7) {
    const auto ticks = round_ticks(0, top, 4);
    EXPECT_GE(ticks.size(), 2U) << top;
    EXPECT_LE(ticks.size(), 6U) << top;
    EXPECT_LE(ticks.back(), top * (1 + 1e-9));
  }
}

TEST(Ticks, AreFewAndApartWhateverTheRange) {
  const double tiny = std::numeric_limits<double>::denorm_min();
  const double most = std::numeric_limits<double>::max();
  const double ranges[][2] = {{9007199254740992, 9007199254740996},
                              {9007199254740991.5, 9007199254740998},
                              {-3e307, 7e307},
                              {-most, most},
                              {std::nextafter(most, 0.0), most},
                              {0, tiny},
                              {0, 1e-320},
                              {-4e-302, 2e-301},
                              {1e22, 1e22 + 1e7},
                              {1e15, 1e15 + 1}};
  for (const auto& range : ranges) {
    for (const int n_wanted : {1, 4, 7}) {
      const auto ticks = round_ticks(range[0], range[1], n_wanted);
      EXPECT_LE(ticks.size(), static_cast<std::size_t>(n_wanted) + 2) << range[0];
      for (std::size_t i = 0; i < ticks.size(); ++i) {
        EXPECT_GE(ticks[i], range[0]);
        EXPECT_LE(ticks[i], range[1]);
        EXPECT_TRUE(i == 0 || ticks[i] > ticks[i - 1]) << range[0];
      }
      EXPECT_TRUE(n_wanted < 4 || ticks.size() >= 2) << range[0];
    }
  }
  EXPECT_EQ(round_ticks(-3e307, 7e307, 5), (std::vector<double>{-2e307, 0, 2e307, 4e307, 6e307}));
}

}  // namespace
}  // namespace baryscope
