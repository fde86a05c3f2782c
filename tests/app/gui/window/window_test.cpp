// The real window under a real X server, with real events; only the engine is a fake.
#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QDropEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSpinBox>
#include <QStandardPaths>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <clocale>
#include <fstream>

#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/attention/mechanism_panel.h"
#include "app/gui/attention/sentence_bar.h"
#include "app/gui/attention/token_bar.h"
#include "app/gui/attention/token_chip.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/window/command_palette.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/prepare_application.h"
#include "app/gui/window/window_host.h"
#include "app/session/all_options.h"
#include "app/session/view_library.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::all_own;
using testing::WindowTest;

using testing::FakeEngine;

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

TEST_F(WindowTest, DraggingRotatesAndCameraHistoryIsApartFromUndo) {
  SceneWidget& view = window->frame().scene();
  ASSERT_TRUE(idle());
  const Camera before = view.cameras().camera();
  const QPoint from(view.width() / 2, view.height() - 60);
  QTest::mousePress(&view, Qt::LeftButton, {}, from);
  for (int i = 1; i <= 8; ++i) QTest::mouseMove(&view, from + QPoint(12 * i, -4 * i));
  QTest::mouseRelease(&view, Qt::LeftButton, {}, from + QPoint(96, -32));
  EXPECT_FALSE(view.cameras().camera() == before);
  EXPECT_FALSE(window->session().can_undo());
  view.camera_back();
  EXPECT_TRUE(view.cameras().camera() == before);
  view.camera_forward();
  EXPECT_FALSE(view.cameras().camera() == before);
}

TEST_F(WindowTest, CameraKeysLookFromNamedDirections) {
  SceneWidget& view = window->frame().scene();
  QTest::keyClick(&view, Qt::Key_1);
  const Vec3 front =
      normalized(view.cameras().camera().position - view.cameras().camera().focal_point);
  EXPECT_NEAR(front.z, 1, 1e-9);
  QTest::keyClick(&view, Qt::Key_7);
  const Vec3 top =
      normalized(view.cameras().camera().position - view.cameras().camera().focal_point);
  EXPECT_NEAR(top.y, 1, 1e-9);
  QTest::keyClick(&view, Qt::Key_5);
  EXPECT_TRUE(view.cameras().camera().orthographic);
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

TEST_F(WindowTest, CancelStopsTheWorkAndKeepsThePicture) {
  const auto shown = window->session().current();
  const int before = FakeEngine::n_cancelled;
  type_text("slow text");
  auto* cancel = window->findChild<QPushButton*>("cancel");
  ASSERT_NE(cancel, nullptr);
  ASSERT_TRUE(wait([&] { return cancel->isVisible(); })) << "no progress after 0.3 s";
  QTest::mouseClick(cancel, Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return FakeEngine::n_cancelled > before; }));
  ASSERT_TRUE(idle());
  EXPECT_EQ(window->session().current(), shown);
  EXPECT_FALSE(cancel->isVisible());
}

TEST_F(WindowTest, ABrokenFileSaysSoAndTheOldPictureStays) {
  QTemporaryDir folder;
  const QString path = folder.filePath("broken.safetensors");
  std::ofstream(path.toStdString()) << "not tensors at all";
  const auto shown = window->session().current();
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path)});
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(window.get(), &enter);
  QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(window.get(), &drop);
  ASSERT_TRUE(wait([&] { return !window->frame().message().text().isEmpty(); }));
  ASSERT_TRUE(idle());
  EXPECT_TRUE(window->frame().message().text().contains("broken.safetensors"));
  EXPECT_EQ(window->session().current()->analyses.front()->model.name,
            shown->analyses.front()->model.name);
  EXPECT_EQ(option("model"), "minilm");
  EXPECT_EQ(window->frame().scene().scene()->clouds.size(), shown->scene->clouds.size());
}

TEST_F(WindowTest, UndoAndRedoOfAnOption) {
  QTest::keyClick(&window->frame().scene(), Qt::Key_Period);
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
  QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
  ASSERT_TRUE(wait([&] { return analysis().head == 3; }));
  QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
}

TEST_F(WindowTest, ABadValueIsRefusedInTheWindow) {
  attention().mechanism_panel().refresh();
  auto* field = window->findChild<QComboBox*>("option-window");
  auto* line =
      field != nullptr ? field->lineEdit() : window->findChild<QLineEdit*>("option-window");
  ASSERT_NE(line, nullptr);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, "0");
  QTest::keyClick(line, Qt::Key_Return);
  EXPECT_TRUE(window->frame().message().text().contains("window"))
      << window->frame().message().text().toStdString();
  EXPECT_EQ(option("window"), "none");
  EXPECT_EQ(line->text(), "none");
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
  for (const QAction* menu : window->menuBar()->actions()) titles << menu->text();
  EXPECT_EQ(titles.join(' ').toStdString(), "File Edit View Attention Samples Training Help");
  QStringList training;
  for (const QMenu* menu : window->menuBar()->findChildren<QMenu*>()) {
    if (menu->title() != "Training") continue;
    for (const QAction* action : menu->actions()) training << action->objectName();
  }
  EXPECT_EQ(training.join(' ').toStdString(),
            "show-training start-training pause-training stop-training");
}

TEST_F(WindowTest, ThePaletteRunsACommand) {
  QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
  auto* palette = window->findChild<QDialog*>("palette");
  ASSERT_NE(palette, nullptr);
  auto* field = palette->findChild<QLineEdit*>();
  QTest::keyClicks(field, "next head");
  QTest::keyClick(field, Qt::Key_Return);
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
}

