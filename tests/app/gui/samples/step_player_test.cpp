#include "app/gui/samples/step_player.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QToolButton>

#include "app/gui/window/preferences.h"
#include "tests/app/gui/samples/samples_fixture.h"

namespace baryscope {
namespace {

using testing::WindowSamplesTest;

TEST_F(WindowSamplesTest, AfterTheLastSyntheticPointComesTheFirst) {
  ASSERT_TRUE(idle());
  const int last = study().resampled.synthetic.size() - 1;
  ASSERT_GT(last, 0);
  window->session().set_option("sample", std::to_string(last));
  ASSERT_TRUE(idle());
  find<QToolButton>("step-another")->click();
  EXPECT_EQ(option("sample"), "0");
}

TEST_F(WindowSamplesTest, ThePlayerWalksThroughTheSteps) {
  StepTimeline* timeline = samples().player()->timeline();
  timeline->setFocus();
  EXPECT_EQ(option("step"), "all");
  QTest::keyClick(timeline, Qt::Key_Home);
  ASSERT_TRUE(wait([&] { return option("step") == "0"; }));
  EXPECT_EQ(timeline->position(), 0);
  QTest::keyClick(timeline, Qt::Key_Right);
  EXPECT_EQ(option("step"), "1");
  QTest::keyClick(timeline, Qt::Key_Right);
  EXPECT_EQ(option("step"), "2");
  QTest::keyClick(timeline, Qt::Key_Left);
  EXPECT_EQ(option("step"), "1");
  EXPECT_TRUE(timeline->accessibleDescription().startsWith("step 1 of 6"));
  QTest::mouseClick(timeline, Qt::LeftButton, {},
                    QPoint(timeline->width() * 9 / 16, timeline->height() / 2));
  EXPECT_EQ(option("step"), "4");
  QTest::keyClick(timeline, Qt::Key_End);
  EXPECT_EQ(option("step"), "all");
  ASSERT_TRUE(window->session().undo());
  EXPECT_EQ(option("step"), "4");
  EXPECT_EQ(timeline->position(), 4);
}

TEST_F(WindowSamplesTest, ThePlayerPlaysGlidesAndHalts) {
  StepPlayer* player = samples().player();
  player->timeline()->setFocus();
  player->go(5);
  QTest::keyClick(player->timeline(), Qt::Key_Space);
  EXPECT_TRUE(player->playing());
  ASSERT_TRUE(wait([&] { return option("step").find('.') != std::string::npos; }));
  ASSERT_TRUE(wait([&] { return option("step") == "6"; }));
  QTest::keyClick(player->timeline(), Qt::Key_Space);
  EXPECT_FALSE(player->playing());
  ASSERT_TRUE(idle());
  // A play is one step of history.
  ASSERT_TRUE(window->session().undo());
  EXPECT_EQ(option("step"), "5");

  QTest::mouseClick(find<QToolButton>("step-play"), Qt::LeftButton);
  EXPECT_TRUE(player->playing());
  window->session().set_option("step", "2");  // a hand from elsewhere ends it
  EXPECT_FALSE(player->playing());
  EXPECT_EQ(option("step"), "2");
}

TEST_F(WindowSamplesTest, ReducedMotionJumps) {
  StepPlayer* player = samples().player();
  Preferences preferences;
  preferences.set_motion(QStringLiteral("on"));
  player->go(0);
  std::vector<std::string> seen;
  const auto changed = window->session().on_changed_options;
  window->session().on_changed_options = [&] {
    seen.push_back(option("step"));
    changed();
  };
  find<QComboBox>("step-speed")->setCurrentIndex(2);
  player->toggle();
  ASSERT_TRUE(wait([&] { return option("step") == "2"; }));
  player->stop();
  preferences.set_motion(QStringLiteral("auto"));
  EXPECT_EQ(seen, (std::vector<std::string>{"1", "2"}));
  window->session().on_changed_options = changed;
}

TEST(StepPlay, RestsGlidesAndEndsAtTheFinishedSet) {
  EXPECT_EQ(play_position(0, 0, true), 0);
  EXPECT_EQ(play_position(0, 1.0, true), 0);
  EXPECT_NEAR(play_position(0, 1.7, true), 0.5, 1e-9);
  EXPECT_EQ(play_position(0, 1.7, false), 0);
  EXPECT_EQ(play_position(3, 2.1, true), 4);
  EXPECT_EQ(play_position(6, 2.0, true), 6);  // no way between the last step and the whole set
  EXPECT_EQ(play_position(0, 1e6, true), StepTimeline::n_places() - 1);
  EXPECT_GT(play_seconds(0), play_seconds(5));
}

}  // namespace
}  // namespace baryscope
