// Names beside the points of a column: moved off each other, the least important ones left out.
#include "viz/text/name_column.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace baryscope {
namespace {

std::vector<ColumnName> rows(int n, double apart, double height) {
  std::vector<ColumnName> names;
  for (int i = 0; i < n; ++i) names.push_back({100 + i * apart, height, 1});
  return names;
}

int count(const std::vector<std::optional<double>>& tops) {
  int n = 0;
  for (const auto& top : tops) n += top.has_value();
  return n;
}

void expect_column(const std::vector<ColumnName>& names,
                   const std::vector<std::optional<double>>& tops, double top, double bottom) {
  double end = top;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!tops[i]) continue;
    EXPECT_GE(*tops[i], end - 1e-9) << i;
    end = *tops[i] + names[i].height;
  }
  EXPECT_LE(end, bottom + 1e-9);
}

TEST(NameColumn, NamesWithRoomStayAtTheirPoints) {
  const std::vector<ColumnName> names = rows(5, 40, 20);
  const auto tops = spread_column(names, 0, 1000, 1);
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_DOUBLE_EQ(*tops[i], names[i].middle - 10);
}

TEST(NameColumn, EmptyRoomIsUsedBeforeANameIsLeftOut) {
  // Ten rows of 19 pixels: their names need 280 where the points take 171.
  std::vector<ColumnName> names = rows(10, 19, 24);
  const auto tops = spread_column(names, 60, 400, 1.5);
  EXPECT_EQ(count(tops), 10);
  expect_column(names, tops, 60, 400);
  // By symmetry as far above the points as below them.
  EXPECT_NEAR(*tops.front() + 12 - 100, -(*tops.back() + 12 - 271), 1e-9);
}

TEST(NameColumn, TheLeastImportantOnesAreLeftOut) {
  std::vector<ColumnName> names = rows(12, 6, 24);
  for (const std::size_t heavy : {1u, 2u, 7u}) names[heavy].importance = 2 + 0.1 * heavy;
  const auto tops = spread_column(names, 0, 1000, 1);
  expect_column(names, tops, 0, 1000);
  for (const std::size_t heavy : {1u, 2u, 7u}) EXPECT_TRUE(tops[heavy].has_value()) << heavy;
  EXPECT_LT(count(tops), 12);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (tops[i]) {
      EXPECT_LE(std::abs(*tops[i] + 12 - names[i].middle), 24 + 1e-9) << i;
    }
  }
}

TEST(NameColumn, ANameAtTheEdgeIsMovedInside) {
  const std::vector<ColumnName> names = rows(1, 0, 24);
  EXPECT_DOUBLE_EQ(*spread_column(names, 0, 105, 1)[0], 105 - 24);
  EXPECT_FALSE(spread_column(names, 95, 110, 1)[0].has_value()) << "there is no room at all";
}

TEST(NameColumn, ImportantNamesMoveLess) {
  std::vector<ColumnName> names = rows(2, 4, 24);
  names[0].importance = 9;
  const auto tops = spread_column(names, 0, 1000, 2);
  EXPECT_LT(std::abs(*tops[0] + 12 - names[0].middle), 0.3);
  EXPECT_NEAR(*tops[1] - *tops[0], 24, 1e-9);
}

}  // namespace
}  // namespace baryscope
