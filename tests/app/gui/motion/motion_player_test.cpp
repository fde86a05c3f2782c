// What plays: the camera without its history, pulses without an upload, options as one drag.
#include "app/gui/motion/motion_player.h"

#include <algorithm>
#include <utility>

#include "app/gui/motion/caption_band.h"
#include "app/gui/samples/step_player.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/message_bar.h"
#include "tests/app/gui/motion/motion_fixture.h"
#include "tests/app/gui/own_widgets.h"

namespace baryscope {
namespace {

using testing::find_own;
using testing::MotionTest;

TEST_F(MotionTest, NothingPlaysUntilItIsAsked) {
  EXPECT_TRUE(window->motion().dock().isHidden());
  window->session().set_option("view", "flow");
  ASSERT_TRUE(idle());
  QTest::qWait(400);
  EXPECT_FALSE(player().playing());
  const int n_phases = counts->n_phases;
  QTest::qWait(300);
  EXPECT_EQ(counts->n_phases, n_phases);
}

TEST_F(MotionTest, SpaceTurnsThePictureAndHaltsIt) {
  show_timeline();  // before the picture is fitted beside it
  scene().setFocus();
  Camera rests;
  EXPECT_TRUE(wait([&] {
    QTest::qWait(200);
    return std::exchange(rests, scene().cameras().camera()) == scene().cameras().camera();
  }));
  const Camera before = scene().cameras().camera();
  press(Qt::Key_Space);
  EXPECT_EQ(option("animate"), "turntable");
  EXPECT_TRUE(player().playing());
  EXPECT_FALSE(window->motion().dock().isHidden());
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.4; }));
  EXPECT_EQ(scene().cameras().camera(), before) << "no step of the camera's history";
  const double turned = length(scene().shown_camera().position - before.position);
  EXPECT_GT(turned, 0.05 * length(before.position - before.focal_point));
  press(Qt::Key_Space);
  EXPECT_FALSE(player().playing());
  EXPECT_EQ(scene().cameras().camera(), scene().shown_camera()) << "what was shown stays";
  run("camera-back");
  EXPECT_EQ(scene().cameras().camera(), before) << "in one step";
  EXPECT_EQ(n_undone(), 1) << "the choice of what moves";
}

TEST_F(MotionTest, ThePictureInTheHandGoesOnTurningFromThere) {
  run("animate-turntable");
  run("play-pause");
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.3; }));
  scene().setFocus();
  press(Qt::Key_Up);
  const Camera tilted = scene().cameras().camera();
  QTest::qWait(60);
  EXPECT_TRUE(player().playing());
  const Camera now = scene().shown_camera();
  EXPECT_NEAR(now.position.y - now.focal_point.y, tilted.position.y - tilted.focal_point.y,
              0.02 * length(tilted.position - tilted.focal_point));
}

TEST_F(MotionTest, AFlowMovesThePulsesAndUploadsNothing) {
  window->session().set_option("view", "flow");
  ASSERT_TRUE(idle());
  run("animate-flow");
  ASSERT_TRUE(wait([&] { return counts->n_drawings > 1; }));
  QTest::qWait(600);  // every picture before it has come to rest
  const int n_drawings = counts->n_drawings, n_frames = counts->n_frames;
  run("play-pause");
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.2; }));
  const QImage first = picture();
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.8; }));
  const QImage later = picture();
  run("play-pause");
  EXPECT_NE(first, later) << "the pulses are seen";
  EXPECT_EQ(counts->n_drawings, n_drawings) << "buffers were uploaded";
  EXPECT_GT(counts->n_frames, n_frames + 5);
  EXPECT_GT(counts->n_phases, 5);
  EXPECT_EQ(n_undone(), 2) << "the view, and what moves";
}

TEST_F(MotionTest, ASweepComputesEveryValueAndIsOneStep) {
  session().set_options({{"sweep", "lambda=0:1"},
                         {"duration", "0.5"},
                         {"fps", "20"},
                         {"loop", "off"},
                         {"easing", "linear"},
                         {"animate", "sweep"}});
  ASSERT_TRUE(idle());
  std::vector<std::string> shown;
  const auto finished = session().on_finished;
  session().on_finished = [&] {
    finished();
    shown.push_back(option("lambda"));
  };
  run("play-pause");
  ASSERT_TRUE(wait([&] { return !player().playing(); }));
  ASSERT_TRUE(idle());
  session().on_finished = finished;
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  std::vector<std::string> expected;
  for (int i = 0; i < 10; ++i) expected.push_back(player().plan()->frame(i).options.text("lambda"));
  EXPECT_EQ(shown, expected) << "no value is left out";
  EXPECT_EQ(option("lambda"), "1");
  auto* band = find_own<CaptionBand>(window.get(), "caption-band");
  ASSERT_NE(band, nullptr);
  EXPECT_TRUE(band->isVisible());
  EXPECT_TRUE(band->text().contains(QString::fromUtf8("λ = 1"))) << band->text().toStdString();
  ASSERT_TRUE(session().undo());
  EXPECT_EQ(option("lambda"), "auto") << "the whole play in one step";
  EXPECT_TRUE(band->isHidden());
}

TEST_F(MotionTest, AHandFromElsewhereEndsASweep) {
  run("animate-sweep lambda=0:1");
  run("play-pause");
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.2; }));
  session().set_option("lambda", "0.77");
  EXPECT_FALSE(player().playing());
  ASSERT_TRUE(idle());
  EXPECT_EQ(option("lambda"), "0.77");
}

