// Rows of tabs beside the picture: every name can be read, or is not there until it is scrolled to.
#include <QDockWidget>
#include <QMainWindow>
#include <QStatusBar>
#include <QTabBar>
#include <QToolButton>
#include <algorithm>
#include <string>

#include "app/gui/window/preferences.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

struct TabScreen {
  int width, height;
  double points;
  std::string text() const {
    return std::to_string(width) + "x" + std::to_string(height) + " at " +
           std::to_string(static_cast<int>(points)) + " pt";
  }
};

class WindowTabsTest : public WindowTest {
 protected:
  void SetUp() override {}
  void TearDown() override {
    window.reset();
    Preferences().set_font_points(10);
    Preferences().set_geometry({});
  }
  void open_on(const TabScreen& screen, bool with_samples) {
    Preferences().set_font_points(screen.points);
    std::vector<std::pair<std::string, std::string>> options;
    if (with_samples) options = {{"view", "samples"}, {"n-samples", "60"}};
    // Kept from a start before: docks are arranged for the size that the window opens with.
    QMainWindow before;
    before.resize(screen.width, screen.height);
    Preferences().set_geometry(before.saveGeometry());
    open({}, options);
    settle();
    window->resize(screen.width, screen.height);
    settle();
  }
  void settle() {
    ASSERT_TRUE(idle());
    ASSERT_TRUE(wait([&] { return !window->session().evaluating(); }));
    QTest::qWait(400);  // docks glide to their places
  }
  /// How low each part may be at least, in pixels.
  std::string least_heights() {
    std::string text = "the window " + std::to_string(window->minimumSizeHint().height());
    text += ", its middle " + std::to_string(window->centralWidget()->minimumSizeHint().height());
    text += ", its status bar " + std::to_string(window->statusBar()->minimumSizeHint().height());
    for (const QDockWidget* dock : window->findChildren<QDockWidget*>()) {
      if (!dock->isVisible()) continue;
      text += ", " + dock->objectName().toStdString() + " " +
              std::to_string(dock->minimumSizeHint().height()) + " at " + std::to_string(dock->y());
    }
    return text;
  }
  void raise(const char* name) {
    auto* dock = window->findChild<QDockWidget*>(name);
    ASSERT_NE(dock, nullptr) << name;
    dock->show();
    dock->raise();
    settle();
  }
  std::vector<QTabBar*> rows() {
    std::vector<QTabBar*> shown;
    for (QTabBar* bar : window->findChildren<QTabBar*>(Qt::FindDirectChildrenOnly)) {
      if (bar->isVisible() && bar->count() > 0) shown.push_back(bar);
    }
    return shown;
  }
  /// Of the row, what is not under its arrows.
  static int end_of(const QTabBar& bar) {
    int end = bar.width();
    for (const QToolButton* arrow : bar.findChildren<QToolButton*>()) {
      if (arrow->isVisible()) end = std::min(end, arrow->x());
    }
    return end;
  }
  void expect_all_whole(const std::string& where, int n_at_least) {
    int n = 0;
    for (const QTabBar* bar : rows()) {
      for (int i = 0; i < bar->count(); ++i, ++n) {
        const QRect tab = bar->tabRect(i);
        EXPECT_GE(tab.left(), 0) << where << ": " << bar->tabText(i).toStdString();
        EXPECT_LT(tab.right(), end_of(*bar)) << where << ": " << bar->tabText(i).toStdString();
        EXPECT_GE(tab.width(), bar->fontMetrics().horizontalAdvance(bar->tabText(i)) + 6) << where;
      }
      EXPECT_TRUE(bar->mask().isEmpty())
          << where << ": masked " << bar->mask().boundingRect().width() << " of " << bar->width()
          << " up to " << end_of(*bar) << " " << bar->tabText(0).toStdString();
    }
    EXPECT_GE(n, n_at_least) << where;
  }
  static QRegion shown_part(const QTabBar& bar) {
    return bar.mask().isEmpty() ? QRegion(bar.rect()) : bar.mask();
  }
  void expect_none_cut(const std::string& where) {
    for (const QTabBar* bar : rows()) {
      const QRegion seen = shown_part(*bar);
      int n_whole = 0;
      for (int i = 0; i < bar->count(); ++i) {
        const QRect tab = bar->tabRect(i);
        const QRegion part = seen & tab & QRect(0, 0, end_of(*bar), bar->height());
        EXPECT_TRUE(part.isEmpty() || part == QRegion(tab))
            << where << ": a part of " << bar->tabText(i).toStdString() << ", " << tab.left()
            << " to " << tab.right() << " of " << end_of(*bar) << ", current "
            << bar->currentIndex();
        n_whole += part == QRegion(tab);
      }
      EXPECT_GE(n_whole, 1) << where;
    }
  }
};

