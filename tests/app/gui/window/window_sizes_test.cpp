// The window on small screens and with large text: everything in the docks is there, whole or to be
// scrolled to.
#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QCoreApplication>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QThread>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/style.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/window_host.h"
#include "tests/app/gui/window_fixture.h"
#include "viz/draw/overlay.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

using testing::WindowTest;

struct Screen {
  int width, height;
  double points;
};
constexpr Screen k_screens[] = {{1366, 768, 10}, {1024, 700, 10}, {1366, 768, 15}, {1024, 700, 15}};

std::string text_of(const Screen& screen) {
  return std::to_string(screen.width) + "×" + std::to_string(screen.height) + " at " +
         std::to_string(static_cast<int>(screen.points)) + " pt";
}

class WindowSizesTest : public WindowTest {
 protected:
  void SetUp() override {}
  void TearDown() override {
    window.reset();
    Preferences().set_font_points(10);
  }
  void open_on(const Screen& screen,
               const std::vector<std::pair<std::string, std::string>>& options = {}) {
    Preferences().set_font_points(screen.points);
    open({}, options);
    window->resize(screen.width, screen.height);
    settle();
    ASSERT_EQ(window->size(), QSize(screen.width, screen.height))
        << "it asks for more than the screen";
  }
  void settle() {
    ASSERT_TRUE(idle());
    ASSERT_TRUE(wait([&] { return !window->session().evaluating(); }));
    QTest::qWait(120);  // layouts that follow each other
  }

  /// Nothing in a dock is cut off at its side.
  void expect_whole(const std::string& where) {
    for (QDockWidget* dock : window->findChildren<QDockWidget*>()) {
      if (!dock->isVisible() || dock->isFloating()) continue;
      // Behind another's tab it is kept outside of the window.
      if (!window->rect().intersects(dock->geometry())) continue;
      const std::string name = where + ", " + dock->objectName().toStdString();
      EXPECT_GE(dock->x(), 0) << name;
      EXPECT_LE(dock->geometry().right(), window->width()) << name;
      EXPECT_LE(dock->geometry().bottom(), window->height()) << name;
      for (QScrollArea* area : dock->findChildren<QScrollArea*>()) {
        if (!area->isVisible() || area->widget() == nullptr) continue;
        EXPECT_LE(area->widget()->width(), area->viewport()->width()) << name << " is cut";
        EXPECT_EQ(area->horizontalScrollBar()->maximum(), 0) << name;
      }
      expect_readable(*dock, name);
    }
  }
  static bool is_settled(const QWidget& inside) {
    const QList<QLabel*> labels = inside.findChildren<QLabel*>();
    return std::all_of(labels.begin(), labels.end(), [](const QLabel* label) {
      return !label->isVisible() || label->text().isEmpty() || !label->hasHeightForWidth() ||
             label->height() + 1 >= label->heightForWidth(label->width());
    });
  }
  /// No name is shortened.
  static void expect_readable(const QWidget& inside, const std::string& where) {
    // Sizes follow new words by events.
    QElapsedTimer clock;
    clock.start();
    while (!is_settled(inside) && clock.elapsed() < 3000) {
      QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
      QThread::msleep(10);
    }
    for (const QLabel* label : inside.findChildren<QLabel*>()) {
      if (!label->isVisible() || label->text().isEmpty()) continue;
      EXPECT_GE(label->width(), label->minimumSizeHint().width())
          << where << ": " << label->text().toStdString();
      const int needed = label->hasHeightForWidth() ? label->heightForWidth(label->width())
                                                    : label->minimumSizeHint().height();
      EXPECT_GE(label->height() + 1, needed) << where << ": " << label->text().toStdString();
    }
    for (const QAbstractButton* button : inside.findChildren<QAbstractButton*>()) {
      if (!button->isVisible() || button->text().isEmpty()) continue;
      EXPECT_GE(button->width(), button->minimumSizeHint().width())
          << where << ": " << button->text().toStdString();
    }
    for (const QComboBox* box : inside.findChildren<QComboBox*>()) {
      if (!box->isVisible()) continue;
      EXPECT_GE(box->width(), box->fontMetrics().horizontalAdvance(QStringLiteral("xxxx")) + 30)
          << where << ": " << box->objectName().toStdString();
    }
  }
  void expect_tabs(const std::string& where, int n_at_least) {
    int n = 0;
    for (QTabBar* bar : window->findChildren<QTabBar*>(Qt::FindDirectChildrenOnly)) {
      if (!bar->isVisible() || bar->count() == 0) continue;  // Qt keeps empty ones for later
      EXPECT_EQ(bar->elideMode(), Qt::ElideNone) << where;
      int total = 0;
      for (int i = 0; i < bar->count(); ++i, ++n) {
        EXPECT_GE(bar->tabRect(i).width(),
                  bar->fontMetrics().horizontalAdvance(bar->tabText(i)) + 9)
            << where << ": " << bar->tabText(i).toStdString();
        total += bar->tabRect(i).width();
      }
      // What does not fit is scrolled to.
      int n_arrows = 0;
      for (const QToolButton* button : bar->findChildren<QToolButton*>()) {
        n_arrows += button->isVisible();
      }
      EXPECT_EQ(n_arrows, total > bar->width() ? 2 : 0) << where;
      const QRect current = bar->tabRect(bar->currentIndex());
      EXPECT_TRUE(bar->rect().contains(current))
          << where << ": tab " << bar->currentIndex() << " from " << current.left() << " to "
          << current.right() << " of " << bar->width();
    }
    EXPECT_GE(n, n_at_least) << where;
  }
  void show_dock(const char* name) {
    auto* dock = window->findChild<QDockWidget*>(name);
    ASSERT_NE(dock, nullptr) << name;
    dock->show();
    dock->raise();
    settle();
  }
};

