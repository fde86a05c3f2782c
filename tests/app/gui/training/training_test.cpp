// Trainings in the window, on an engine that only pretends: buttons, numbers, the picture that
// follows, the closing.
#include <gtest/gtest.h>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "app/gui/training/training_curves.h"
#include "app/gui/training/training_desk.h"
#include "app/gui/training/training_follower.h"
#include "app/gui/training/training_pace.h"
#include "app/gui/training/training_panel.h"
#include "app/gui/training/training_words.h"
#include "app/gui/widgets/fold.h"
#include "app/gui/widgets/message_bar.h"
#include "core/base/error.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope::testing {
namespace {

TEST(TrainingPace, APictureTakesItsShareAndNoMore) {
  // One idle core of two: 5/6 of the cost counts.
  EXPECT_NEAR(picture_interval({0.010, 0.020}, 2, 1), 0.030 * (5.0 / 6) / k_following_share, 1e-9);
  EXPECT_NEAR(picture_interval({0.010, 0.020}, 1, 1), 0.030 / k_following_share, 1e-9);
  EXPECT_LT(picture_interval({0.010, 0.020}, 16, 1), 0.2);
  EXPECT_DOUBLE_EQ(picture_interval({0, 0.0001}, 16, 1), 1 / k_most_pictures);
}

TEST(TrainingWords, DurationsAreReadable) {
  EXPECT_EQ(duration_words(0.3), QStringLiteral("under 1 s"));
  EXPECT_EQ(duration_words(80), QStringLiteral("1 min 20 s"));
  EXPECT_EQ(duration_words(3900), QStringLiteral("1 h 5 min"));
  EXPECT_EQ(duration_words(std::nan("")), QStringLiteral("–"));
}

class TrainingTest : public WindowTest {
 protected:
  void SetUp() override {
    qputenv("XDG_DATA_HOME", data.path().toUtf8());
    open({});
    set("steps", "100000");
  }
  void TearDown() override {
    window.reset();
    qunsetenv("XDG_DATA_HOME");
  }

  TrainingPanel& panel() { return training().panel(); }
  TrainingRun* run() { return window->session().training(); }
  TrainingStatus status() { return run()->state().status; }
  int steps_done() { return run()->state().curve.empty() ? 0 : run()->state().curve.back().step; }
  QDockWidget* dock() { return window->findChild<QDockWidget*>("dock-training"); }
  QPushButton* button(const char* name) { return panel().findChild<QPushButton*>(name); }
  void set(const char* id, const char* value) { panel().form().set(id, value); }
  void click(const char* name) {
    panel().ensureWidgetVisible(button(name));
    QTest::mouseClick(button(name), Qt::LeftButton);
  }
  void start() {
    window->findChild<QAction*>("show-training")->trigger();
    click("training-start");
    ASSERT_TRUE(wait([&] { return run() != nullptr && steps_done() > 0; }));
  }
  QString cell(const QString& name) {
    for (QLabel* label : panel().findChildren<QLabel*>()) {
      if (label->accessibleName() == name) return label->text();
    }
    return {};
  }

  QTemporaryDir data;
};

TEST_F(TrainingTest, TheDockWaitsUntilItIsAskedForAndThenStartHasTheFocus) {
  EXPECT_FALSE(dock()->isVisible());
  window->frame().scene().setFocus();
  QTest::keyClick(window.get(), Qt::Key_T, Qt::ControlModifier);
  ASSERT_TRUE(wait([&] { return button("training-start")->isVisible(); }));
  EXPECT_TRUE(button("training-start")->hasFocus());
  EXPECT_EQ(run(), nullptr);
  EXPECT_FALSE(panel().curves().isVisible());
  dock()->close();
  EXPECT_FALSE(dock()->isVisible());
}

TEST_F(TrainingTest, ButtonsStartPauseResumeAndStop) {
  panel().set_follows(false);
  start();
  EXPECT_TRUE(panel().curves().isVisible());
  ASSERT_TRUE(wait([&] { return cell("accuracy").endsWith(QLatin1Char('%')); }));
  EXPECT_TRUE(cell("step").endsWith(QStringLiteral("/ 100\u202f000")))
      << cell("step").toStdString();
  EXPECT_FALSE(panel().form().findChild<QWidget*>("option-steps")->isEnabled());
  click("training-pause");
  EXPECT_EQ(status(), TrainingStatus::paused);
  EXPECT_EQ(button("training-pause")->text(), QStringLiteral("Resume"));
  QTest::qWait(200);  // what was on its way has come
  const int paused_at = steps_done();
  QTest::qWait(300);
  EXPECT_EQ(steps_done(), paused_at) << "steps go on in a pause";
  const QString steps_left = QStringLiteral("%1 steps left").arg(step_text(100000 - paused_at));
  EXPECT_EQ(cell(steps_left), QStringLiteral("paused"));
  EXPECT_EQ(cell("steps a second"), QStringLiteral("1000"));
  click("training-pause");
  ASSERT_TRUE(wait([&] { return steps_done() > paused_at + 100; }));
  click("training-stop");
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::stopped; }));
  EXPECT_TRUE(panel().form().findChild<QWidget*>("option-steps")->isEnabled());
  EXPECT_TRUE(button("training-open")->isVisible());
  EXPECT_EQ(panel().curves().accessibleDescription().contains(QStringLiteral("100\u202f000")),
            true);
  EXPECT_EQ(cell("steps a second"), QStringLiteral("250")) << "not that of the whole run";
  EXPECT_FALSE(cell("took").isEmpty());
  // The checkpoint was written: the training can go on.
  ASSERT_TRUE(button("training-go-on")->isVisible());
  click("training-go-on");
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::running; }));
  EXPECT_TRUE(run()->state().request.resume);
}

