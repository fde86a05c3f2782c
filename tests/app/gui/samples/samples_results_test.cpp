#include "app/gui/samples/samples_results.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <algorithm>

#include "app/gui/samples/class_counts.h"
#include "app/gui/samples/samples_words.h"
#include "app/gui/samples/score_plot.h"
#include "app/gui/widgets/fact_grid.h"
#include "app/gui/widgets/message_bar.h"
#include "tests/app/gui/samples/samples_fixture.h"

namespace baryscope {
namespace {

using testing::WindowSamplesTest;

TEST(SamplesWords, LargerSimplicesAreToldByTheirVertices) {
  const std::vector<std::size_t> by_arity{0, 1, 2, 0, 0, 0, 4};
  EXPECT_EQ(simplices_words(by_arity), QString("1 point · 2 edges · 4 with 6 vertices"));
}

TEST_F(WindowSamplesTest, CountsAndDiagnosticsSayWhatTheStudySays) {
  ASSERT_TRUE(idle());
  const auto& rows = samples().results().counts()->rows();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].glyph, Glyph::cross);  // the majority
  EXPECT_EQ(rows[0].before, 96u);
  EXPECT_EQ(rows[1].before, 24u);
  EXPECT_EQ(rows[1].after.front(), 96u);
  EXPECT_TRUE(
      samples().results().counts()->accessibleDescription().contains("24 before, 96 after"));
  EXPECT_EQ(samples().results().complexes()->value("graph"),
            QString("%1 edges").arg(study().complex.n_edges));
  const QString simplices = samples().results().complexes()->value("maximal simplices");
  EXPECT_TRUE(simplices.startsWith(QString("%1: ").arg(study().complex.n_maximal)))
      << simplices.toStdString();
  ASSERT_TRUE(study().complex.betti_numbers.has_value());
  const int pieces = study().complex.betti_numbers->front();
  EXPECT_TRUE(
      samples().results().complexes()->value("shape").startsWith(QString("%1 piece").arg(pieces)));
}

TEST_F(WindowSamplesTest, ClassesLookAsInThePicture) {
  window->session().set_option("dataset", "blobs");
  ASSERT_TRUE(idle());
  const auto& rows = samples().results().counts()->rows();
  ASSERT_EQ(rows.size(), 3u);
  for (const ClassRow& row : rows) {
    std::size_t n = 0;
    for (const TokenCloud& cloud : window->session().current()->scene->clouds) {
      n += static_cast<std::size_t>(
          std::count_if(cloud.points.begin(), cloud.points.end(), [&](const ScenePoint& point) {
            return point.role == row.role && point.glyph == row.glyph;
          }));
    }
    EXPECT_EQ(n, row.before) << row.name.toStdString();
  }
  window->session().set_option("sampler", "none");
  ASSERT_TRUE(idle());
  EXPECT_TRUE(window->frame().message().isHidden())
      << window->frame().message().text().toStdString();
  EXPECT_EQ(find<QTableView>("samples-table")->model()->rowCount(), 0);
  EXPECT_EQ(samples().results().distances()->value("distance, synthetic"), QString("–"));
}

TEST_F(WindowSamplesTest, IsEvaluatedByItself) {
  ScorePlot* plot = samples().results().plot();
  ASSERT_TRUE(wait([&] { return plot->evaluation() != nullptr; }));
  ASSERT_EQ(plot->evaluation()->rows.size(), 3u);
  EXPECT_TRUE(plot->accessibleDescription().contains("MCC"));
  plot->setFocus();
  QTest::keyClick(plot, Qt::Key_Down);
  EXPECT_EQ(plot->read_row(), 0);
  EXPECT_TRUE(plot->values_text().contains("F1")) << plot->values_text().toStdString();
  QTest::keyClick(plot, Qt::Key_Up);
  QTest::keyClick(plot, Qt::Key_Down);
  for (int i = 0; i < 9; ++i) QTest::keyClick(plot, Qt::Key_Down);
  EXPECT_EQ(plot->read_row(), 5);
  EXPECT_TRUE(plot->values_text().contains("MCC"));

  window->session().set_option("classifier", "none");
  ASSERT_TRUE(wait([&] { return plot->isHidden(); }));
  EXPECT_FALSE(find<QLabel>("score-words")->text().isEmpty());
  EXPECT_TRUE(window->frame().message().isHidden());
}

TEST_F(WindowSamplesTest, ManyPointsAreEvaluatedByTheButtonOnly) {
  window->session().set_option("n-samples", "3400");
  ASSERT_TRUE(idle());
  QTest::qWait(1200);
  EXPECT_FALSE(window->session().evaluating());
  EXPECT_EQ(window->session().evaluation(), nullptr);
  window->session().set_options({{"n-samples", "3100"}, {"folds", "2"}, {"sampler", "random"}});
  ASSERT_TRUE(idle());
  QTest::mouseClick(find<QPushButton>("evaluate"), Qt::LeftButton);
  EXPECT_TRUE(window->session().evaluating());
  ASSERT_TRUE(QTest::qWaitFor([&] { return window->session().evaluation() != nullptr; }, 60000));
}

}  // namespace
}  // namespace baryscope