TEST_F(WindowSizesTest, TheDocksOfAttentionFit) {
  for (const Screen& screen : k_screens) {
    open_on(screen);
    expect_whole(text_of(screen));
    expect_tabs(text_of(screen), 3);
    for (const char* dock : {"dock-table", "dock-drawing", "dock-training", "dock-inspector"}) {
      show_dock(dock);
      expect_whole(text_of(screen) + " with " + dock);
      expect_tabs(text_of(screen) + " with " + dock, 3);
    }
  }
}

TEST_F(WindowSizesTest, EveryMechanismsOptionsFit) {
  open_on({1024, 700, 15});
  for (const char* mechanism : {"differential", "two-simplicial", "n-order", "dipole-v1"}) {
    window->session().set_options({{"mechanism", mechanism}});
    settle();
    expect_whole(mechanism);
  }
}

TEST_F(WindowSizesTest, TheDocksOfSamplesFit) {
  for (const Screen& screen : k_screens) {
    open_on(screen, {{"view", "samples"}, {"n-samples", "60"}});
    ASSERT_TRUE(wait([&] { return samples().active(); }));
    settle();
    expect_whole(text_of(screen));
    expect_tabs(text_of(screen), 3);
  }
}

TEST_F(WindowSizesTest, TheChosenHeadIsInSight) {
  for (const Screen& screen : k_screens) {
    open_on(screen);
    HeadPanel& panel = attention().head_panel();
    HeadGrid& grid = *panel.grid();
    const auto in_sight = [&](int layer, int head) {
      return QTest::qWaitFor(
          [&] {
            const QPoint place = grid.mapTo(panel.viewport(), grid.cell_center(layer, head));
            // With some of its neighbours.
            return panel.viewport()->rect().contains(place) &&
                   place.y() + 10 < panel.viewport()->height() && place.y() > 10;
          },
          3000);
    };
    EXPECT_TRUE(in_sight(5, 3)) << text_of(screen) << " at the start";
    for (const auto& [layer, head] : {std::pair{0, 0}, {5, 11}, {0, 11}, {3, 5}}) {
      window->session().set_options(
          {{"layer", std::to_string(layer)}, {"head", std::to_string(head)}});
      settle();
      EXPECT_TRUE(in_sight(layer, head)) << text_of(screen) << " " << layer << " " << head;
    }
    // A dock that gets smaller keeps it.
    window->session().set_options({{"layer", "5"}, {"head", "0"}});
    settle();
    window->resize(screen.width, screen.height - 60);
    EXPECT_TRUE(in_sight(5, 0)) << text_of(screen);
  }
}

