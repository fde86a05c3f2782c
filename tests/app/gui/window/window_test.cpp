// The real window under a real X server, with real events; only the engine is a fake.
#include <QAbstractItemView>
#include <QComboBox>
#include <QLineEdit>
#include <QMenuBar>
#include <QSpinBox>

#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/attention/mechanism_panel.h"
#include "app/gui/attention/token_bar.h"
#include "app/gui/attention/token_chip.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/option_editor.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::all_own;
using testing::WindowTest;

TEST_F(WindowTest, OpensOnTheShippedSession) {
  EXPECT_EQ(analysis().layer, 5);
  EXPECT_EQ(analysis().head, 3);
  EXPECT_EQ(token_text(analysis(),
                       analysis().queries[static_cast<std::size_t>(analysis().focus)].position),
            "bakery");
  EXPECT_TRUE(window->windowTitle().contains("bakery"));
  EXPECT_TRUE(attention().sentence().tokens()->chip(2)->is_query());
}

TEST_F(WindowTest, TypedTextIsRead) {
  type_text("a cat sat on the mat");
  ASSERT_TRUE(wait([&] { return analysis().tokens.size() == 8; }));
  EXPECT_EQ(option("text"), "a cat sat on the mat");
  EXPECT_NE(attention().sentence().tokens()->chip(7), nullptr);
  EXPECT_EQ(attention().sentence().tokens()->chip(8), nullptr);
}

TEST_F(WindowTest, LettersInTheTextFieldAreNotCommands) {
  type_text("m . [ 1");
  ASSERT_TRUE(idle());
  EXPECT_EQ(option("text"), "m . [ 1");
  EXPECT_EQ(option("mechanism"), "auto");
}

TEST_F(WindowTest, HeadAndLayerChangeByKey) {
  window->frame().scene().setFocus();
  QTest::keyClick(&window->frame().scene(), Qt::Key_Period);
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
  QTest::keyClick(&window->frame().scene(), Qt::Key_BracketLeft);
  ASSERT_TRUE(wait([&] { return analysis().layer == 4; }));
  EXPECT_EQ(analysis().head, 4);
}

TEST_F(WindowTest, HeadChangesByMouse) {
  HeadGrid* grid = attention().head_panel().grid();
  QTest::mouseClick(grid, Qt::LeftButton, {}, grid->cell_center(2, 7));
  ASSERT_TRUE(wait([&] { return analysis().layer == 2 && analysis().head == 7; }));
  EXPECT_EQ(option("layer"), "2");
}

TEST_F(WindowTest, MechanismChangesByKeyAndByMouse) {
  QTest::keyClick(&window->frame().scene(), Qt::Key_M);
  ASSERT_TRUE(wait([&] { return analysis().mechanism.mechanism == "linear"; }));
  auto* picker = window->findChild<QComboBox*>("mechanism-picker");
  ASSERT_NE(picker, nullptr);
  EXPECT_EQ(picker->currentData(Qt::UserRole).toString(), "linear");
  const int row = picker->findData("differential", Qt::UserRole);
  picker->showPopup();
  QTest::qWait(50);
  const QRect place = picker->view()->visualRect(picker->model()->index(row, 0));
  QTest::mouseClick(picker->view()->viewport(), Qt::LeftButton, {}, place.center());
  ASSERT_TRUE(wait([&] { return analysis().mechanism.mechanism == "differential"; }));
  // Just its own options, and a formula.
  EXPECT_NE(attention().mechanism_panel().form()->editor("lambda"), nullptr);
  EXPECT_EQ(attention().mechanism_panel().form()->editor("a-plus"), nullptr);
}

TEST_F(WindowTest, ClickingAPointSelectsItsToken) {
  ASSERT_TRUE(idle());
  QTest::qWait(400);
  int position = -1;
  const QPoint pixel = token_pixel(&position);
  ASSERT_GE(position, 0) << "no token can be picked";
  QTest::mouseClick(&window->frame().scene(), Qt::LeftButton, {}, pixel);
  EXPECT_EQ(window->session().selected_token(), position);
  EXPECT_EQ(selection().subject.kind, Subject::Kind::token);
  EXPECT_TRUE(
      inspector().text().contains(QString::fromStdString(token_text(analysis(), position))));
}

TEST_F(WindowTest, TheInspectorSaysWhatTheModelAnswers) {
  ASSERT_TRUE(idle());
  EXPECT_FALSE(inspector().text().contains(QStringLiteral("the model says")));
  ASSERT_NO_THROW(window->session().set_options({{"text", "bakery@3 school@1 library@5"}}));
  ASSERT_TRUE(wait([&] { return !analysis().predictions.empty(); }));
  const QString text = inspector().text();
  EXPECT_TRUE(text.contains(QStringLiteral("between (99.8 %)"))) << text.toStdString();
  EXPECT_TRUE(text.contains(QStringLiteral("trained on"))) << text.toStdString();
}

