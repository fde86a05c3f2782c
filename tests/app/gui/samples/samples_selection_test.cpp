// A point is selected in the picture or in the table, and every part follows.
#include <QApplication>
#include <QClipboard>
#include <QTableView>

#include "app/gui/samples/samples_inspector.h"
#include "app/gui/widgets/inspector_panel.h"
#include "tests/app/gui/samples/samples_fixture.h"

namespace baryscope {
namespace {

using testing::WindowSamplesTest;

TEST_F(WindowSamplesTest, AClickSelectsAndEverythingFollows) {
  ASSERT_TRUE(idle());
  QTest::qWait(500);
  int number = -1;
  const QPoint at = pixel_of(Subject::Kind::synthetic_point, &number);
  ASSERT_GE(number, 0);
  QTest::mouseClick(&window->frame().scene(), Qt::LeftButton, {}, at);
  EXPECT_EQ(selection().subject.kind, Subject::Kind::synthetic_point);
  EXPECT_EQ(selection().subject.number(), number);
  EXPECT_EQ(option("sample"), std::to_string(number));
  ASSERT_TRUE(idle());
  EXPECT_EQ(n_rings(), 1);
  auto* table = find<QTableView>("samples-table");
  EXPECT_EQ(table->currentIndex().row(), number);
  EXPECT_TRUE(inspector().text().contains(combination_text(study(), number)));
  EXPECT_TRUE(inspector().text().contains("Worked out") || inspector().text().contains(" = "));

  // The table leads as well.
  const int other = number == 3 ? 4 : 3;
  table->setCurrentIndex(table->model()->index(other, 0));
  EXPECT_EQ(selection().subject.number(), other);
  EXPECT_EQ(option("sample"), std::to_string(other));
  ASSERT_TRUE(window->session().undo());
  ASSERT_TRUE(idle());
  EXPECT_EQ(selection().subject.number(), number);
}

TEST_F(WindowSamplesTest, ADataPointIsInspected) {
  ASSERT_TRUE(idle());
  QTest::qWait(500);
  int row = -1;
  const QPoint at = pixel_of(Subject::Kind::data_point, &row);
  ASSERT_GE(row, 0);
  QTest::mouseClick(&window->frame().scene(), Qt::LeftButton, {}, at);
  EXPECT_EQ(selection().subject.kind, Subject::Kind::data_point);
  EXPECT_EQ(selection().subject.number(), row);
  EXPECT_TRUE(inspector().text().contains(QString("row\t%1\n").arg(row)));
  EXPECT_TRUE(inspector().text().contains("others around it"));
  ASSERT_TRUE(idle());
  EXPECT_EQ(n_rings(), 1);
  auto* table = find<QTableView>("samples-table");
  EXPECT_EQ(table->currentIndex().row(), row);
  EXPECT_EQ(table->model()->rowCount(), study().data->n_points());
  // It stays selected while the sampler changes, and goes with the data.
  window->session().set_option("k-neighbors", "7");
  ASSERT_TRUE(idle());
  EXPECT_EQ(selection().subject.number(), row);
  window->session().set_option("dataset", "torus");
  ASSERT_TRUE(idle());
  EXPECT_EQ(selection().subject.kind, Subject::Kind::none);
}

TEST_F(WindowSamplesTest, TheTableHoldsManyPointsAndCopiesThem) {
  window->session().set_options(
      {{"n-samples", "20000"}, {"imbalance", "30"}, {"classifier", "none"}});
  ASSERT_TRUE(QTest::qWaitFor([&] { return !window->session().busy(); }, 60000));
  auto* table = find<QTableView>("samples-table");
  ASSERT_GT(table->model()->rowCount(), 18000);
  dock("dock-table")->raise();
  table->scrollToBottom();
  QApplication::processEvents();
  table->setCurrentIndex(table->model()->index(18000, 0));
  EXPECT_EQ(selection().subject.number(), 18000);
  table->setFocus();
  QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
  EXPECT_TRUE(QApplication::clipboard()->text().startsWith("18000\t"));
}

}  // namespace
}  // namespace baryscope
