// How much room docks have: for the size of the text, and again after a small window.
#include "app/gui/window/dock_sizes.h"

#include <QDockWidget>
#include <QStatusBar>
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "app/gui/scene/paired_scenes.h"
#include "app/gui/window/dock_area.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/window_host.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class DockSizesTest : public WindowTest {
 protected:
  void SetUp() override {
    Preferences().set_docks("", {});
    Preferences().set_dock_sizes("", {});
  }
  void TearDown() override {
    window.reset();
    Preferences().set_font_points(10);
  }
  void open_at(int width, int height, double points = 10) {
    Preferences().set_font_points(points);
    open({});
    resize(width, height);
  }
  void resize(int width, int height) {
    window->resize(width, height);
    settle();
  }
  void settle() {
    ASSERT_TRUE(idle());
    QTest::qWait(400);  // docks glide to their places
  }
  QDockWidget& dock(const char* name) { return *window->findChild<QDockWidget*>(name); }
  /// Of the docks that lie in the window.
  std::map<std::string, QSize> sizes() {
    std::map<std::string, QSize> all;
    for (const QDockWidget* each : window->findChildren<QDockWidget*>()) {
      if (each->isVisible() && window->rect().intersects(each->geometry())) {
        all[each->objectName().toStdString()] = each->size();
      }
    }
    return all;
  }
  /// Sizes follow by events, which come late on a busy machine.
  void expect_width(const char* name, double wanted, double by) {
    static_cast<void>(wait([&] { return std::abs(dock(name).width() - wanted) <= by; }));
    EXPECT_NEAR(dock(name).width(), wanted, by) << name;
  }
  void expect_sizes(const std::map<std::string, QSize>& wanted) {
    static_cast<void>(wait([&] {
      const std::map<std::string, QSize> now = sizes();
      return std::ranges::all_of(wanted, [&](const auto& each) {
        const auto found = now.find(each.first);
        return found != now.end() && std::abs(found->second.width() - each.second.width()) <= 1 &&
               std::abs(found->second.height() - each.second.height()) <= 2;
      });
    }));
    const std::map<std::string, QSize> now = sizes();
    ASSERT_EQ(now.size(), wanted.size());
    for (const auto& [name, size] : wanted) {
      ASSERT_TRUE(now.contains(name)) << name;
      EXPECT_NEAR(now.at(name).width(), size.width(), 1) << name;
      EXPECT_NEAR(now.at(name).height(), size.height(), 2) << name;
    }
  }
  /// What stands between two docks, or a dock and the picture.
  void drag(QPoint from, QPoint by) {
    QTest::mouseMove(window.get(), from);
    QTest::mousePress(window.get(), Qt::LeftButton, Qt::NoModifier, from);
    for (int i = 1; i <= 4; ++i) {
      QTest::qWait(20);
      QTest::mouseMove(window.get(), from + by * i / 4);
    }
    QTest::qWait(50);
    QTest::mouseRelease(window.get(), Qt::LeftButton, Qt::NoModifier, from + by);
    settle();
  }
  /// How low each part may be at least, in pixels.
  std::string least_heights() {
    std::string text =
        "the middle " + std::to_string(window->centralWidget()->minimumSizeHint().height()) +
        ", the status bar " + std::to_string(window->statusBar()->minimumSizeHint().height());
    for (const QDockWidget* each : window->findChildren<QDockWidget*>()) {
      if (!each->isVisible()) continue;
      text += ", " + each->objectName().toStdString() + " " +
              std::to_string(each->minimumSizeHint().height()) + " at " + std::to_string(each->y());
    }
    return text;
  }
  QPoint right_edge(const QDockWidget& dock) {
    return {dock.geometry().right() + 1, dock.geometry().center().y()};
  }
  QPoint lower_edge(const QDockWidget& dock) {
    return {dock.geometry().center().x(), dock.geometry().bottom() + 1};
  }
};

TEST_F(DockSizesTest, ComeBackAfterASmallWindow) {
  for (const double points : {10.0, 15.0}) {
    open_at(1600, 1000, points);
    const std::map<std::string, QSize> before = sizes();
    ASSERT_GE(before.size(), 3U);
    resize(1024, 700);
    EXPECT_LT(dock("dock-mechanism").height(), before.at("dock-mechanism").height());
    resize(1600, 1000);
    expect_sizes(before);
  }
}

