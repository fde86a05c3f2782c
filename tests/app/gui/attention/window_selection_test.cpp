// One selection: picture, tokens, table and inspector say the same, whoever made or ended it.
#include <QTableWidget>

#include "app/gui/attention/inspector_text.h"
#include "app/gui/attention/token_bar.h"
#include "app/gui/attention/token_chip.h"
#include "app/gui/widgets/inspector_panel.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::all_own;
using testing::WindowTest;

class WindowSelectionTest : public WindowTest {
 protected:
  TokenBar& tokens() { return *attention().sentence().tokens(); }
  QTableWidget& table() { return *window->findChild<QTableWidget*>("drawn-table"); }

  std::vector<int> selected_chips() {
    std::vector<int> positions;
    for (const TokenChip* chip : all_own<TokenChip>(&tokens())) {
      if (chip->isVisible() && chip->is_selected()) positions.push_back(chip->position());
    }
    return positions;
  }
  /// Tokens with a ring in the picture.
  std::vector<int> rings() {
    std::vector<int> positions;
    for (const TokenCloud& cloud : window->frame().scene().scene()->clouds) {
      for (const ScenePoint& point : cloud.points) {
        if (point.role == Role::ink && point.glyph == Glyph::ring) {
          positions.push_back(point.subject.number());
        }
      }
    }
    return positions;
  }
  void expect_selected(const Selection& selection) {
    ASSERT_TRUE(idle());
    EXPECT_EQ(window->session().selection(), selection);
    std::vector<int> marked;
    if (const auto token = selection.marked_token()) marked = {*token};
    EXPECT_EQ(selected_chips(), marked);
    EXPECT_EQ(rings(), marked);
    const bool in_table = selection.subject.kind == Subject::Kind::edge ||
                          selection.subject.kind == Subject::Kind::triangle;
    EXPECT_EQ(table().selectedItems().isEmpty(), !in_table);
    for (const InspectorSection& section : inspector_sections(analysis(), selection)) {
      for (const InspectorRow& row : section.rows) {
        EXPECT_TRUE(inspector().text().contains(row.name + '\t' + row.value))
            << row.name.toStdString();
      }
    }
    EXPECT_EQ(inspector().text().contains("query i\t"), in_table);
  }
  /// The first edge of the table, chosen in it.
  Selection select_an_edge() {
    const WeightedEdge& edge = analysis().edges.front();
    table().selectRow(static_cast<int>(analysis().triangles.size()));
    return {edge_subject(edge.query, edge.key)};
  }
};

TEST_F(WindowSelectionTest, ChipsKeysAndCommandsMoveAllOfIt) {
  ASSERT_TRUE(idle());
  QTest::mouseClick(tokens().chip(4), Qt::LeftButton, Qt::ControlModifier);
  expect_selected(token_selection(4));
  tokens().chip(5)->setFocus();
  QTest::keyClick(tokens().chip(5), Qt::Key_Space);
  expect_selected(token_selection(5));
  window->session().select_token(7);
  expect_selected(token_selection(7));
  window->session().select_token(std::nullopt);
  expect_selected({});
}

TEST_F(WindowSelectionTest, ATokenTakesThePlaceOfAnEdge) {
  ASSERT_TRUE(idle());
  const Selection edge = select_an_edge();
  expect_selected(edge);
  QTest::mouseClick(tokens().chip(5), Qt::LeftButton, Qt::ControlModifier);
  expect_selected(token_selection(5));
}

TEST_F(WindowSelectionTest, AnEdgeOfAnotherQueryIsItsKey) {
  ASSERT_TRUE(idle());
  const Selection edge = select_an_edge();
  const int other = edge.subject.query() == 6 ? 7 : 6;
  QTest::mouseClick(tokens().chip(other), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return tokens().query() == other; }));
  expect_selected(token_selection(edge.subject.key()));
}

TEST_F(WindowSelectionTest, AnotherTextHasNoneOfTheOldOnes) {
  for (const char* text : {"a short one", "and so it is the same length as it"}) {
    ASSERT_TRUE(idle());
    window->session().select_token(2);
    expect_selected(token_selection(2));
    type_text(text);
    ASSERT_TRUE(wait([&] { return analysis().request.text == text; }));
    expect_selected({});
  }
  // Of the same number of tokens.
  window->session().select_token(2);
  type_text("and so it was the same length as it");
  ASSERT_TRUE(
      wait([&] { return analysis().request.text == "and so it was the same length as it"; }));
  expect_selected({});
}

TEST_F(WindowSelectionTest, ATextThatFailsLeavesIt) {
  ASSERT_TRUE(idle());
  window->session().select_token(2);
  window->session().set_options({{"text", "another"}, {"layer", "77"}});
  expect_selected(token_selection(2));
}

}  // namespace
}  // namespace baryscope