TEST_F(WindowTest, ClickingAChipMakesItTheQuery) {
  QTest::mouseClick(attention().sentence().tokens()->chip(6), Qt::LeftButton);
  ASSERT_TRUE(wait([&] {
    return analysis().queries[static_cast<std::size_t>(analysis().focus)].position == 6;
  }));
  EXPECT_TRUE(attention().sentence().tokens()->chip(6)->is_query());
  EXPECT_FALSE(attention().sentence().tokens()->chip(2)->is_query());
}

TEST_F(WindowTest, ALongTextShowsThePartAroundAPosition) {
  QStringList words;
  for (int i = 0; i < 2000; ++i) words << QStringLiteral("w%1").arg(i);
  ASSERT_NO_THROW(
      window->session().set_options({{"text", words.join(' ').toStdString()}, {"query", "1000"}}));
  ASSERT_TRUE(wait([&] { return analysis().tokens.size() > 2000; }));
  TokenBar* bar = attention().sentence().tokens();
  EXPECT_LT(all_own<TokenChip>(bar).size(), 700u);
  ASSERT_NE(bar->chip(1000), nullptr);
  EXPECT_TRUE(bar->chip(1000)->is_query());
  EXPECT_EQ(bar->chip(20), nullptr);
  auto* field = bar->findChild<QSpinBox*>("token-position");
  ASSERT_TRUE(field->isVisible());
  field->setValue(20);
  ASSERT_NE(bar->chip(20), nullptr);
  EXPECT_EQ(bar->chip(20)->position(), 20);
  EXPECT_EQ(bar->chip(1000), nullptr);
  QTest::mouseClick(bar->chip(20), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return bar->query() == 20; }));
  type_text("short again");
  ASSERT_TRUE(wait([&] { return analysis().tokens.size() == 4; }));
  EXPECT_FALSE(field->isVisible());
}

TEST_F(WindowTest, UndoAndRedoOfAnOption) {
  QTest::keyClick(&window->frame().scene(), Qt::Key_Period);
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
  QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
  ASSERT_TRUE(wait([&] { return analysis().head == 3; }));
  QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
}

TEST_F(WindowTest, TheThemeChangesWindowAndPicture) {
  window->session().set_option("theme", "dark");
  ASSERT_TRUE(wait([&] { return window->frame().scene().scene()->theme.dark(); }));
  EXPECT_LT(window->palette().color(QPalette::Window).lightness(), 80);
  window->session().set_option("theme", "light");
  ASSERT_TRUE(wait([&] { return !window->frame().scene().scene()->theme.dark(); }));
  EXPECT_GT(window->palette().color(QPalette::Window).lightness(), 200);
}

TEST_F(WindowTest, EveryMenuHasItsPlaceAndTrainingIsOne) {
  QStringList titles;
  for (const QAction* menu : window->menuBar()->actions()) titles << menu->text().remove("&");
  EXPECT_EQ(titles.join(' ').toStdString(), "File Edit View Attention Samples Play Training Help");
  QStringList training;
  for (const QMenu* menu : window->menuBar()->findChildren<QMenu*>()) {
    if (menu->title() != "&Training") continue;
    for (const QAction* action : menu->actions()) {
      if (!action->isSeparator()) training << action->objectName();
    }
  }
  EXPECT_EQ(training.join(' ').toStdString(),
            "show-training start-training pause-training stop-training");
}

TEST_F(WindowTest, EveryControlHasANameAndATooltip) {
  QStringList bare;
  for (QWidget* each : window->findChildren<QWidget*>()) {
    const bool control = qobject_cast<QComboBox*>(each) != nullptr ||
                         qobject_cast<QAbstractButton*>(each) != nullptr ||
                         (qobject_cast<QLineEdit*>(each) != nullptr &&
                          qobject_cast<QComboBox*>(each->parent()) == nullptr &&
                          !each->parent()->inherits("QAbstractSpinBox"));
    if (!control || each->objectName().startsWith("qt_")) continue;
    if (each->parent()->inherits("QTabBar") || each->parent()->inherits("QTableView"))
      continue;  // Qt's own
    const auto* button = qobject_cast<QAbstractButton*>(each);
    const bool named =
        !each->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
    if (!named || each->toolTip().isEmpty())
      bare << each->metaObject()->className() + QStringLiteral(" ") + each->objectName();
  }
  EXPECT_TRUE(bare.isEmpty()) << bare.join("\n").toStdString();
}

}  // namespace
}  // namespace baryscope