/// The next key would write into a text that is selected whole.
TEST_F(TrainingTest, StoppingByKeyboardKeepsTheFocusInTheRow) {
  panel().set_follows(false);
  start();
  button("training-stop")->setFocus();
  QTest::keyClick(button("training-stop"), Qt::Key_Space);
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::stopped; }));
  ASSERT_TRUE(wait([&] { return button("training-go-on")->isVisible(); }));
  EXPECT_TRUE(button("training-go-on")->hasFocus());
}

TEST_F(TrainingTest, TheListNamesTheTrainingThatIsGoneOnWith) {
  panel().set_follows(false);
  auto* list = panel().findChild<QComboBox*>("training-kept");
  start();
  EXPECT_FALSE(list->isVisible()) << "there is but a new training";
  click("training-stop");
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::stopped; }));
  EXPECT_TRUE(list->isVisible());
  EXPECT_EQ(list->currentText(), QStringLiteral("go on with street-two-simplicial"));
  EXPECT_TRUE(button("training-go-on")->isDefault());
  EXPECT_FALSE(button("training-start")->isDefault());
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Up);
  EXPECT_EQ(list->currentText(), QStringLiteral("a new training"));
  EXPECT_FALSE(button("training-go-on")->isDefault());
  EXPECT_TRUE(button("training-start")->isDefault());
  click("training-go-on");
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::running; }));
  EXPECT_EQ(list->currentText(), QStringLiteral("going on with street-two-simplicial"));
  EXPECT_FALSE(list->isEnabled());
  click("training-stop");
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::stopped; }));
  EXPECT_EQ(list->currentText(), QStringLiteral("go on with street-two-simplicial"));
  click("training-start");
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::running; }));
  EXPECT_EQ(list->currentText(), QStringLiteral("a new training"));
}

TEST_F(TrainingTest, ThePictureFollowsTheWeightsAndOneUndoLeadsBack) {
  const std::string text = option("text");
  start();
  const std::string folder = run()->state().request.output.string();
  EXPECT_EQ(folder, (data.path() + "/baryscope/models/street-two-simplicial").toStdString());
  const TrainingFollower& follower = training().follower();
  ASSERT_TRUE(wait([&] { return follower.n_pictures() > 1; }));
  EXPECT_EQ(option("model"), folder);
  EXPECT_EQ(option("mechanism"), "auto");
  const auto before = window->frame().scene().scene();
  const int n_before = follower.n_pictures();
  ASSERT_TRUE(wait([&] { return follower.n_pictures() > n_before + 2; }));
  EXPECT_NE(window->frame().scene().scene()->clouds.front().points[1].position,
            before->clouds.front().points[1].position);
  // Nobody moved the camera: its direction stays.
  EXPECT_FALSE(window->frame().scene().cameras().touched());
  click("training-stop");
  ASSERT_TRUE(wait([&] { return !run()->active(); }));
  ASSERT_TRUE(idle());
  window->findChild<QAction*>("undo")->trigger();
  EXPECT_EQ(option("model"), "minilm");
  EXPECT_EQ(option("text"), text);
  EXPECT_FALSE(window->session().can_undo());
}

