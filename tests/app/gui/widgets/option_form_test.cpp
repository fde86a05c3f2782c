// Rows of options that come and go while one of their editors is in use.
#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>

#include "app/gui/samples/samples_desk.h"
#include "app/gui/samples/samples_panel.h"
#include "app/gui/training/training_panel.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/window_host.h"
#include "core/analysis/mechanism_list.h"
#include "core/sampling/samplers/sampler.h"
#include "core/tasks/task.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class OptionFormTest : public WindowTest {
 protected:
  void open_samples(const std::vector<std::pair<std::string, std::string>>& more = {}) {
    std::vector<std::pair<std::string, std::string>> options{{"view", "samples"},
                                                             {"n-samples", "120"}};
    options.insert(options.end(), more.begin(), more.end());
    open({}, options);
    ASSERT_TRUE(wait([&] { return samples().active(); }));
    ASSERT_TRUE(idle());
  }
  OptionForm* sampler_form() { return samples().panel().sampler_form(); }
  std::vector<QPointer<QWidget>> all_fields() {
    std::vector<QPointer<QWidget>> fields;
    for (QWidget* each :
         window->findChildren<QWidget*>(QRegularExpression(QStringLiteral("^option-")))) {
      fields.emplace_back(each);
    }
    return fields;
  }
};

TEST_F(OptionFormTest, AChoiceThatTakesRowsAwayOutlivesItsOwnSignal) {
  open_samples();
  const QPointer<QComboBox> bias = window->findChild<QComboBox*>("option-boundary-bias");
  ASSERT_NE(bias, nullptr);
  int n_changes = 0;
  for (int round = 0; round < 4; ++round) {
    for (const Qt::Key key : {Qt::Key_End, Qt::Key_Home, Qt::Key_Down}) {
      bias->setFocus();
      bias->showPopup();
      QTest::qWait(20);
      QTest::keyClick(bias->view(), key);
      const std::string before = option("boundary-bias");
      QTest::keyClick(bias->view(), Qt::Key_Return);
      ASSERT_FALSE(bias.isNull()) << "the box was deleted in its own signal";
      n_changes += before == option("boundary-bias") ? 0 : 1;
      EXPECT_EQ(bias->currentText().toStdString(), option("boundary-bias"));
      const bool biased = option("boundary-bias") != "none";
      EXPECT_EQ(sampler_form()->editor("bias-strength") != nullptr, biased);
    }
  }
  EXPECT_GE(n_changes, 8);
  ASSERT_TRUE(idle());
}

TEST_F(OptionFormTest, ALongNumberIsShownFromItsBeginningAndNotRounded) {
  open({}, {{"mechanism", "differential"}});
  ASSERT_TRUE(idle());
  const std::string lambda = "1.1285714285714286", temperature = "0.8571428571428571";
  window->session().set_options({{"lambda", lambda}, {"temperature", temperature}});
  ASSERT_TRUE(idle());
  auto* box = window->findChild<QComboBox*>("option-lambda");
  ASSERT_NE(box, nullptr);
  EXPECT_EQ(box->currentText(), QString("1.129"));
  EXPECT_EQ(box->lineEdit()->cursorPosition(), 0);
  EXPECT_TRUE(box->toolTip().contains("1.1285714285714286"));
  auto* number = window->findChild<QDoubleSpinBox*>("option-temperature");
  ASSERT_NE(number, nullptr);
  EXPECT_EQ(number->text(), QString("0.8571"));
  for (QWidget* field : {static_cast<QWidget*>(box), static_cast<QWidget*>(number)}) {
    field->setFocus();
    QTest::keyClick(field, Qt::Key_Return);
    window->frame().scene().setFocus();
  }
  EXPECT_EQ(option("lambda"), lambda);
  EXPECT_EQ(option("temperature"), temperature);
}

TEST_F(OptionFormTest, NoPanelDeletesAnEditor) {
  open_samples({{"boundary-bias", "tilt"}});
  const auto fields = all_fields();
  ASSERT_GT(fields.size(), 20u);
  for (const SamplerInfo& info : samplers()) window->session().set_option("sampler", info.name);
  for (const char* data : {"blobs", "two-moons"}) window->session().set_option("dataset", data);
  window->session().set_option("view", "space");
  ASSERT_TRUE(wait([&] { return !samples().active(); }));
  for (const MechanismInfo& info : mechanisms()) {
    window->session().set_option("mechanism", info.name);
    training().panel().form().set("mechanism", info.name);
  }
  for (const TaskInfo& info : tasks()) training().panel().form().set("train", info.name);
  ASSERT_TRUE(idle());
  QTest::qWait(50);
  for (const auto& field : fields) EXPECT_FALSE(field.isNull());
}

