// The head map and the mechanism's picker: what they say is of what is shown.
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QScrollBar>
#include <QSpinBox>
#include <cstdlib>
#include <tuple>

#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/attention/mechanism_panel.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowHeadsTest : public WindowTest {
 protected:
  HeadGrid& grid() { return *attention().head_panel().grid(); }
  bool coloured() {
    for (int layer = 0; layer < analysis().model.n_layers; ++layer) {
      for (int head = 0; head < analysis().model.n_heads; ++head) {
        if (grid().shade(layer, head) > 0) return true;
      }
    }
    return false;
  }
  bool tells_scores() { return grid().words(1, 1).contains("score"); }
  void set(const std::vector<std::pair<std::string, std::string>>& values) {
    window->session().set_options(values);
    ASSERT_TRUE(idle());
  }
};

TEST_F(WindowHeadsTest, OneLayerAndOneHeadAreNotMany) {
  const auto* facts = window->findChild<QLabel*>("model-facts");
  ASSERT_NE(facts, nullptr);
  EXPECT_TRUE(facts->text().contains(QString::fromUtf8("6 layers × 12 heads")));
  Analysis small = analysis();
  small.model.n_layers = small.model.n_heads = 1;
  small.layer = small.head = 0;
  attention().head_panel().show_analysis(small);
  EXPECT_TRUE(facts->text().contains(QString::fromUtf8(" 1 layer × 1 head · ")))
      << facts->text().toStdString();
}

// Cells of four pixels are chosen by their numbers, and found again in the map.
TEST_F(WindowHeadsTest, AMapOfManyHeadsIsChosenByNumbers) {
  auto* layer = window->findChild<QSpinBox*>("layer-number");
  auto* head = window->findChild<QSpinBox*>("head-number");
  ASSERT_NE(layer, nullptr);
  ASSERT_NE(head, nullptr);
  EXPECT_EQ(layer->value(), analysis().layer);
  EXPECT_EQ(head->value(), analysis().head);
  EXPECT_EQ(layer->maximum(), 5);
  EXPECT_EQ(head->maximum(), 11);
  layer->setFocus();
  layer->selectAll();
  QTest::keyClicks(layer, "2");
  QTest::keyClick(layer, Qt::Key_Return);
  ASSERT_TRUE(idle());
  QTest::keyClick(head, Qt::Key_Up);
  ASSERT_TRUE(idle());
  EXPECT_EQ(option("layer"), "2");
  EXPECT_EQ(option("head"), std::to_string(head->value()));
  EXPECT_TRUE(grid().shows(2, head->value()));
  // None that the model lacks.
  head->selectAll();
  QTest::keyClicks(head, "99");
  QTest::keyClick(head, Qt::Key_Return);
  ASSERT_TRUE(idle());
  EXPECT_LT(head->value(), 12);
  EXPECT_EQ(window->session().failure(), nullptr);
}

TEST_F(WindowHeadsTest, HeadsThatShareAKeyHeadStandTogether) {
  Analysis large = analysis();
  for (const auto& [n_layers, n_heads, n_kv_heads] :
       {std::tuple{30, 9, 3}, {80, 64, 8}, {2, 6, 6}, {4, 7, 3}}) {
    large.model.n_layers = n_layers;
    large.model.n_heads = n_heads;
    large.model.n_kv_heads = n_kv_heads;
    large.layer = n_layers - 1;
    large.head = n_heads - 1;
    attention().head_panel().show_analysis(large);
    QTest::qWait(60);
    // Each point of the map finds the head that is drawn there.
    std::pair<int, int> chosen;
    grid().on_head = [&](int layer, int head) { chosen = {layer, head}; };
    int between = 0, within = 0;
    for (int head = 0; head < n_heads; ++head) {
      for (const int layer : {0, n_layers / 2, n_layers - 1}) {
        QTest::mouseClick(&grid(), Qt::LeftButton, Qt::NoModifier, grid().cell_center(layer, head));
        EXPECT_EQ(chosen, (std::pair{layer, head})) << n_heads;
      }
    }
    EXPECT_LE(grid().cell_center(0, n_heads - 1).x(), grid().width());
    EXPECT_LE(grid().cell_center(n_layers - 1, 0).y(), grid().height());
    if (n_heads % n_kv_heads != 0 || n_heads == n_kv_heads) {
      EXPECT_FALSE(grid().words(0, 0).contains("key head")) << n_heads;
      continue;
    }
    const int group = n_heads / n_kv_heads;
    between = grid().cell_center(0, group).x() - grid().cell_center(0, 0).x();
    within = grid().cell_center(0, group - 1).x() - grid().cell_center(0, 0).x();
    EXPECT_GT(between * (group - 1), within * group) << n_heads;
    EXPECT_TRUE(grid().words(0, group).contains(
        QStringLiteral("key head 1, shared by heads %1 to %2").arg(group).arg(2 * group - 1)))
        << grid().words(0, group).toStdString();
  }
  grid().on_head = nullptr;
}