TEST_F(TrainingTest, WhatAPersonDoesMeanwhileIsKept) {
  start();
  const TrainingFollower& follower = training().follower();
  ASSERT_TRUE(wait([&] { return follower.n_pictures() > 1; }));
  window->session().set_option("threshold", "0.01");
  window->frame().scene().look_from("top");
  const Camera camera = window->frame().scene().cameras().camera();
  const int n_before = follower.n_pictures();
  ASSERT_TRUE(wait([&] { return follower.n_pictures() > n_before + 2; }));
  EXPECT_EQ(option("threshold"), "0.01");
  EXPECT_TRUE(window->frame().scene().cameras().camera() == camera);
}

TEST_F(TrainingTest, AChangeThatFailsMeanwhileIsTakenBackAndThePictureGoesOn) {
  start();
  const TrainingFollower& follower = training().follower();
  ASSERT_TRUE(wait([&] { return follower.n_pictures() > 1; }));
  const std::string layer = option("layer");
  window->session().set_option("layer", "77");
  ASSERT_TRUE(wait([&] { return !window->frame().message().text().isEmpty(); }));
  EXPECT_EQ(option("layer"), layer);
  EXPECT_TRUE(panel().follows());
  const int n_before = follower.n_pictures();
  EXPECT_TRUE(wait([&] { return follower.n_pictures() > n_before + 2; }));
}

TEST_F(TrainingTest, AnotherModelEndsTheFollowingAndNotTheTraining) {
  start();
  ASSERT_TRUE(wait([&] { return training().follower().n_pictures() > 1; }));
  window->session().set_option("model", "minilm");
  EXPECT_FALSE(panel().follows());
  const int before = steps_done();
  ASSERT_TRUE(wait([&] { return steps_done() > before + 100; }));
  EXPECT_EQ(option("model"), "minilm");
  EXPECT_EQ(status(), TrainingStatus::running);
}

TEST_F(TrainingTest, AFailureIsSaidInWordsWithWhatIsKept) {
  set("seed", "13");  // the pretended engine diverges
  start();
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::failed; }));
  const QString message = panel().message();
  EXPECT_TRUE(message.contains(QStringLiteral("the loss is no number at step 200")))
      << message.toStdString();
  EXPECT_TRUE(message.contains(QStringLiteral("last good checkpoint is kept in")))
      << message.toStdString();
  EXPECT_TRUE(button("training-go-on")->isVisible());
  EXPECT_TRUE(window->isVisible());
  set("seed", "0");
  EXPECT_FALSE(panel().message().isEmpty()) << "the message goes before anybody has read it";
  click("training-start");
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::running && steps_done() > 300; }));
  EXPECT_TRUE(panel().message().isEmpty());
}

TEST_F(TrainingTest, ClosingWhileItTrainsAsks) {
  start();
  const auto box = [&] { return window->findChild<QMessageBox*>("close-while-training"); };
  window->close();
  ASSERT_TRUE(wait([&] { return box() != nullptr && box()->isVisible(); }));
  EXPECT_TRUE(window->isVisible());
  QTest::keyClick(box(), Qt::Key_Escape);
  ASSERT_TRUE(wait([&] { return box() == nullptr; }));
  EXPECT_TRUE(run()->active());
  EXPECT_TRUE(window->isVisible());
  window->close();
  ASSERT_TRUE(wait([&] { return box() != nullptr && box()->isVisible(); }));
  const auto folder = run()->state().request.output;
  QTest::mouseClick(box()->findChild<QPushButton*>("close-stop"), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return !window->isVisible(); }));
  EXPECT_EQ(status(), TrainingStatus::stopped);
  EXPECT_TRUE(has_checkpoint(folder));
}

TEST_F(TrainingTest, ClosedForLaterItTrainsToItsEnd) {
  set("steps", "1500");
  start();
  const auto box = [&] { return window->findChild<QMessageBox*>("close-while-training"); };
  window->close();
  ASSERT_TRUE(wait([&] { return box() != nullptr && box()->isVisible(); }));
  QTest::mouseClick(box()->findChild<QPushButton*>("close-later"), Qt::LeftButton);
  EXPECT_FALSE(window->isVisible());
  EXPECT_TRUE(run()->active());
  ASSERT_TRUE(wait([&] { return !run()->active(); }));
  EXPECT_EQ(status(), TrainingStatus::done);
  EXPECT_EQ(run()->state().result->steps_done, 1500);
}

