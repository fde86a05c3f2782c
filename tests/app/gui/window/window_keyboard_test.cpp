// The window without a mouse: Tab, Alt and a letter, arrows, Ctrl+Z.
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QSet>
#include <algorithm>

#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/scene/paired_scenes.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

std::string name_of(const QWidget* widget) {
  if (widget == nullptr) return "nothing";
  const QString name =
      widget->objectName().isEmpty() ? widget->accessibleName() : widget->objectName();
  return std::string(widget->metaObject()->className()) + " " + name.toStdString();
}

class WindowKeyboardTest : public WindowTest {
 protected:
  /// What has the focus after a key.
  QWidget* press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWidget* held = QApplication::focusWidget();
    QTest::keyClick(held == nullptr ? window.get() : held, static_cast<Qt::Key>(key), modifiers);
    return QApplication::focusWidget();
  }
  std::vector<QWidget*> reachable() {
    std::vector<QWidget*> found;
    for (QWidget* each : window->findChildren<QWidget*>()) {
      if ((each->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && each->focusProxy() == nullptr &&
          each->isEnabled() && each->isVisible() && each->window() == window.get() &&
          is_in_front(each)) {
        found.push_back(each);
      }
    }
    return found;
  }
  /// All that Tab comes by, from the text field back to it.
  std::vector<QWidget*> walk(int key = Qt::Key_Tab) {
    attention().sentence().field()->setFocus();
    QWidget* start = QApplication::focusWidget();
    std::vector<QWidget*> walked;
    QWidget* here = start;
    do {
      walked.push_back(here);
      here = press(key);
    } while (here != nullptr && here != start && walked.size() < 500);
    return walked;
  }
  /// Docks behind another's tab are kept outside of the window.
  bool is_in_front(QWidget* widget) {
    QDockWidget* dock = dock_of(widget);
    return dock == nullptr || window->rect().intersects(dock->geometry());
  }
  QDockWidget* dock_of(QWidget* widget) {
    while (widget != nullptr && qobject_cast<QDockWidget*>(widget) == nullptr) {
      widget = widget->parentWidget();
    }
    return qobject_cast<QDockWidget*>(widget);
  }
  void expect_in_order(const std::vector<QWidget*>& walked) {
    for (std::size_t i = 1; i < walked.size(); ++i) {
      QWidget *before = walked[i - 1], *after = walked[i];
      if (dock_of(before) != dock_of(after) || dock_of(after) == nullptr) continue;
      QWidget* dock = dock_of(after);
      // Where they would be if nothing were scrolled away: in the content of their panel.
      const QRect a(before->mapTo(dock, QPoint()), before->size());
      const QRect b(after->mapTo(dock, QPoint()), after->size());
      const bool same_line = a.center().y() > b.top() && a.center().y() < b.bottom();
      EXPECT_TRUE(same_line ? a.left() < b.left() : a.top() < b.top())
          << name_of(before) << " before " << name_of(after);
    }
    // No dock is left and come back to.
    std::vector<QDockWidget*> docks;
    for (QWidget* each : walked) {
      QDockWidget* dock = dock_of(each);
      if (dock == nullptr || (!docks.empty() && docks.back() == dock)) continue;
      EXPECT_EQ(std::count(docks.begin(), docks.end(), dock), 0) << name_of(dock);
      docks.push_back(dock);
    }
  }
  void expect_all(const std::vector<QWidget*>& walked) {
    for (QWidget* each : reachable()) {
      EXPECT_EQ(std::count(walked.begin(), walked.end(), each), 1) << name_of(each);
    }
    EXPECT_EQ(walked.size(), reachable().size());
  }
};

TEST_F(WindowKeyboardTest, TabComesByEverythingOnceAsTheEyeGoes) {
  ASSERT_TRUE(idle());
  const std::vector<QWidget*> walked = walk();
  expect_all(walked);
  expect_in_order(walked);
  std::vector<QWidget*> back = walk(Qt::Key_Backtab);
  std::reverse(back.begin() + 1, back.end());
  EXPECT_EQ(back, walked);
}