TEST_F(WindowTest, ThePaletteSaysWhereNothingMatches) {
  QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
  auto* palette = window->findChild<QDialog*>("palette");
  ASSERT_NE(palette, nullptr);
  auto* nothing = palette->findChild<QLabel*>("palette-nothing");
  ASSERT_NE(nothing, nullptr);
  EXPECT_EQ(nothing->text(), "Nothing matches");
  EXPECT_FALSE(nothing->isVisible());
  auto* field = palette->findChild<QLineEdit*>();
  QTest::keyClicks(field, "xyz");
  EXPECT_TRUE(nothing->isVisible());
  field->setText("set layer 3");
  EXPECT_FALSE(nothing->isVisible());
}

TEST_F(WindowTest, AMessageLiesOverThePictureAndMovesNothing) {
  ASSERT_TRUE(idle());
  const QWidget& page = *window->frame().scenes().parentWidget();
  const auto places = [&] {
    std::vector<QRect> all;
    for (const QWidget* each : page.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
      if (each->isVisible() && each->objectName() != "messages") all.push_back(each->geometry());
    }
    return all;
  };
  const std::vector<QRect> before = places();
  MessageBar& bar = window->frame().message();
  for (const QString& text :
       {QStringLiteral("short"), QStringLiteral("long and long ").repeated(50)}) {
    bar.show_message(text);
    ASSERT_TRUE(wait([&] { return bar.height() >= bar.heightForWidth(bar.width()); }));
    EXPECT_EQ(places(), before);
    const QRect picture(window->frame().scenes().mapTo(window.get(), QPoint()),
                        window->frame().scenes().size());
    const QRect told(bar.mapTo(window.get(), QPoint()), bar.size());
    EXPECT_EQ(told.topLeft(), picture.topLeft());
    EXPECT_EQ(told.width(), picture.width());
    EXPECT_GE(told.height(), bar.heightForWidth(told.width()));
    const QWidget* top = window->childAt(told.center());
    EXPECT_TRUE(top == &bar || bar.isAncestorOf(top));
  }
  bar.hide();
  QTest::qWait(50);
  EXPECT_EQ(places(), before);
  EXPECT_EQ(window->childAt(window->frame().scene().mapTo(window.get(), QPoint(40, 8))),
            &window->frame().scene());
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

TEST_F(WindowTest, AScriptRunsAndQuits) {
  open({"next-head", "set mechanism differential", "select-token 3", "quit"});
  ASSERT_TRUE(wait([&] { return !window->isVisible(); }));
  EXPECT_EQ(analysis().head, 4);
  EXPECT_EQ(analysis().mechanism.mechanism, "differential");
  EXPECT_EQ(window->session().selected_token(), 3);
  EXPECT_EQ(window->exit_code(), 0);
}

TEST_F(WindowTest, AFailingScriptLineIsToldWithItsNumber) {
  open({"next-head", "no-such-command"});
  ASSERT_TRUE(wait([&] { return !window->frame().message().text().isEmpty(); }));
  EXPECT_TRUE(window->frame().message().text().contains("script line 2"));
  EXPECT_EQ(window->exit_code(), 1);
}

TEST_F(WindowTest, AScriptStopsWhereARequestFails) {
  open({"set layer 77", "next-mechanism"});
  ASSERT_TRUE(wait([&] { return window->exit_code() == 1; }));
  EXPECT_EQ(option("mechanism"), "auto");
}

TEST_F(WindowTest, TheWindowLivesWhileAFigureIsWritten) {
  QTemporaryDir folder;
  ASSERT_TRUE(QDir(folder.path()).mkdir("minilm"));
  for (const char* name : {"config.json", "model.safetensors", "tokenizer.json"}) {
    std::ofstream(folder.filePath("minilm/").toStdString() + name) << "{}";
  }
  qputenv("BARYSCOPE_MODEL_PATH", folder.path().toUtf8());
  QTimer beat;
  int n_beats = 0;
  bool changed = false;
  QObject::connect(&beat, &QTimer::timeout, &beat, [&] {
    ++n_beats;
    if (n_beats == 3) {
      window->session().set_option("head", "7");
      changed = true;
    }
  });
  beat.start(5);
  const QString path = folder.filePath("figure.png");
  window->host().writer().save(path);
  EXPECT_GT(n_beats, 3) << "no event was handled while the figure was drawn";
  EXPECT_TRUE(changed);
  EXPECT_EQ(window->frame().message().text().toStdString(), "");
  EXPECT_EQ(QImage(path).size(), QSize(1600, 1000));
  ASSERT_TRUE(wait([&] { return analysis().head == 7; }));
  const int n_frames = window->frame().scene().n_frames();
  EXPECT_TRUE(wait([&] { return window->frame().scene().n_frames() > n_frames; }))
      << "it stands still";
  qunsetenv("BARYSCOPE_MODEL_PATH");
}

}  // namespace
}  // namespace baryscope

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  QStandardPaths::setTestModeEnabled(true);
  baryscope::prepare_application();
  QApplication application(argc, argv);
  std::setlocale(LC_NUMERIC, "C");
  QCoreApplication::setApplicationName("baryscope-window-test");
  QSettings().clear();
  const QTemporaryDir state;
  qputenv("XDG_STATE_HOME", state.path().toUtf8());
  return RUN_ALL_TESTS();
}
