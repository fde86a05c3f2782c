#include "app/gui/window/model_dialog.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

#include "app/gui/window/model_rows.h"
#include "tests/app/gui/found_models.h"

namespace baryscope {
namespace {

class ModelDialogTest : public testing::FoundModelsTest {
 protected:
  void SetUp() override {
    FoundModelsTest::SetUp();
    window->findChild<QAction*>("open-model")->trigger();
    m_dialog = window->findChild<ModelDialog*>("model-dialog");
    ASSERT_NE(m_dialog, nullptr);
    ASSERT_TRUE(
        wait([this] { return row_of("tiny.gguf") >= 0 && !window->host().models().is_looking(); }));
  }
  QTableView* table() { return m_dialog->findChild<QTableView*>("model-table"); }
  QLineEdit* field() { return m_dialog->findChild<QLineEdit*>("model-filter"); }
  QPushButton* open_button() { return m_dialog->findChild<QPushButton*>("model-open"); }
  QString label(const char* name) { return m_dialog->findChild<QLabel*>(name)->text(); }
  QString cell(int row, int column) {
    return table()->model()->index(row, column).data().toString();
  }
  int row_of(const QString& title) {
    for (int row = 0; row < table()->model()->rowCount(); ++row) {
      if (cell(row, ModelRows::name) == title) return row;
    }
    return -1;
  }

  ModelDialog* m_dialog = nullptr;
};

TEST_F(ModelDialogTest, TheTableSaysWhatEachModelIs) {
  const int row = row_of("ollama/tiny:latest");
  ASSERT_GE(row, 0);
  EXPECT_EQ(cell(row, ModelRows::family), "llama");
  EXPECT_EQ(cell(row, ModelRows::size), QStringLiteral("30 × 9"));
  EXPECT_EQ(cell(row, ModelRows::bytes), "1.7 kB");
  EXPECT_EQ(cell(row, ModelRows::quantisation), "Q4_1");
  EXPECT_EQ(cell(row, ModelRows::place), "Ollama");
  EXPECT_EQ(cell(row, ModelRows::problem), "");
  EXPECT_TRUE(cell(row_of("other.gguf"), ModelRows::problem).contains("'mamba'"));
}

TEST_F(ModelDialogTest, TypingFiltersAndEnterOpens) {
  EXPECT_EQ(m_dialog->focusWidget(), field());
  QTest::keyClicks(field(), "LLAMA.cpp q4");
  EXPECT_EQ(table()->model()->rowCount(), 1);
  EXPECT_TRUE(label("model-count").startsWith("1 of ")) << label("model-count").toStdString();
  EXPECT_TRUE(open_button()->isEnabled());
  QTest::keyClick(field(), Qt::Key_Return);
  ASSERT_TRUE(wait([&] { return option("model") == in_cache("tiny.gguf").toStdString(); }));
}

TEST_F(ModelDialogTest, WhatDoesNotOpenKeepsTheButtonGrey) {
  QTest::keyClicks(field(), "other.gguf");
  ASSERT_EQ(table()->model()->rowCount(), 1);
  EXPECT_FALSE(open_button()->isEnabled());
  EXPECT_TRUE(open_button()->toolTip().contains("'mamba'"));
  EXPECT_TRUE(label("model-about").startsWith("Cannot be opened"));
  QTest::keyClick(field(), Qt::Key_Return);
  QTest::qWait(50);
  EXPECT_EQ(option("model"), "minilm");
  EXPECT_TRUE(m_dialog->isVisible());
}

TEST_F(ModelDialogTest, WhatOpensIsChosenBeforeWhatDoesNot) {
  QTest::keyClicks(field(), "gguf");
  EXPECT_TRUE(open_button()->isEnabled());
}

TEST_F(ModelDialogTest, TheReasonsFillTheTableAndNoMore) {
  EXPECT_FALSE(table()->horizontalScrollBar()->isVisible());
  int width = 0;
  for (int column = 0; column < table()->model()->columnCount(); ++column) {
    width += table()->columnWidth(column);
  }
  EXPECT_EQ(width, table()->viewport()->width());
}

TEST_F(ModelDialogTest, NothingMatchesIsSaid) {
  QTest::keyClicks(field(), "xyzzy");
  EXPECT_EQ(label("model-count"), "Nothing matches");
  EXPECT_FALSE(open_button()->isEnabled());
  field()->clear();
  EXPECT_TRUE(open_button()->isEnabled() || !label("model-about").isEmpty());
}

TEST_F(ModelDialogTest, ColumnsSortByTheirNumbers) {
  QTest::keyClicks(field(), "gguf");
  table()->sortByColumn(ModelRows::bytes, Qt::DescendingOrder);
  EXPECT_LT(row_of("tiny.gguf"), row_of("other.gguf"));
  table()->sortByColumn(ModelRows::bytes, Qt::AscendingOrder);
  EXPECT_GT(row_of("tiny.gguf"), row_of("other.gguf"));
  table()->setCurrentIndex(table()->model()->index(row_of("tiny.gguf"), 0));
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Return);
  ASSERT_TRUE(wait([&] { return option("model") == in_cache("tiny.gguf").toStdString(); }));
}

TEST_F(ModelDialogTest, ArrowsInTheFieldChooseRows) {
  QTest::keyClicks(field(), "gguf");
  const int first = table()->currentIndex().row();
  ASSERT_GE(first, 1);
  QTest::keyClick(field(), Qt::Key_Up);
  EXPECT_EQ(table()->currentIndex().row(), first - 1);
  QTest::keyClick(field(), Qt::Key_Down);
  EXPECT_EQ(table()->currentIndex().row(), first);
  QTest::keyClick(field(), Qt::Key_Escape);
  ASSERT_TRUE(wait([&] { return window->findChild<ModelDialog*>("model-dialog") == nullptr; }));
}

}  // namespace
}  // namespace baryscope
