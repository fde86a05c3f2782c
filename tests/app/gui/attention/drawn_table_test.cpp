// The table of what is drawn: the picture's rows, no more and no fewer.
#include "app/gui/attention/drawn_table.h"

#include <gtest/gtest.h>

#include <QStringList>

#include "tests/viz/views/hand_made.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

class DrawnTableTest : public ::testing::Test {
 protected:
  QStringList rows(const Analysis& analysis, const ViewRequest& request = {}) {
    m_table.show_scene(build_scene(analysis, request), analysis);
    QStringList lines;
    for (int row = 0; row < m_table.rowCount(); ++row) {
      QStringList cells;
      for (int column = 0; column < m_table.columnCount(); ++column) {
        cells << m_table.item(row, column)->text();
      }
      lines << cells.join(QLatin1Char('|'));
    }
    return lines;
  }

  DrawnTable m_table;
};

TEST_F(DrawnTableTest, EveryEdgeAndTriangleOfThePictureIsARow) {
  EXPECT_EQ(rows(pairwise_analysis()).size(), 4);
  EXPECT_TRUE(m_table.isColumnHidden(2));
  const QStringList shown = rows(two_simplicial_analysis());
  EXPECT_EQ(shown.join(QLatin1Char('\n')).toStdString(),
            "bak|bak|school|0.6\nbak|ery|school|0.3\n"  // triangles
            "bak|bak||0.6\nbak|ery||0.3\nbak|school||0.1\n"
            "bak||school|1\n"
            "bak|school|school|0.1");
  EXPECT_FALSE(m_table.isColumnHidden(2));
}

TEST_F(DrawnTableTest, WhatTheThresholdLeavesOutIsNoRow) {
  ViewRequest request;
  request.threshold = 0.25;
  EXPECT_EQ(rows(pairwise_analysis(), request).size(), 2);
  request.threshold = 0.5;
  EXPECT_EQ(rows(two_simplicial_analysis(), request).join(QLatin1Char('\n')).toStdString(),
            "bak|bak|school|0.6\nbak|bak||0.6\nbak||school|1");
}

TEST_F(DrawnTableTest, HiddenSinksAreNoRows) {
  Analysis analysis = pairwise_analysis();
  analysis.sinks = {0};
  const QStringList dimmed = rows(analysis);
  EXPECT_EQ(dimmed.size(), 4);
  ViewRequest request;
  request.sinks = "hide";
  const QStringList left = rows(analysis, request);
  EXPECT_EQ(left.size(), 3);
  EXPECT_EQ(left.filter(QStringLiteral("[CLS]")).size(), 0);
  request.hide = {"edges"};
  EXPECT_TRUE(rows(analysis, request).isEmpty());
}

TEST_F(DrawnTableTest, TokensOfOneTextHaveTheirPosition) {
  Analysis analysis = pairwise_analysis();
  analysis.tokens[3].text = analysis.tokens[1].text;
  const QStringList shown = rows(analysis);
  ASSERT_EQ(shown.size(), 4);
  EXPECT_EQ(shown.filter(QStringLiteral("bak (1)|")).size(), 4) << "the query";
  EXPECT_EQ(shown.filter(QStringLiteral("|bak (3)|")).size(), 1);
  EXPECT_EQ(shown.filter(QStringLiteral("|ery|")).size(), 1);
}

TEST_F(DrawnTableTest, ARowSelectsWhatItStandsFor) {
  Selection selected;
  m_table.on_select = [&](const Selection& selection) { selected = selection; };
  rows(two_simplicial_analysis());
  m_table.selectRow(1);
  EXPECT_EQ(selected, Selection{triangle_subject(1, 2, 3)});
  m_table.show_selection({edge_subject(1, 3)});
  EXPECT_EQ(m_table.currentRow(), 4);
  m_table.show_selection({});
  EXPECT_TRUE(m_table.selectedItems().isEmpty());
}

}  // namespace
}  // namespace baryscope
