// The key frames of the timeline, by keyboard and mouse.
#include "app/gui/motion/timeline_view.h"

#include <algorithm>

#include "app/gui/motion/recorder.h"
#include "app/gui/widgets/message_bar.h"
#include "tests/app/gui/motion/timeline_fixture.h"

namespace baryscope {
namespace {

using testing::TimelineTest;

TEST_F(TimelineTest, AKeyFrameFilmIsMadeByKeysAlone) {
  scene().setFocus();
  press(Qt::Key_Insert);
  ASSERT_EQ(keys().size(), 1u);
  EXPECT_EQ(option("animate"), "keys");
  EXPECT_TRUE(keys()[0].camera.has_value());
  EXPECT_TRUE(window->motion().dock().isVisible());
  show_timeline();
  press(Qt::Key_Escape);  // lets go of the new key
  for (int i = 0; i < 6; ++i) press(Qt::Key_Right, Qt::ShiftModifier);
  EXPECT_NEAR(player().seconds(), 2, 1e-6) << "60 frames of 30 a second";
  session().set_option("lambda", "0.1");
  ASSERT_TRUE(idle());
  press(Qt::Key_Insert);
  ASSERT_EQ(keys().size(), 2u);
  EXPECT_EQ(keys()[0].options.at("lambda"), "0.8") << "what auto stood for";
  EXPECT_EQ(keys()[1].options.at("lambda"), "0.1");
  EXPECT_DOUBLE_EQ(keys()[1].seconds, 2);

  press(Qt::Key_Right);  // the chosen key
  EXPECT_NEAR(keys()[1].seconds, 2 + 1 / 30.0, 6e-4);
  press(Qt::Key_Left, Qt::ShiftModifier);
  EXPECT_NEAR(keys()[1].seconds, 2 - 9 / 30.0, 6e-4);
  press(Qt::Key_Return);
  ASSERT_NE(field(), nullptr);
  ASSERT_TRUE(field()->hasFocus());
  QTest::keyClicks(field(), "the output leaves");
  press(Qt::Key_Return);
  EXPECT_EQ(keys()[1].caption, "the output leaves");
  EXPECT_TRUE(timeline()->hasFocus());
  press(Qt::Key_Up);
  EXPECT_EQ(panel().keys().selected(), 0u);
  press(Qt::Key_Delete);
  EXPECT_EQ(keys().size(), 1u);
}

TEST_F(TimelineTest, EveryEditIsUndoneAndDoneAgain) {
  fill(4, 20);  // 60 seconds
  ASSERT_TRUE(session().can_undo());
  const Timeline whole = session().timeline();
  TimelineView* view = timeline();
  // A drag by the mouse is one step.
  const QPoint from = view->place_of(1);
  QTest::mousePress(view, Qt::LeftButton, {}, from);
  for (int dx = 10; dx <= 60; dx += 10) QTest::mouseMove(view, from + QPoint(dx, 0));
  QTest::mouseRelease(view, Qt::LeftButton, {}, from + QPoint(60, 0));
  const Timeline moved = session().timeline();
  EXPECT_GT(moved.keys()[1].seconds, 21);
  EXPECT_EQ(panel().keys().selected(), 1u);
  press(Qt::Key_Delete);
  const Timeline removed = session().timeline();
  EXPECT_EQ(removed.size(), 3u);
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(session().timeline(), moved);
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(session().timeline(), whole);
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(session().timeline(), removed);
}

TEST_F(TimelineTest, AKeyStaysInsideAndStepsOverNoOther) {
  fill(3, 1);
  TimelineView* view = timeline();
  const QPoint from = view->place_of(2);
  QTest::mousePress(view, Qt::LeftButton, {}, from);
  QTest::mouseMove(view, from + QPoint(30, 0));
  QTest::mouseMove(view, from + QPoint(5000, 0));
  QTest::mouseRelease(view, Qt::LeftButton, {}, from + QPoint(5000, 0));
  EXPECT_LE(keys().back().seconds, 6);
  EXPECT_GT(keys().back().seconds, 2);
  const QPoint again = view->place_of(1);
  QTest::mousePress(view, Qt::LeftButton, {}, again);
  QTest::mouseMove(view, again - QPoint(30, 0));
  QTest::mouseMove(view, again - QPoint(5000, 0));
  QTest::mouseRelease(view, Qt::LeftButton, {}, again - QPoint(5000, 0));
  ASSERT_EQ(keys().size(), 3u) << "at 0 there is one already";
  EXPECT_EQ(keys()[0].seconds, 0);
  EXPECT_GT(keys()[1].seconds, 0);
}

TEST_F(TimelineTest, WithoutAnyKeyEverythingStillWorks) {
  fill(2, 1);
  panel().keys().remove_all();
  EXPECT_TRUE(keys().empty());
  for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_Return, Qt::Key_Down, Qt::Key_Up, Qt::Key_Left,
                            Qt::Key_Right, Qt::Key_End, Qt::Key_Home}) {
    press(key);
  }
  for (const char* line :
       {"next-key", "previous-key", "remove-key-frame", "edit-key-caption", "play-pause"}) {
    run(line);
    EXPECT_TRUE(window->frame().message().isVisible()) << line;
    window->frame().message().hide();
  }
  EXPECT_FALSE(player().playing());
  press(Qt::Key_Insert);
  EXPECT_EQ(keys().size(), 1u);
}

