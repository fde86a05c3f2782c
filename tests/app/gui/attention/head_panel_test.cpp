// The panel of model and head: its chooser stays in sight, and no heading is cut in two.
#include <QComboBox>
#include <QLabel>
#include <QScrollBar>

#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/window/preferences.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

struct Screen {
  int width, height;
  double points;
};
constexpr Screen k_screens[] = {{1024, 700, 10}, {1366, 768, 10}, {1600, 1000, 10},
                                {1024, 700, 15}, {1366, 768, 15}, {1600, 1000, 15}};

class HeadPanelTest : public WindowTest {
 protected:
  void SetUp() override {}
  void TearDown() override {
    window.reset();
    Preferences().set_font_points(10);
  }
  HeadPanel& panel() { return attention().head_panel(); }
  void settle() {
    ASSERT_TRUE(idle());
    QTest::qWait(120);  // layouts that follow each other
  }
  void open_on(const Screen& screen) {
    Preferences().set_font_points(screen.points);
    open({});
    window->resize(screen.width, screen.height);
    settle();
  }
  /// The part of the window in which it is not cut off by what scrolls.
  bool is_whole(const QWidget& widget) {
    return widget.isVisible() && widget.visibleRegion() == QRegion(widget.rect());
  }
  void expect_headings(const std::string& where) {
    int n = 0;
    for (const QLabel* label : panel().findChildren<QLabel*>()) {
      if (!label->isVisible() || label->property("role").toString() != "section") continue;
      ++n;
      EXPECT_TRUE(label->visibleRegion().isEmpty() || is_whole(*label))
          << where << ": " << label->text().toStdString() << " is cut, scrolled to "
          << panel().verticalScrollBar()->value();
      if (label->text() == "MODEL") {
        EXPECT_TRUE(is_whole(*label)) << where;
      }
    }
    EXPECT_EQ(n, 3) << where;
    const auto* model = panel().findChild<QComboBox*>("model-picker");
    ASSERT_NE(model, nullptr);
    EXPECT_TRUE(is_whole(*model)) << where << ": the chooser of the model";
  }
};

TEST_F(HeadPanelTest, TheModelsChooserStaysInSight) {
  for (const Screen& screen : k_screens) {
    open_on(screen);
    const std::string size = std::to_string(screen.width) + "x" + std::to_string(screen.height) +
                             " at " + std::to_string(static_cast<int>(screen.points)) + " pt";
    expect_headings(size + " at the start");
    for (const char* layer : {"0", "5", "2"}) {
      window->session().set_options({{"layer", layer}, {"head", "7"}});
      settle();
      expect_headings(size + ", layer " + layer);
    }
    // By hand to the end: the chooser has its place above.
    panel().verticalScrollBar()->setValue(panel().verticalScrollBar()->maximum());
    EXPECT_TRUE(is_whole(*panel().findChild<QComboBox*>("model-picker"))) << size;
  }
}

// The least that is done: neither the chosen head nor what stands above it jumps for nothing.
TEST_F(HeadPanelTest, WhatIsWholeIsNotScrolled) {
  open_on({1600, 1000, 10});
  QScrollBar& bar = *panel().verticalScrollBar();
  panel().verticalScrollBar()->setValue(0);
  window->session().set_options({{"layer", "0"}, {"head", "0"}});
  settle();
  EXPECT_LE(bar.value(), 40);
  expect_headings("the first head");
}

TEST_F(HeadPanelTest, TheTabKeyGoesFromTheChooserToTheMap) {
  open_on({1024, 700, 15});
  auto* model = panel().findChild<QComboBox*>("model-picker");
  model->setFocus(Qt::TabFocusReason);
  QTest::keyClick(model, Qt::Key_Tab);
  for (const char* next : {"layer-number", "head-number", "automatic-head", "head-grid"}) {
    EXPECT_EQ(window->focusWidget()->objectName(), next);
    QTest::keyClick(window->focusWidget(), Qt::Key_Tab);
  }
}

}  // namespace
}  // namespace baryscope
