// What a language model expects: in the inspector, the table, under the tokens, and the mask.
#include <QAbstractItemModel>
#include <QComboBox>
#include <QMenu>
#include <QTableView>
#include <QTableWidget>

#include "app/gui/attention/inspector_text.h"
#include "app/gui/attention/token_bar.h"
#include "app/gui/attention/token_chip.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class ExpectedTest : public WindowTest {
 protected:
  void read(const std::string& text) {
    window->session().set_option("text", text);
    ASSERT_TRUE(idle());
  }
  const InspectorSection* section(const QString& title) {
    m_sections = inspector_sections(analysis(), selection());
    for (const InspectorSection& each : m_sections) {
      if (each.title.startsWith(title)) return &each;
    }
    return nullptr;
  }
  QComboBox& list() { return *window->findChild<QComboBox*>("table-list"); }
  QTableView& table() { return *window->findChild<QTableView*>("expected-table"); }
  TokenChip& chip(int position) { return *attention().sentence().tokens()->chip(position); }
  /// The menu of a chip, opened as the Menu key opens it.
  QMenu* menu_of(int position) {
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(3, 3),
                            chip(position).mapToGlobal(QPoint(3, 3)));
    QApplication::sendEvent(&chip(position), &event);
    return attention().sentence().tokens()->findChild<QMenu*>("token-menu");
  }

 private:
  std::vector<InspectorSection> m_sections;
};

TEST_F(ExpectedTest, TheInspectorListsTheFiveLikeliest) {
  ASSERT_TRUE(idle());
  EXPECT_EQ(section("Expected"), nullptr) << "MiniLM does not say";
  read("expected words of a model");
  window->session().select_token(3);
  const InspectorSection* expected = section("Expected next");
  ASSERT_NE(expected, nullptr);
  ASSERT_EQ(expected->rows.size(), 7U);
  EXPECT_TRUE(expected->rows[0].value.contains("(3)")) << expected->rows[0].value.toStdString();
  EXPECT_EQ(expected->rows[1].value, "50 %");
  EXPECT_TRUE(expected->rows[2].name.contains("word31"));
  EXPECT_TRUE(expected->rows[1].tip.contains("logit 5"));
  EXPECT_TRUE(expected->rows[6].tip.contains("5 nats"));  // 2 + 3
  window->session().select_token(std::nullopt);
  ASSERT_NE(section("Expected next"), nullptr) << "of the query";
  const InspectorSection* head = section("Head");
  EXPECT_TRUE(std::ranges::any_of(head->rows, [](const InspectorRow& row) {
    return row.name == "text" && row.value == "3.5 nats a token";
  }));
}

TEST_F(ExpectedTest, TheTableListsEveryPosition) {
  ASSERT_TRUE(idle());
  EXPECT_TRUE(list().isHidden());
  read("expected words of a model");
  EXPECT_FALSE(list().isHidden());
  list().setCurrentIndex(1);
  const QAbstractItemModel& rows = *table().model();
  const int n = static_cast<int>(analysis().tokens.size());
  ASSERT_EQ(rows.rowCount(), 5 * n);
  EXPECT_TRUE(rows.index(5 * 2 + 1, 1).data().toString().contains("word21"));
  EXPECT_EQ(rows.index(5 * 2 + 1, 2).data().toString(), "25 %");
  EXPECT_EQ(rows.index(5 * 2 + 1, 0).data().toString(), "") << "a position is named once";
  table().setCurrentIndex(rows.index(5 * 4 + 2, 1));
  EXPECT_EQ(selection().subject, token_subject(4));
  window->session().select_token(1);
  EXPECT_EQ(table().currentIndex().row(), 5);
  // A model that does not say goes back to what is drawn.
  read("another text");
  EXPECT_TRUE(list().isHidden());
  EXPECT_TRUE(window->findChild<QTableWidget*>("drawn-table")->isVisibleTo(list().parentWidget()));
}

TEST_F(ExpectedTest, SurprisingTokensAreUnderlined) {
  read("expected words of a model");
  EXPECT_FALSE(chip(0).accessibleName().contains("surprise"));
  EXPECT_TRUE(chip(1).accessibleName().contains("a surprise of 2 nats"));
  EXPECT_TRUE(chip(4).accessibleName().contains("a surprise of 5 nats"));
  read("another text");
  EXPECT_FALSE(chip(1).accessibleName().contains("surprise"));
}

TEST_F(ExpectedTest, ATokenIsMaskedByItsMenuAndReadAgain) {
  ASSERT_TRUE(idle());
  QMenu* menu = menu_of(3);
  ASSERT_NE(menu, nullptr);
  ASSERT_EQ(menu->actions().size(), 3);
  EXPECT_TRUE(menu->actions()[2]->isEnabled()) << "MiniLM reads from both sides";
  menu->actions()[2]->trigger();
  ASSERT_TRUE(idle());
  EXPECT_EQ(option("mask"), "3");
  EXPECT_EQ(analysis().request.mask, 3);
  menu->close();
  QTest::qWait(20);
  menu = menu_of(3);
  EXPECT_TRUE(menu->actions()[2]->text().contains("Again"));
  menu->actions()[2]->trigger();
  ASSERT_TRUE(idle());
  EXPECT_EQ(option("mask"), "none");
  menu->close();
  // Another text has another token there.
  window->session().set_option("mask", "2");
  read("expected words of a model");
  EXPECT_EQ(option("mask"), "none");
  QTest::qWait(20);
  menu = menu_of(3);
  EXPECT_FALSE(menu->actions()[2]->isEnabled()) << "a decoder has no mask";
  menu->close();
}

TEST_F(ExpectedTest, ATextGoesOnAndSaysWhereItEnds) {
  read("once");
  window->dispatcher().run_line("continue");
  ASSERT_TRUE(wait([&] { return option("text") == "once likeliest"; }));
  window->session().set_option("sample-temperature", "0.8");
  window->dispatcher().run_line("continue");
  ASSERT_TRUE(wait([&] { return option("text") == "once likeliest drawn"; }));
  ASSERT_TRUE(idle());
  read("end");
  window->dispatcher().run_line("continue");
  ASSERT_TRUE(wait([&] { return window->session().failure() != nullptr; }));
  EXPECT_EQ(option("text"), "end");
}

}  // namespace
}  // namespace baryscope