TEST_F(WindowSizesTest, AGridOfManyHeadsIsNeverCut) {
  open_on({1024, 700, 15});
  HeadPanel& panel = attention().head_panel();
  for (const int n_heads : {16, 32, 64, 96}) {
    Analysis large = analysis();
    large.model.n_heads = n_heads;
    large.model.n_layers = 48;
    large.layer = 47;
    large.head = n_heads - 1;
    panel.show_analysis(large);
    const HeadGrid& grid = *panel.grid();
    EXPECT_LE(grid.cell_center(0, n_heads - 1).x(), grid.width()) << n_heads;
    EXPECT_LE(grid.cell_center(47, 0).y(), grid.height()) << n_heads;
  }
}

TEST_F(WindowSizesTest, MessagesAreWrittenInTheSizeThatWasChosen) {
  open_on({1024, 700, 15});
  window->frame().message().show_message("no such thing");
  const auto* label = window->frame().message().findChild<QLabel*>();
  EXPECT_EQ(label->font().pointSizeF(), 15);
  Preferences().set_font_points(12);
  window->host().on_preferences();
  EXPECT_EQ(label->font().pointSizeF(), 12);
}

// Widgets are made before the first sheet is set.
TEST(WindowFont, ReachesWhatWasThereBeforeTheFirstSheet) {
  const QString sheet = qApp->styleSheet();
  const QFont font = QApplication::font();
  qApp->setStyleSheet({});
  {
    QWidget top;
    auto* label = new QLabel(QStringLiteral("words"), &top);
    apply_style(*qApp, false, 16);
    top.show();
    QTest::qWait(20);
    EXPECT_EQ(label->font().pointSizeF(), 16);
  }
  qApp->setStyleSheet(sheet);
  QApplication::setFont(font);
}

TEST_F(WindowSizesTest, AllTextGrows) {
  open_on({1366, 768, 15});
  for (const QLabel* label : window->findChildren<QLabel*>()) {
    if (label->text().isEmpty()) continue;
    EXPECT_GE(QFontInfo(label->font()).pointSizeF(), 0.8 * 15)
        << label->text().left(40).toStdString();
  }
}

TEST_F(WindowSizesTest, PicturesBesideEachOtherAreLegible) {
  for (const Screen& screen : k_screens) {
    open_on(screen);
    window->session().set_option("compare", "twin");
    ASSERT_TRUE(wait([&] { return window->frame().scenes().second() != nullptr; }));
    settle();
    const SceneWidget& first = window->frame().scene();
    const SceneWidget& second = *window->frame().scenes().second();
    EXPECT_LE(window->width(), screen.width);
    EXPECT_EQ(first.viewport().margin_top, second.viewport().margin_top);
    for (const SceneWidget* view : {&first, &second}) {
      ASSERT_NE(view->scene(), nullptr);
      Overlay overlay;
      overlay.set_scene(view->scene());
      overlay.lay_out(view->shown_camera(), view->viewport(), 1);
      std::string legend;
      for (const WrittenText& each : overlay.written()) {
        EXPECT_GE(each.points * 96 / 72, 11 - 1e-6) << text_of(screen) << ": " << each.words;
        if (each.kind == WrittenText::Kind::legend) legend += each.words + " ";
      }
      for (const Legend::Row& row : view->scene()->legend.rows) {
        EXPECT_NE(legend.find(row.text), std::string::npos) << text_of(screen) << row.text;
      }
    }
  }
}

}  // namespace
}  // namespace baryscope
