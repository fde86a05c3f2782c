// Another text size in a window that runs: everything measures as in one that was opened at it.
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QScrollArea>
#include <QTabBar>
#include <QTableView>
#include <map>
#include <sstream>
#include <string>

#include "app/gui/window/handbook.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/window_host.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

/// What layouts ask every visible widget for, by its place in the window.
using Measures = std::map<std::string, std::string>;

std::string name_of(const QWidget& widget) {
  std::string name = widget.metaObject()->className();
  name += ":" + widget.objectName().toStdString();
  // Docks and their rows of tabs stand in the order in which they were raised.
  if (const auto* bar = qobject_cast<const QTabBar*>(&widget); bar != nullptr && bar->count() > 0) {
    name += bar->tabText(0).toStdString();
  }
  return name;
}

std::string measure(const QWidget& widget) {
  std::ostringstream text;
  const auto add = [&](const char* name, const QSize& size) {
    text << name << " " << size.width() << "x" << size.height() << " ";
  };
  // A scrolled panel remembers what its content asked for when it was first laid out, which hangs
  // on what it showed then; the dock around it asks for the same.
  const bool remembers = qobject_cast<const QScrollArea*>(&widget) != nullptr ||
                         qobject_cast<const QDockWidget*>(&widget) != nullptr;
  if (!remembers) add("hint", widget.sizeHint());
  add("least", widget.minimumSizeHint());
  add("minimum", widget.minimumSize());
  add("maximum", widget.maximumSize());
  text << widget.font().pointSizeF() << " pt";
  if (const auto* table = qobject_cast<const QTableView*>(&widget)) {
    text << " rows " << table->verticalHeader()->defaultSectionSize() << " columns";
    for (int i = 0; i < table->horizontalHeader()->count(); ++i) {
      if (table->horizontalHeader()->sectionResizeMode(i) == QHeaderView::Interactive) {
        text << " " << table->columnWidth(i);
      }
    }
  }
  return text.str();
}

void collect(const QWidget& parent, const std::string& path, Measures& measures) {
  std::map<std::string, int> seen;
  for (const QObject* child : parent.children()) {
    const auto* widget = qobject_cast<const QWidget*>(child);
    if (widget == nullptr || widget->isWindow() || !widget->isVisible()) continue;
    const auto* bar = qobject_cast<const QTabBar*>(widget);
    if (bar != nullptr && bar->count() == 0) continue;  // Qt keeps some for later
    // Behind another's tab a dock is kept outside of the window, with the width that it last had.
    const bool behind = qobject_cast<const QDockWidget*>(widget) != nullptr &&
                        !parent.rect().intersects(widget->geometry());
    // A line comes and goes with what is scrolled.
    if (behind || widget->property("hairline").toBool()) continue;
    const std::string name = name_of(*widget);
    const std::string here = path + "/" + name + "#" + std::to_string(seen[name]++);
    std::string words;
    if (const auto* label = qobject_cast<const QLabel*>(widget)) {
      words = " \"" + label->text().left(30).toStdString() + "\"";
    }
    measures[here + words] = measure(*widget);
    collect(*widget, here, measures);
  }
}

class TextSizeTest : public WindowTest {
 protected:
  void SetUp() override {}
  void TearDown() override {
    window.reset();
    Preferences().set_font_points(10);
  }
  void open_at(double points, bool with_samples) {
    Preferences().set_font_points(points);
    open({}, with_samples ? std::vector<std::pair<std::string, std::string>>{{"view", "samples"},
                                                                             {"n-samples", "60"}}
                          : std::vector<std::pair<std::string, std::string>>{});
    window->resize(1600, 1000);
    settle();
  }
  void settle() {
    ASSERT_TRUE(idle());
    ASSERT_TRUE(wait([&] { return !window->session().evaluating(); }));
    QTest::qWait(150);  // layouts that follow each other
  }
  /// Of all that can be brought to the front.
  Measures measures() {
    Measures all;
    for (const char* name : {"dock-table", "dock-drawing", "dock-training", "dock-inspector",
                             "dock-sample-results", "dock-samples"}) {
      auto* dock = window->findChild<QDockWidget*>(name);
      if (dock == nullptr) continue;
      const bool training = dock->objectName() == "dock-training";
      if (training) dock->show();
      if (!dock->isVisible() && window->tabifiedDockWidgets(dock).isEmpty()) continue;
      dock->raise();
      QTest::qWait(60);
      settle();
      collect(*window, name, all);
    }
    return all;
  }
  void expect_as_opened(double before, double after, bool with_samples) {
    open_at(before, with_samples);
    // What is not in front when the size changes measures anew too.
    static_cast<void>(measures());
    Preferences().set_font_points(after);
    window->host().on_preferences();
    settle();
    const Measures changed = measures();
    open_at(after, with_samples);
    static_cast<void>(measures());
    const Measures opened = measures();
    EXPECT_GT(opened.size(), 200U);
    int n_told = 0;
    for (const auto& [place, wanted] : opened) {
      const auto found = changed.find(place);
      const std::string now = found == changed.end() ? "not there" : found->second;
      if (now != wanted && n_told++ < 12) {
        ADD_FAILURE() << before << " to " << after << " pt: " << place << "\n  opened:  " << wanted
                      << "\n  changed: " << now;
      }
    }
    for (const auto& [place, now] : changed) {
      if (!opened.contains(place) && n_told++ < 12) ADD_FAILURE() << place << " was not there";
    }
    EXPECT_EQ(n_told, 0) << "of " << opened.size();
  }
};

TEST_F(TextSizeTest, LargerTextOverAttentionMeasuresAsIfOpenedSo) {
  expect_as_opened(10, 15, false);
  expect_as_opened(10, 24, false);
}

TEST_F(TextSizeTest, SmallerTextOverAttentionMeasuresAsIfOpenedSo) {
  expect_as_opened(15, 10, false);
}

TEST_F(TextSizeTest, LargerTextOverSamplesMeasuresAsIfOpenedSo) {
  expect_as_opened(10, 15, true);
  expect_as_opened(10, 24, true);
}

TEST_F(TextSizeTest, SmallerTextOverSamplesMeasuresAsIfOpenedSo) { expect_as_opened(15, 10, true); }

// Lists in windows of their own that are open while the size is chosen.
TEST_F(TextSizeTest, LinesOfTheHandbookGrow) {
  const auto lines = [](const Handbook& handbook) {
    const auto* list = handbook.findChild<QListWidget*>();
    return QSize(list->minimumWidth(), list->item(0)->sizeHint().height());
  };
  open_at(10, false);
  Handbook handbook;
  handbook.show();
  const QSize small = lines(handbook);
  Preferences().set_font_points(20);
  window->host().on_preferences();
  settle();
  Handbook another;
  EXPECT_GT(lines(handbook).width(), small.width());
  EXPECT_GT(lines(handbook).height(), small.height());
  EXPECT_EQ(lines(handbook), lines(another));
}

}  // namespace
}  // namespace baryscope