TEST_F(WindowTabsTest, EveryNameIsReadBesideTheTraining) {
  for (const TabScreen& screen :
       {TabScreen{1024, 700, 10}, {1366, 768, 10}, {1366, 768, 15}, {1600, 1000, 15}}) {
    for (const bool with_samples : {false, true}) {
      open_on(screen, with_samples);
      EXPECT_EQ(window->size(), QSize(screen.width, screen.height))
          << screen.text() << ": at least " << least_heights();
      const std::string where = screen.text() + (with_samples ? ", samples" : ", attention");
      expect_all_whole(where, 3);
      for (const char* dock : {"dock-training", "dock-table", "dock-drawing", "dock-inspector"}) {
        raise(dock);
        expect_all_whole(where + " with " + dock, 4);
      }
    }
  }
}

// Where the window is too narrow for the row.
TEST_F(WindowTabsTest, WhatDoesNotFitIsScrolledByWholeNames) {
  for (const TabScreen& screen : {TabScreen{1024, 700, 15}, {1024, 700, 20}}) {
    open_on(screen, true);
    raise("dock-training");
    if (screen.points < 20) {
      EXPECT_EQ(window->width(), screen.width) << screen.text() << ": wider than its screen";
    }
    for (const char* dock : {"dock-training", "dock-inspector", "dock-table"}) {
      raise(dock);
      expect_none_cut(screen.text() + " with " + dock);
      for (const QTabBar* bar : rows()) {
        const QRect current = bar->tabRect(bar->currentIndex());
        EXPECT_TRUE(shown_part(*bar).contains(current.center())) << screen.text() << dock;
      }
    }
    for (QTabBar* bar : rows()) {
      for (QToolButton* arrow : bar->findChildren<QToolButton*>()) {
        for (int i = 0; i < 3 && arrow->isVisible() && arrow->isEnabled(); ++i) {
          QTest::mouseClick(arrow, Qt::LeftButton);
          QTest::qWait(60);
          expect_none_cut(screen.text() + ", scrolled");
        }
      }
    }
  }
}

TEST_F(WindowTabsTest, RoomIsGivenBack) {
  open_on({1366, 768, 15}, false);
  const auto least = [&](const char* dock) {
    return window->findChild<QDockWidget*>(dock)->widget()->minimumWidth();
  };
  raise("dock-training");
  const int with_training = least("dock-inspector");
  window->findChild<QDockWidget*>("dock-training")->close();
  settle();
  EXPECT_LT(least("dock-inspector"), with_training);
  EXPECT_EQ(least("dock-head"), 240);
  // A dock of its own has no row to hold.
  window->findChild<QDockWidget*>("dock-inspector")->setFloating(true);
  settle();
  EXPECT_EQ(least("dock-inspector"), 240);
}

// What a person drags narrow, tight names, is loose again where there is room.
TEST_F(WindowTabsTest, NamesMoveApartWhereThereIsRoom) {
  open_on({1600, 1000, 15}, false);
  raise("dock-training");
  auto* dock = window->findChild<QDockWidget*>("dock-training");
  const auto is_tight = [&] {
    for (const QTabBar* bar : rows()) {
      for (int i = 0; i < bar->count(); ++i) {
        if (bar->tabText(i) == "Training") return bar->property("tight").toBool();
      }
    }
    return false;
  };
  window->resizeDocks({dock}, {600}, Qt::Horizontal);
  settle();
  EXPECT_FALSE(is_tight());
  window->resizeDocks({dock}, {200}, Qt::Horizontal);
  settle();
  EXPECT_TRUE(is_tight());
  expect_all_whole("dragged narrow", 4);
  window->resizeDocks({dock}, {600}, Qt::Horizontal);
  settle();
  EXPECT_FALSE(is_tight());
}

}  // namespace
}  // namespace baryscope