TEST_F(TimelineTest, TenThousandKeysAreShownAndWalked) {
  fill(10000, 0.3);
  EXPECT_EQ(keys().size(), 10000u);
  QElapsedTimer clock;
  clock.start();
  qint64 best = 1000;  // of several: the machine may be busy
  for (int i = 0; i < 10; ++i) {
    clock.restart();
    timeline()->repaint();
    best = std::min(best, clock.elapsed());
  }
  EXPECT_LT(best, 50);
  run("next-key");
  EXPECT_NEAR(player().seconds(), 0.3, 0.05);
  clock.restart();
  press(Qt::Key_Down);
  press(Qt::Key_Right);
  EXPECT_LT(clock.elapsed(), 1000);
  run("add-key-frame");
  EXPECT_TRUE(window->frame().message().isVisible()) << "one more than a timeline holds";
  EXPECT_EQ(keys().size(), 10000u);
}

TEST_F(TimelineTest, ACaptionThatCannotBeIsToldAndStays) {
  fill(2, 2);
  press(Qt::Key_Down);
  press(Qt::Key_Return);
  ASSERT_NE(field(), nullptr);
  field()->selectAll();
  QTest::keyClicks(field(), "{lamda}");
  press(Qt::Key_Return);
  EXPECT_TRUE(window->frame().message().isVisible());
  EXPECT_NE(keys()[0].caption, "{lamda}");
  ASSERT_NE(field(), nullptr);
  press(Qt::Key_Escape);
  EXPECT_TRUE(timeline()->hasFocus());
  EXPECT_EQ(keys()[0].caption, "caption 0");
}

TEST_F(TimelineTest, KeysPlayWhatTheySay) {
  Timeline two;
  two.add({0, {{"lambda", "0"}}, std::nullopt, "at first"});
  two.add({1, {{"lambda", "1"}}, std::nullopt, "lambda is {lambda}"});
  session().set_timeline(std::move(two), {{"animate", "keys"}, {"loop", "off"}});
  run("play-pause");
  ASSERT_TRUE(wait([&] { return !player().playing(); }));
  ASSERT_TRUE(idle());
  EXPECT_EQ(option("lambda"), "1");
  EXPECT_EQ(player().caption(), QString("lambda is 1"));
  run("previous-key");
  ASSERT_TRUE(wait([&] { return option("lambda") == "0"; }));
}

TEST_F(TimelineTest, ADemonstrationIsRecorded) {
  run("record-key-frames");
  ASSERT_TRUE(panel().recorder().recording());
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.6; }));
  session().set_option("lambda", "0.3");
  const double changed = player().seconds();
  ASSERT_TRUE(wait([&] { return player().seconds() > changed + 0.9; }));
  scene().setFocus();
  press(Qt::Key_Right);
  const double turned = player().seconds();
  ASSERT_TRUE(wait([&] { return player().seconds() > turned + 0.9; }));
  run("record-key-frames");
  EXPECT_FALSE(panel().recorder().recording());
  ASSERT_GE(keys().size(), 4u);
  std::vector<std::string> lambdas;
  for (const KeyFrame& key : keys()) {
    if (key.options.contains("lambda")) lambdas.push_back(key.options.at("lambda"));
  }
  ASSERT_GE(lambdas.size(), 3u);
  EXPECT_EQ(lambdas.front(), "0.8");
  const auto first = std::find_if(keys().begin(), keys().end(), [](const KeyFrame& key) {
    return key.options.contains("lambda");
  });
  EXPECT_GT(first->seconds, 0) << "it stayed until it was changed";
  EXPECT_EQ(lambdas[1], "0.3");
  EXPECT_NE(*keys().front().camera, *keys().back().camera);
  EXPECT_EQ(option("animate"), "keys");
  ASSERT_TRUE(session().undo());
  EXPECT_TRUE(keys().empty()) << "the recording is one step";
  EXPECT_EQ(option("lambda"), "0.3");
}

TEST_F(TimelineTest, EverythingHasANameAndATip) {
  show_timeline();
  run("animate-sweep");
  for (QWidget* each : panel().findChildren<QWidget*>()) {
    if ((each->focusPolicy() & Qt::TabFocus) == 0 || !each->isVisible()) continue;
    if (each->objectName().startsWith("qt_")) continue;  // a field within another
    EXPECT_FALSE(each->accessibleName().isEmpty()) << each->objectName().toStdString();
    const bool tip = !each->toolTip().isEmpty() || each == timeline();
    EXPECT_TRUE(tip) << each->objectName().toStdString();
  }
  EXPECT_TRUE(timeline()->accessibleDescription().contains("key frames"));
}

TEST_F(TimelineTest, ViewsAreChosenByTheirKeysAndComeBackFromSamples) {
  press(Qt::Key_3, Qt::ControlModifier);
  EXPECT_EQ(option("view"), "ring");
  ASSERT_TRUE(idle());
  EXPECT_TRUE(window->findChild<QAction*>("view-ring")->isChecked());
  EXPECT_FALSE(window->findChild<QAction*>("view-space")->isChecked());
  run("show-samples");
  EXPECT_EQ(option("view"), "samples");
  ASSERT_TRUE(wait([&] { return samples().active(); }));
  ASSERT_TRUE(idle());
  run("show-samples");
  EXPECT_EQ(option("view"), "ring");
}

}  // namespace
}  // namespace baryscope