TEST_F(WindowKeyboardTest, PanelsThatWereFilledAnewKeepTheirPlace) {
  ASSERT_TRUE(idle());
  // The inspector's rows and the mechanism's are made anew, those of a new text too.
  window->session().set_options(
      {{"mechanism", "differential"}, {"text", "a quite different text"}});
  ASSERT_TRUE(idle());
  window->session().set_options({{"text-b", "and a second"}});
  ASSERT_TRUE(idle());
  const std::vector<QWidget*> walked = walk();
  expect_all(walked);
  expect_in_order(walked);
}

TEST_F(WindowKeyboardTest, TabComesByEverythingOfSamplesAndOfAPair) {
  ASSERT_TRUE(idle());
  window->session().set_option("compare", "twin");
  ASSERT_TRUE(wait([&] { return window->frame().scenes().second() != nullptr; }));
  ASSERT_TRUE(idle());
  std::vector<QWidget*> walked = walk();
  expect_all(walked);
  expect_in_order(walked);
  window->session().set_options({{"view", "samples"}, {"n-samples", "60"}});
  ASSERT_TRUE(wait([&] { return samples().active(); }));
  ASSERT_TRUE(idle());
  QTest::qWait(100);
  window->frame().scene().setFocus();
  QSet<QWidget*> seen;
  for (int i = 0; i < 300; ++i) seen.insert(press(Qt::Key_Tab));
  for (QWidget* each : reachable()) EXPECT_TRUE(seen.contains(each)) << name_of(each);
}

TEST_F(WindowKeyboardTest, ADockThatGoesLeavesTheFocusToThePicture) {
  window->dispatcher().run_line("show-timeline");
  auto* dock = window->findChild<QDockWidget*>("dock-timeline");
  ASSERT_NE(dock, nullptr);
  ASSERT_TRUE(wait([&] { return dock->isAncestorOf(QApplication::focusWidget()); }));
  dock->close();
  EXPECT_EQ(QApplication::focusWidget(), &window->frame().scene());
}

TEST_F(WindowKeyboardTest, TabLeavesThePicture) {
  ASSERT_TRUE(idle());
  SceneWidget& scene = window->frame().scene();
  for (const int key : {Qt::Key_Tab, Qt::Key_Backtab}) {
    scene.setFocus();
    ASSERT_EQ(QApplication::focusWidget(), &scene);
    EXPECT_NE(press(key), &scene);
    EXPECT_NE(QApplication::focusWidget(), nullptr);
  }
}

TEST_F(WindowKeyboardTest, WhatHasTheFocusIsInSightAndShowsIt) {
  ASSERT_TRUE(idle());
  window->resize(1024, 700);
  QTest::qWait(100);
  attention().sentence().field()->setFocus();
  for (QWidget* here = QApplication::focusWidget(); here != nullptr;) {
    EXPECT_FALSE(here->visibleRegion().isEmpty()) << name_of(here) << " is out of sight";
    QTest::qWait(1);
    const QImage with = here->grab().toImage();
    QWidget* next = press(Qt::Key_Tab);
    QTest::qWait(1);
    if (next == here) break;
    const QImage without = here->grab().toImage();
    EXPECT_NE(with, without) << name_of(here) << " looks the same with the focus";
    here = next == attention().sentence().field() ? nullptr : next;
  }
}

TEST_F(WindowKeyboardTest, FocusShowsOnTheChosenHeadAndOnCheckedBoxes) {
  ASSERT_TRUE(idle());
  HeadGrid* grid = attention().head_panel().grid();
  const auto look = [&](QWidget& widget, bool focused) {
    focused ? widget.setFocus() : attention().sentence().field()->setFocus();
    QTest::qWait(1);
    return widget.grab().toImage();
  };
  EXPECT_NE(look(*grid, true), look(*grid, false));
  window->session().set_options({{"layer", "auto"}, {"head", "auto"}});
  ASSERT_TRUE(idle());
  auto* automatic = window->findChild<QWidget*>("automatic-head");
  EXPECT_NE(look(*automatic, true), look(*automatic, false));
}

