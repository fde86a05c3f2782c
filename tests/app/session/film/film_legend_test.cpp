// The legend that all frames of a film have in common.
#include "app/session/film/film_legend.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace baryscope {
namespace {

Legend legend(double top, const std::vector<std::string>& rows) {
  Legend made;
  made.title = "weight";
  made.color_map = "diverging";
  made.minimum = -top;
  made.maximum = top;
  made.ticks = {-top, 0, top};
  for (const std::string& text : rows)
    made.rows.push_back({Role::key, Glyph::sphere, false, false, text});
  return made;
}

std::vector<std::string> texts(const Legend& legend) {
  std::vector<std::string> all;
  for (const Legend::Row& row : legend.rows) all.push_back(row.text);
  return all;
}

TEST(FilmLegend, EveryFrameHasAllRowsAndTheScaleOfAll) {
  FilmLegend film;
  const Legend first = legend(0.2, {"query", "inside", "key"});
  const Legend second = legend(0.4, {"query", "outside", "negative", "key"});
  film.add(first);
  film.add(second);
  const Legend a = film.over_film(first), b = film.over_film(second);
  EXPECT_EQ(texts(a), (std::vector<std::string>{"query", "outside", "negative", "inside", "key"}));
  EXPECT_EQ(texts(a), texts(b));
  EXPECT_EQ(a.minimum, -0.4);
  EXPECT_EQ(a.maximum, 0.4);
  for (const double tick : a.ticks) EXPECT_LE(std::abs(tick), 0.4);
}

TEST(FilmLegend, NumbersInARowAreTheFramesOwn) {
  FilmLegend film;
  film.add(legend(1, {"minority (40)"}));
  film.add(legend(1, {"minority (52)"}));
  EXPECT_EQ(texts(film.over_film(legend(1, {"minority (47)"}))),
            std::vector<std::string>{"minority (47)"});
}

TEST(FilmLegend, ANumberThatComesAndGoesIsLeftOut) {
  FilmLegend film;
  film.add(legend(1, {"majority · 320"}));
  film.add(legend(1, {"majority"}));
  EXPECT_EQ(texts(film.over_film(legend(1, {"majority · 320"}))),
            std::vector<std::string>{"majority"});
}

TEST(FilmLegend, AScaleThatComesLaterIsThereFromTheStart) {
  FilmLegend film;
  Legend none = legend(1, {"key"});
  none.title.clear();
  none.color_map.clear();
  film.add(none);
  film.add(legend(0.5, {"key"}));
  EXPECT_EQ(film.over_film(none).color_map, "diverging");
  EXPECT_EQ(film.over_film(none).maximum, 0.5);
}

TEST(FilmLegend, AnotherColourMapKeepsItsOwnScale) {
  FilmLegend film;
  Legend plain = legend(0.9, {"key"});
  plain.color_map = "cividis";
  plain.minimum = 0;
  film.add(plain);
  film.add(legend(0.3, {"key"}));
  EXPECT_EQ(film.over_film(plain).maximum, 0.9);
  EXPECT_EQ(film.over_film(legend(0.1, {"key"})).maximum, 0.3);
}

}  // namespace
}  // namespace baryscope