TEST_F(TrainingTest, CommandsDoWhatTheButtonsDo) {
  const auto trigger = [&](const char* id) { window->findChild<QAction*>(id)->trigger(); };
  for (const char* id : {"pause-training", "stop-training"}) {
    window->frame().message().hide();
    trigger(id);
    EXPECT_TRUE(window->frame().message().text().contains(QStringLiteral("no training runs")))
        << id;
  }
  open({"set-training steps 90000", "set-training mechanism cog", "start-training"});
  ASSERT_TRUE(wait([&] { return run() != nullptr && steps_done() > 0; }));
  EXPECT_EQ(run()->state().request.optimizer.steps, 90000);
  EXPECT_EQ(run()->state().request.mechanism.mechanism, "cog");
  trigger("start-training");
  EXPECT_TRUE(window->frame().message().text().contains(QStringLiteral("a training runs already")));
  window->frame().scene().setFocus();
  QTest::keyClick(window.get(), Qt::Key_P);
  EXPECT_EQ(status(), TrainingStatus::paused);
  trigger("stop-training");
  ASSERT_TRUE(wait([&] { return status() == TrainingStatus::stopped; }));
  EXPECT_THROW(set("stepz", "300"), UsageError);
  EXPECT_THROW(set("theme", "dark"), UsageError);
  EXPECT_THROW(set("places", "2"), UsageError);
}

TEST_F(TrainingTest, OptionsOfATrainingAreNeitherInTheSessionNorInItsUndo) {
  set("learning-rate", "0.01");
  set("mechanism", "differential");
  EXPECT_FALSE(window->session().options().is_set("learning-rate"));
  EXPECT_EQ(option("mechanism"), "auto");
  EXPECT_FALSE(window->session().can_undo());
  for (const OptionSpec& spec : all_options().specs()) {
    EXPECT_TRUE(spec.group != "training" || !is_session_option(spec)) << spec.id;
  }
}

TEST_F(TrainingTest, AutoSaysWhatTheRecipeTakes) {
  window->findChild<QAction*>("show-training")->trigger();
  set("steps", "auto");
  auto* fold = find_own<Fold>(&panel().form(), "training-optimizer");
  fold->set_open(true);
  const QString steps = training_value(panel().form().request(), "steps");
  ASSERT_FALSE(steps.isEmpty());
  const auto says = [&](const QString& words) {
    for (QLabel* label : fold->findChildren<QLabel*>()) {
      if (label->isVisible() && label->text() == words) return true;
    }
    return false;
  };
  EXPECT_TRUE(says(steps)) << steps.toStdString();
  set("steps", "123");
  EXPECT_FALSE(says(steps));
}

TEST_F(TrainingTest, TheCommandLinesTrainingWaitsReadyInTheDock) {
  open({}, {{"train", "street"}, {"mechanism", "cog"}, {"steps", "77"}});
  EXPECT_TRUE(wait([&] { return button("training-start")->hasFocus(); }));
  EXPECT_FALSE(button("training-start")->visibleRegion().isEmpty()) << "another dock lies above";
  EXPECT_EQ(run(), nullptr);
  EXPECT_EQ(option("mechanism"), "auto") << "the training's mechanism is no lens of the picture";
  const TrainingRequest request = panel().form().request();
  EXPECT_EQ(request.mechanism.mechanism, "cog");
  EXPECT_EQ(request.optimizer.steps, 77);
}

TEST_F(TrainingTest, EverythingInTheDockHasANameForWhoCannotSeeIt) {
  start();
  for (const char* name : {"training-task", "training-mechanism", "training-shape",
                           "training-optimizer", "training-folder"}) {
    find_own<Fold>(&panel().form(), name)->set_open(true);
  }
  QTest::qWait(50);
  EXPECT_LE(panel().widget()->width(), panel().viewport()->width()) << "the forms are too wide";
  int n_checked = 0;
  for (QWidget* widget : panel().findChildren<QWidget*>()) {
    if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
    if (widget->objectName().startsWith(QLatin1String("qt_"))) continue;
    const bool inner = qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
                       qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr;
    if (inner || qobject_cast<QLabel*>(widget) != nullptr) continue;
    const auto* pressed = qobject_cast<QAbstractButton*>(widget);
    EXPECT_FALSE(widget->accessibleName().isEmpty() &&
                 (pressed == nullptr || pressed->text().isEmpty()))
        << widget->metaObject()->className() << " " << widget->objectName().toStdString();
    ++n_checked;
  }
  EXPECT_GT(n_checked, 25);
}

}  // namespace
}  // namespace baryscope::testing