TEST_F(WindowKeyboardTest, AltAndALetterOpenTheMenus) {
  ASSERT_TRUE(idle());
  for (QWidget* from : {static_cast<QWidget*>(&window->frame().scene()),
                        static_cast<QWidget*>(attention().sentence().field())}) {
    for (const char* title :
         {"File", "Edit", "View", "Attention", "Samples", "Play", "Training", "Help"}) {
      from->setFocus();
      QTest::keyClick(from, title[0], Qt::AltModifier);
      ASSERT_TRUE(wait([] { return QApplication::activePopupWidget() != nullptr; })) << title;
      auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
      ASSERT_NE(menu, nullptr) << title;
      EXPECT_EQ(menu->title().remove('&').toStdString(), title);
      QTest::keyClick(menu, Qt::Key_Escape);
      ASSERT_TRUE(wait([] { return QApplication::activePopupWidget() == nullptr; })) << title;
      QTest::keyClick(window->menuBar(), Qt::Key_Escape);
    }
  }
}

TEST_F(WindowKeyboardTest, ArrowsChangeNumbers) {
  ASSERT_TRUE(idle());
  window->session().set_option("mechanism", "differential");
  ASSERT_TRUE(idle());
  // A field of a number or a word: "0.8" or "learned".
  auto* lambda = window->findChild<QComboBox*>("option-lambda");
  ASSERT_NE(lambda, nullptr);
  lambda->setFocus();
  lambda->setEditText("0.8");
  QTest::keyClick(lambda, Qt::Key_Up);
  EXPECT_EQ(lambda->currentText(), "0.85");
  EXPECT_EQ(option("lambda"), "0.85");
  QTest::keyClick(lambda, Qt::Key_Down);
  QTest::keyClick(lambda, Qt::Key_Down);
  EXPECT_EQ(option("lambda"), "0.75");
  ASSERT_TRUE(idle());
  auto* temperature = window->findChild<QDoubleSpinBox*>("option-temperature");
  ASSERT_NE(temperature, nullptr);
  temperature->setFocus();
  const double before = temperature->value();
  QTest::keyClick(temperature, Qt::Key_Up);
  EXPECT_GT(temperature->value(), before);
  EXPECT_NE(option("temperature"), "1");
  QTest::keyClick(temperature, Qt::Key_Down);
  EXPECT_EQ(temperature->value(), before);
}

TEST_F(WindowKeyboardTest, CtrlZInANumberFieldTakesBackWhatIsTypedThenTheOptions) {
  ASSERT_TRUE(idle());
  window->session().set_option("head", "7");
  ASSERT_TRUE(idle());
  auto* field = window->findChild<QDoubleSpinBox*>("option-temperature");
  ASSERT_NE(field, nullptr);
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, "25");
  EXPECT_EQ(field->text(), "25");
  for (int i = 0; i < 4 && field->text() != "1"; ++i) press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(field->text(), "1") << "what was typed is taken back";
  EXPECT_EQ(option("head"), "7") << "the options are not yet";
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(option("head"), "3");
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(option("head"), "7") << "and forward again";
  ASSERT_TRUE(idle());
  // Handed over it is an option like every other.
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, "2");
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_EQ(option("temperature"), "2");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(option("temperature"), "1");
  EXPECT_EQ(field->text(), "1");
}

TEST_F(WindowKeyboardTest, CtrlZInTheTextTakesBackLettersThenTheOptions) {
  ASSERT_TRUE(idle());
  const std::string text = option("text");
  window->session().set_option("head", "7");
  ASSERT_TRUE(idle());
  QLineEdit* field = attention().sentence().field();
  field->setFocus();
  field->end(false);
  QTest::keyClicks(field, " now");
  EXPECT_EQ(field->text().toStdString(), text + " now");
  for (int i = 0; i < 6 && field->text().toStdString() != text; ++i) {
    press(Qt::Key_Z, Qt::ControlModifier);
  }
  EXPECT_EQ(field->text().toStdString(), text);
  EXPECT_EQ(option("head"), "7");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(option("head"), "3");
  EXPECT_EQ(option("text"), text);
  ASSERT_TRUE(idle());
  // Read, by Enter: one step back is the text before.
  field->selectAll();
  QTest::keyClicks(field, "Birds sing");
  QTest::keyClick(field, Qt::Key_Return);
  ASSERT_TRUE(wait([&] { return option("text") == "Birds sing"; }));
  ASSERT_TRUE(idle());
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(option("text"), text);
  EXPECT_EQ(field->text().toStdString(), text);
}

}  // namespace
}  // namespace baryscope