TEST_F(WindowHeadsTest, TheMapIsOfTheTextThatIsShown) {
  ASSERT_TRUE(idle());
  EXPECT_FALSE(coloured()) << "no head was chosen by its score yet";
  set({{"layer", "auto"}, {"head", "auto"}});
  EXPECT_TRUE(coloured());
  EXPECT_TRUE(tells_scores());
  const QString words = grid().words(1, 1);
  // Another head, query or lens of the same text has the same scores.
  set({{"layer", "2"}, {"head", "7"}, {"query", "4"}, {"mechanism", "differential"}});
  EXPECT_TRUE(coloured());
  EXPECT_EQ(grid().words(1, 1), words);
  // A text that fails leaves them, another text has others.
  set({{"text", "another text"}, {"layer", "77"}});
  EXPECT_EQ(grid().words(1, 1), words);
  set({{"text", "another text"}});
  EXPECT_FALSE(coloured());
  EXPECT_FALSE(tells_scores());
  set({{"layer", "auto"}, {"head", "auto"}});
  EXPECT_TRUE(coloured());
  set({{"layer", "2"}, {"head", "7"}, {"text-b", "a second sentence"}});
  EXPECT_FALSE(coloured());
  set({{"layer", "auto"}, {"head", "auto"}});
  set({{"layer", "2"}, {"head", "7"}, {"causal", "on"}});
  EXPECT_FALSE(coloured());
}

TEST_F(WindowHeadsTest, AChosenHeadIsScrolledIntoView) {
  window->resize(1366, 700);
  ASSERT_TRUE(idle());
  HeadPanel& panel = attention().head_panel();
  auto* dock = window->findChild<QDockWidget*>("dock-head");
  window->resizeDocks({dock}, {220}, Qt::Vertical);
  const auto visible = [&](int layer, int head) {
    return QTest::qWaitFor([&] {
      const QPoint place = grid().mapTo(panel.viewport(), grid().cell_center(layer, head));
      return panel.viewport()->rect().contains(place);
    });
  };
  for (const char* layer : {"0", "5", "1", "4"}) {
    set({{"layer", layer}, {"head", "7"}});
    EXPECT_TRUE(visible(std::atoi(layer), 7)) << layer;
  }
}

// The map is as tall as it is wide: where the scroll bar took some of its width, there was a height
// at which it came and went for ever.
TEST_F(WindowHeadsTest, EveryHeightOfThePanelHasOneLayout) {
  ASSERT_TRUE(idle());
  HeadPanel& panel = attention().head_panel();
  auto* dock = window->findChild<QDockWidget*>("dock-head");
  const int pinned = panel.height() - panel.viewport()->height();
  const int content = pinned + panel.widget()->height();
  int width = 0, n_scrolled = 0, n_whole = 0;
  for (int height = content - 30; height <= content + 60; ++height) {
    window->resizeDocks({dock}, {height}, Qt::Vertical);
    QApplication::processEvents();
    if (width == 0) width = grid().width();
    EXPECT_EQ(grid().width(), width) << height;
    const QScrollBar& bar = *panel.verticalScrollBar();
    const bool whole = bar.minimum() == bar.maximum();
    EXPECT_EQ(bar.property("idle").toBool(), whole) << height;
    n_whole += whole;
    n_scrolled += !whole;
  }
  EXPECT_GT(n_whole, 0);
  EXPECT_GT(n_scrolled, 0);
}

TEST_F(WindowHeadsTest, TheModelsOwnMechanismIsOfferedFirst) {
  ASSERT_TRUE(idle());
  auto* picker = window->findChild<QComboBox*>("mechanism-picker");
  EXPECT_EQ(picker->itemData(0, Qt::UserRole).toString(), "auto");
  EXPECT_EQ(picker->currentIndex(), 0);
  EXPECT_EQ(picker->currentText(), "the model's own: pairwise");
  set({{"mechanism", "linear"}});
  EXPECT_EQ(picker->currentData(Qt::UserRole).toString(), "linear");
  set({{"mechanism", "pairwise"}});
  EXPECT_EQ(picker->currentData(Qt::UserRole).toString(), "pairwise");
  // Back by a person's hand.
  picker->setFocus();
  QTest::keyClick(picker, Qt::Key_Home);
  ASSERT_TRUE(idle());
  EXPECT_EQ(option("mechanism"), "auto");
  EXPECT_EQ(picker->currentIndex(), 0);
}

}  // namespace
}  // namespace baryscope
