// What the Timeline dock shows of its keys as they are written, moved and left.
#include "app/gui/motion/timeline_view.h"
#include "app/gui/widgets/message_bar.h"
#include "tests/app/gui/motion/timeline_fixture.h"

namespace baryscope {
namespace {

using testing::TimelineTest;

TEST_F(TimelineTest, EveryLaneIsSeenHoweverTheControlsBreak) {
  show_timeline();
  const QSize before = window->size();
  for (const int width : {1600, 1250, 1000}) {
    window->resize(width, 1000);
    for (const char* line : {"animate-sweep", "animate-none", "animate-sweep lambda=0:1.2"}) {
      run(line);
      EXPECT_TRUE(wait([&] {
        return timeline()->visibleRegion().boundingRect().height() == timeline()->height() &&
               timeline()->height() >= timeline()->minimumSizeHint().height();
      })) << line
          << " " << width << ": " << timeline()->visibleRegion().boundingRect().height() << " of "
          << timeline()->height();
    }
  }
  // It may have come to need more while it was closed.
  run("animate-none");
  QTest::qWait(50);
  window->motion().dock().hide();
  run("animate-sweep");
  window->motion().dock().show();
  EXPECT_TRUE(wait(
      [&] { return timeline()->visibleRegion().boundingRect().height() == timeline()->height(); }));
  window->resize(before);
}

TEST_F(TimelineTest, ACaptionIsSeenAsSoonAsItIsTyped) {
  fill(3, 2);
  run("next-key");
  EXPECT_EQ(panel().keys().selected(), 1u) << "where one goes, that is the key in hand";
  press(Qt::Key_F2);
  ASSERT_NE(field(), nullptr);
  field()->selectAll();
  QTest::keyClicks(field(), "look here");
  press(Qt::Key_Return);
  EXPECT_EQ(keys()[1].caption, "look here");
  EXPECT_EQ(player().caption(), QString("look here"));
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(player().caption(), QString("caption 1"));
}

TEST_F(TimelineTest, F2FindsAKeyOrSaysThatThereIsNone) {
  show_timeline();
  scene().setFocus();
  press(Qt::Key_F2);
  EXPECT_TRUE(window->frame().message().isVisible());
  window->frame().message().hide();
  fill(2, 4);
  panel().keys().select(std::nullopt);
  player().seek(2);
  scene().setFocus();
  press(Qt::Key_F2);
  ASSERT_NE(field(), nullptr) << "of the key whose caption is shown";
  EXPECT_TRUE(field()->hasFocus());
  EXPECT_EQ(panel().keys().selected(), 0u);
  const std::string view = option("view");
  QTest::keyClicks(QApplication::focusWidget(), "vm]");
  press(Qt::Key_Return);
  EXPECT_EQ(keys()[0].caption, "vm]");
  EXPECT_EQ(option("view"), view);
}

TEST_F(TimelineTest, TheChosenKeyStaysChosenWhereItsMoveIsUndone) {
  fill(4, 1);
  panel().keys().select(1);
  press(Qt::Key_Right, Qt::ShiftModifier);
  scene().setFocus();  // the move is one step
  EXPECT_NEAR(keys()[1].seconds, 1 + 10 / 30.0, 1e-3);
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(keys()[1].seconds, 1);
  EXPECT_EQ(panel().keys().selected(), 1u);
}

TEST_F(TimelineTest, WhatTheKeysChangedComesBackWithTheLastOfThem) {
  Timeline two;
  two.add({0, {{"lambda", "0"}}, std::nullopt, ""});
  two.add({2, {{"lambda", "1"}}, std::nullopt, ""});
  session().set_timeline(std::move(two), {{"animate", "keys"}});
  player().seek(2);
  ASSERT_TRUE(wait([&] { return option("lambda") == "1"; }));
  ASSERT_TRUE(idle());
  panel().keys().remove(0);
  EXPECT_EQ(option("lambda"), "1");
  panel().keys().remove_all();
  EXPECT_EQ(option("lambda"), "auto");
  ASSERT_TRUE(session().undo());
  EXPECT_EQ(option("lambda"), "1") << "in one step";
  EXPECT_EQ(keys().size(), 1u);
}

TEST_F(TimelineTest, AnotherMechanismNamesNoLambda) {
  session().set_option("mechanism", "pairwise");
  ASSERT_TRUE(idle());
  run("add-key-frame");
  player().seek(2);
  session().set_option("mechanism", "differential");
  ASSERT_TRUE(idle());
  run("add-key-frame");
  ASSERT_EQ(keys().size(), 2u);
  EXPECT_TRUE(keys()[1].options.contains("mechanism"));
  EXPECT_FALSE(keys()[1].options.contains("lambda")) << "nobody changed it";
}

TEST_F(TimelineTest, TheLaneSpeaksPlainly) {
  fill(5, 0.65);
  EXPECT_EQ(timeline()->state().plays, QString("Key frames: 5 in 2.60 s"));
  session().set_option("duration", "1");
  EXPECT_TRUE(timeline()->state().plays.contains("3 of them lie after its end"))
      << timeline()->state().plays.toStdString();
  panel().keys().remove_all();
  EXPECT_EQ(timeline()->state().plays,
            QString("there are no key frames yet: Ins keeps what is shown as one"));
}

}  // namespace
}  // namespace baryscope