TEST_F(OptionFormTest, AMenuThatIsOpenOverARowThatGoesClosesInPeace) {
  open_samples({{"boundary-bias", "tilt"}});
  const QPointer<OptionEditor> strength = sampler_form()->editor("bias-strength");
  ASSERT_FALSE(strength.isNull());
  bool opened = false;
  QTimer::singleShot(100, window.get(), [&] {
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    opened = menu != nullptr;
    window->session().set_option("boundary-bias", "none");
    QTimer::singleShot(50, window.get(), [] {
      if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
    });
  });
  QContextMenuEvent event(QContextMenuEvent::Mouse, {4, 4}, strength->mapToGlobal(QPoint(4, 4)));
  QApplication::sendEvent(strength, &event);
  EXPECT_TRUE(opened);
  EXPECT_FALSE(strength.isNull());
  EXPECT_FALSE(strength->isVisible());
}

TEST_F(OptionFormTest, TheKeyboardGoesFromTopToBottomAfterRowsCameBack) {
  open_samples();
  for (const char* sampler : {"none", "borderline-smote-1", "simplicial-smote"}) {
    window->session().set_option("sampler", sampler);
  }
  window->session().set_option("boundary-bias", "tilt");
  ASSERT_TRUE(idle());
  QTest::qWait(50);
  std::vector<int> heights;  // of the middles: slider and field of a row are not equally tall
  QWidget* first = sampler_form()->editor("sampling-strategy")->focusProxy();
  for (QWidget* each = first; heights.size() < 40;) {
    const bool stop = (each->focusPolicy() & Qt::TabFocus) != 0 && each->isVisible();
    if (stop && sampler_form()->isAncestorOf(each)) {
      heights.push_back(each->mapTo(sampler_form(), each->rect().center()).y());
    }
    each = each->nextInFocusChain();
    if (each == first || (stop && !sampler_form()->isAncestorOf(each) && heights.size() > 8)) break;
  }
  EXPECT_GE(heights.size(), 6u);
  constexpr int slack = 6;
  for (std::size_t i = 1; i < heights.size(); ++i) EXPECT_GE(heights[i], heights[i - 1] - slack);
}

TEST_F(OptionFormTest, WhatIsBeingTypedOutlivesARefresh) {
  auto* line = window->findChild<QLineEdit*>("option-window");
  ASSERT_NE(line, nullptr);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, "12x3");
  window->session().set_option("head", "7");
  ASSERT_TRUE(idle());
  EXPECT_EQ(line->text(), "12x3");
  QTest::keyClick(line, Qt::Key_Backspace);
  QTest::keyClick(line, Qt::Key_4);
  QTest::keyClick(line, Qt::Key_Return);
  EXPECT_EQ(option("window"), "12x4");
}

TEST_F(OptionFormTest, ARecentFileMovesUpInTheMenuItWasChosenFrom) {
  QTemporaryDir folder;
  for (const char* name : {"one.txt", "two.txt"}) {
    QFile file(folder.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(name);
    file.close();
    window->host().open(file.fileName());
    ASSERT_EQ(window->frame().message().text().toStdString(), "");
  }
  QMenu* recent = nullptr;
  for (QMenu* menu : window->findChildren<QMenu*>()) {
    if (menu->title() == QStringLiteral("Open Recent")) recent = menu;
  }
  ASSERT_NE(recent, nullptr);
  ASSERT_EQ(recent->actions().size(), 2);
  ASSERT_EQ(recent->actions().at(0)->text(), "two.txt");
  const QPointer<QAction> chosen = recent->actions().at(1);
  bool outlived = false;
  QObject::connect(chosen, &QAction::triggered, window.get(),
                   [&] { outlived = !chosen.isNull() && chosen->text() == "one.txt"; });
  chosen->trigger();
  EXPECT_TRUE(outlived) << "it was deleted in its own signal";
  EXPECT_EQ(recent->actions().at(0)->text(), "one.txt");
  EXPECT_EQ(option("text"), "one.txt");
}

}  // namespace
}  // namespace baryscope