TEST_F(MotionTest, ScrubbingChangesThePictureAndIsOneStepAtMost) {
  run("animate-sweep lambda=0:1.2");
  show_timeline();
  ASSERT_TRUE(idle());
  const QImage before = picture();
  TimelineView* view = timeline();
  QTest::mousePress(view, Qt::LeftButton, {}, ruler_at(0.2));
  for (const double at : {0.5, 1.0, 1.5, 2.0}) {
    QTest::mouseMove(view, ruler_at(at));
    QTest::qWait(20);
  }
  QTest::mouseRelease(view, Qt::LeftButton, {}, ruler_at(2.0));
  ASSERT_TRUE(idle());
  EXPECT_NEAR(player().seconds(), 2, 0.05);
  const std::string there = player().plan()->frame(player().frame_at(2.0)).options.text("lambda");
  ASSERT_TRUE(wait([&] { return option("lambda") == there; })) << option("lambda");
  ASSERT_TRUE(idle());
  QTest::qWait(300);
  EXPECT_NE(picture(), before);
  ASSERT_TRUE(session().undo());
  EXPECT_EQ(option("lambda"), "auto");

  run("animate-turntable");
  ASSERT_TRUE(idle());
  const bool could = session().can_undo();
  QTest::mouseClick(view, Qt::LeftButton, {}, ruler_at(3));
  EXPECT_EQ(option("lambda"), "auto");
  EXPECT_EQ(session().can_undo(), could);
  EXPECT_FALSE(session().busy());
}

TEST_F(MotionTest, AShorterFilmTakesThePlayheadAlong) {
  session().set_timeline([] {
    Timeline far;
    far.add({9, {}, std::nullopt, ""});
    return far;
  }());
  run("animate-sweep lambda=0:1.2");
  player().seek(2.27);
  ASSERT_TRUE(wait([&] { return option("lambda") != "auto"; }));
  ASSERT_TRUE(idle());
  EXPECT_FALSE(player().value_words().isEmpty());
  session().set_option("duration", "2");
  EXPECT_LE(player().seconds(), 2);
  EXPECT_TRUE(player().value_words().isEmpty()) << player().value_words().toStdString();
}

TEST_F(MotionTest, WhatASweepChangedComesBackWithAnotherFilm) {
  run("animate-sweep lambda=0:1.2");
  player().seek(1);
  ASSERT_TRUE(wait([&] { return option("lambda") != "auto"; }));
  ASSERT_TRUE(idle());
  const std::string swept = option("lambda");
  run("animate-turntable");
  EXPECT_EQ(option("lambda"), "auto");
  ASSERT_TRUE(session().undo());
  EXPECT_EQ(option("lambda"), swept) << "in one step";
  EXPECT_EQ(option("animate"), "sweep");
  session().set_option("lambda", "0.5");  // a person's own
  run("animate-none");
  EXPECT_EQ(option("lambda"), "0.5");
}

TEST_F(MotionTest, WhatCannotMoveIsSaidInWords) {
  window->session().set_option("view", "flow");
  ASSERT_TRUE(idle());
  run("animate-turntable");
  run("play-pause");
  EXPECT_FALSE(player().playing());
  EXPECT_TRUE(window->frame().message().isVisible());
  EXPECT_TRUE(window->frame().message().text().contains("page"))
      << window->frame().message().text().toStdString();
  run("animate-keys");
  run("play-pause");
  EXPECT_FALSE(player().playing());
  EXPECT_TRUE(window->frame().message().text().contains("key frames"))
      << window->frame().message().text().toStdString();
}

TEST_F(MotionTest, APairTurnsTogether) {
  session().set_option("compare", "twin");
  ASSERT_TRUE(wait([&] { return window->frame().scenes().second() != nullptr; }));
  ASSERT_TRUE(idle());
  run("animate-turntable");
  run("play-pause");
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.3; }));
  EXPECT_EQ(window->frame().scenes().second()->shown_camera(), scene().shown_camera());
}

TEST_F(MotionTest, StopGoesBackToTheFirstFrame) {
  run("animate-sweep lambda=0.25:1");
  run("play-pause");
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.3; }));
  run("play-stop");
  EXPECT_FALSE(player().playing());
  EXPECT_EQ(player().seconds(), 0);
  ASSERT_TRUE(wait([&] { return option("lambda") == "0.25"; }));
}

TEST_F(MotionTest, SamplesAndTheTimelineAreOnePlayer) {
  session().set_options({{"view", "samples"}, {"n-samples", "60"}});
  ASSERT_TRUE(wait([&] { return samples().active(); }));
  ASSERT_TRUE(idle());
  scene().setFocus();
  press(Qt::Key_Space);
  EXPECT_TRUE(samples().player()->playing());
  EXPECT_FALSE(player().playing());
  press(Qt::Key_Space);
  EXPECT_FALSE(samples().player()->playing());
}

TEST_F(MotionTest, AWindowThatPlaysCloses) {
  run("animate-turntable");
  run("play-pause");
  ASSERT_TRUE(wait([&] { return player().seconds() > 0.1; }));
  window->close();
  EXPECT_FALSE(player().playing());
  run("play-pause");
  window.reset();  // while it plays
  QTest::qWait(50);
}

}  // namespace
}  // namespace baryscope