TEST_F(DockSizesTest, GrowWithTheTextAndLeaveThePictureItsPart) {
  open_at(1600, 1000);
  const int left = dock("dock-head").width(), right = dock("dock-inspector").width();
  EXPECT_NEAR(left, 292, 2);
  EXPECT_NEAR(right, 312, 2);
  Preferences().set_font_points(15);
  window->host().on_preferences();
  settle();
  expect_width("dock-head", 1.5 * left, 3);
  expect_width("dock-inspector", 1.5 * right, 3);
  for (const double points : {15.0, 20.0}) {
    Preferences().set_font_points(points);
    window->host().on_preferences();
    resize(1366, 768);
    EXPECT_GE(window->frame().scenes().width(), 0.39 * 1366) << points;
  }
  Preferences().set_font_points(10);
  window->host().on_preferences();
  resize(1600, 1000);
  expect_width("dock-head", left, 1);
  expect_width("dock-inspector", right, 1);
}

TEST_F(DockSizesTest, KeepWhatAPersonDrew) {
  open_at(1600, 1000);
  drag(right_edge(dock("dock-head")), {80, 0});
  expect_width("dock-head", 372, 4);
  expect_width("dock-inspector", 312, 2);
  drag(lower_edge(dock("dock-head")), {0, 100});
  const std::map<std::string, QSize> drawn = sizes();
  EXPECT_GT(drawn.at("dock-head").height(), drawn.at("dock-mechanism").height());
  resize(1024, 700);
  resize(1600, 1000);
  expect_sizes(drawn);
  // Kept until the program is started again, and told for another text size.
  window->close();
  open_at(1600, 1000);
  expect_sizes(drawn);
  Preferences().set_font_points(12);
  window->host().on_preferences();
  settle();
  expect_width("dock-head", 1.2 * drawn.at("dock-head").width(), 3);
}

// With the timeline open and large text it asked for a pixel more than a screen of 768.
TEST_F(DockSizesTest, ALowWindowHoldsTheTimelineToo) {
  for (const auto& [size, points] :
       {std::pair(QSize(1366, 768), 15.0), {QSize(1024, 700), 15.0}, {QSize(1366, 768), 20.0}}) {
    open_at(size.width(), size.height(), points);
    dock("dock-timeline").show();
    settle();
    resize(size.width(), size.height());
    EXPECT_EQ(window->size(), size) << points << " pt: " << least_heights();
    EXPECT_GT(window->frame().scenes().height(), 100) << points;
  }
}

TEST_F(DockSizesTest, TheFirstProgressMovesNothing) {
  open_at(1366, 768);
  const int height = window->statusBar()->height();
  const QSize picture = window->frame().scenes().size();
  auto* progress = window->statusBar()->findChild<QWidget*>("progress-row");
  ASSERT_NE(progress, nullptr);
  progress->show();
  settle();
  EXPECT_EQ(window->statusBar()->height(), height);
  EXPECT_EQ(window->frame().scenes().size(), picture);
  progress->hide();
  settle();
  EXPECT_EQ(window->statusBar()->height(), height);
}

TEST_F(DockSizesTest, WhatIsNoStateIsRefused) {
  open_at(1600, 1000);
  DockSizes& kept = window->frame().docks().sizes();
  const QByteArray state = kept.state();
  for (const char* hostile : {"", "{", "[]", "{}", R"({"left":-3,"right":300})",
                              R"({"left":"wide","right":300})", R"({"left":1e300,"right":300})"}) {
    EXPECT_FALSE(kept.restore(hostile)) << hostile;
  }
  EXPECT_EQ(kept.state(), state);
  EXPECT_TRUE(kept.restore(R"({"left":99999,"right":99999,"heights":{"dock-head":99999}})"));
  settle();
  EXPECT_EQ(window->size(), QSize(1600, 1000));
  EXPECT_GE(window->frame().scenes().width(), 600);
}

}  // namespace
}  // namespace baryscope
