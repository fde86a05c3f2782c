// How the camera is moved, and what it holds when what is to be seen changes.
#include <QAction>
#include <QApplication>
#include <QWheelEvent>
#include <algorithm>
#include <utility>

#include "app/gui/scene/paired_scenes.h"
#include "tests/app/gui/window_fixture.h"
#include "viz/scene/camera_control.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowCameraTest : public WindowTest {
 protected:
  SceneWidget& view() { return window->frame().scene(); }
  /// Waits for the result of a change, and for the camera to come to rest.
  void set(const char* id, const char* value) {
    ASSERT_TRUE(idle());
    const auto before = window->session().current();
    window->session().set_option(id, value);
    ASSERT_TRUE(wait([&] { return window->session().current() != before; }));
    ASSERT_TRUE(idle());
    ASSERT_TRUE(wait([&] { return view().shown_camera() == view().cameras().camera(); }));
  }
  /// Points of the picture that lie outside the area for the scene.
  int n_out_of_view() {
    const Viewport area = view().viewport();
    int n = 0;
    for (const Vec3& point : extent(*view().scene())) {
      const auto at = to_screen(view().cameras().camera(), area, point);
      const bool seen = at && at->x >= area.margin_left && at->y >= area.margin_top &&
                        at->x <= area.width - area.margin_right &&
                        at->y <= area.height - area.margin_bottom;
      n += seen ? 0 : 1;
    }
    return n;
  }
  Vec3 direction() {
    const Camera& camera = view().cameras().camera();
    return normalized(camera.focal_point - camera.position);
  }
  void drag() {
    const QPoint from(view().width() / 2, view().height() / 2);
    QTest::mousePress(&view(), Qt::LeftButton, {}, from);
    QTest::mouseMove(&view(), from + QPoint(30, 5));
    QTest::mouseMove(&view(), from + QPoint(120, 40));
    QTest::mouseRelease(&view(), Qt::LeftButton, {}, from + QPoint(120, 40));
  }
};

TEST_F(WindowCameraTest, ASecondSentenceIsSeenAndItsGoingBringsTheFirstBack) {
  set("text", "a b c d e");
  const Camera alone = view().cameras().camera();
  const Vec3 from = direction();
  set("text-b", "elephants giraffes crocodiles antelopes");
  ASSERT_EQ(analysis().tokens.size(), 12);
  EXPECT_EQ(n_out_of_view(), 0);
  set("text-b", "");
  EXPECT_EQ(n_out_of_view(), 0);
  EXPECT_NEAR(length(direction() - from), 0, 1e-9);
  // The title's lines take their room meanwhile, so the distance may move by a pixel or two.
  EXPECT_NEAR(length(view().cameras().camera().position - alone.position) / length(alone.position),
              0, 0.01);
}

TEST_F(WindowCameraTest, AWidePictureThatIsGoneLeavesNoCameraBehind) {
  const auto share = [&] {  // of the area, in the direction that is filled most
    const Viewport area = view().viewport();
    double x_low = area.width, x_high = 0, y_low = area.height, y_high = 0;
    for (const Vec3& point : extent(*view().scene())) {
      const auto at = to_screen(view().cameras().camera(), area, point);
      if (!at) return 0.0;
      x_low = std::min(x_low, at->x), x_high = std::max(x_high, at->x);
      y_low = std::min(y_low, at->y), y_high = std::max(y_high, at->y);
    }
    return std::max((x_high - x_low) / (area.width - area.margin_left - area.margin_right),
                    (y_high - y_low) / (area.height - area.margin_top - area.margin_bottom));
  };
  set("text", "a b c d e");
  EXPECT_GT(share(), 0.6);
  const Vec3 from = direction();
  set("model", "twin");  // five times as wide
  EXPECT_EQ(n_out_of_view(), 0);
  set("model", "minilm");
  EXPECT_EQ(n_out_of_view(), 0);
  EXPECT_GT(share(), 0.6);
  EXPECT_NEAR(length(direction() - from), 0, 1e-9) << "the direction stays";
  // How far away a person went is theirs.
  drag();
  view().look_through(zoomed(view().cameras().camera(), 0.3));
  const Camera chosen = view().cameras().camera();
  set("query", "1");
  EXPECT_EQ(view().cameras().camera(), chosen);
}

TEST_F(WindowCameraTest, ASecondSentenceIsSeenAlsoByACameraThatAPersonTurned) {
  set("text", "a b c d e");
  drag();
  ASSERT_TRUE(view().cameras().touched());
  set("text-b", "elephants giraffes crocodiles antelopes");
  EXPECT_EQ(n_out_of_view(), 0);
}

TEST_F(WindowCameraTest, AnEditOfTheTextKeepsThePersonsDirectionAndAnotherTextDoesNot) {
  set("text", "a b c d e");
  set("text-b", "x y z");
  drag();
  ASSERT_TRUE(view().cameras().touched());
  const Vec3 chosen = direction();
  set("text-b", "u v w");
  EXPECT_TRUE(view().cameras().touched());
  EXPECT_NEAR(length(direction() - chosen), 0, 1e-9);
  EXPECT_EQ(n_out_of_view(), 0);
  set("text", "other words of which none was there before, and more of them");
  EXPECT_FALSE(view().cameras().touched()) << "its own camera is adopted";
  EXPECT_EQ(n_out_of_view(), 0);
}

TEST_F(WindowCameraTest, ResetReturnsToThePlacementOfFixedSigns) {
  set("text", "a b c d e");
  set("layer", "1");
  set("layer", "2");
  const std::string turned = to_text(*view().scene());
  ASSERT_NE(option("orientation"), "auto");
  window->findChild<QAction*>("reset-camera")->trigger();
  ASSERT_TRUE(wait([&] { return option("orientation") == "auto"; }));
  ASSERT_TRUE(idle());
  EXPECT_FALSE(view().cameras().touched());
  EXPECT_TRUE(same_direction(view().cameras().camera(), view().scene()->camera));
  EXPECT_NE(to_text(*view().scene()), turned);
}

TEST_F(WindowCameraTest, WhatIsShownAgainIsSeen) {
  set("sinks", "hide");
  set("text", "a b c d e");
  const Vec3 before = direction();
  set("sinks", "show");
  EXPECT_EQ(n_out_of_view(), 0);
  EXPECT_NEAR(length(direction() - before), 0, 1e-9) << "the direction stays";
  EXPECT_FALSE(view().cameras().touched());
}

TEST_F(WindowCameraTest, APersonsCameraStaysForTheSamePlacesAndItsDirectionForOthers) {
  set("text", "a b c d e");
  drag();
  view().look_through(zoomed(view().cameras().camera(), 4));
  const Camera chosen = view().cameras().camera();
  const Vec3 before = direction();
  set("query", "1");
  EXPECT_EQ(view().cameras().camera(), chosen);
  set("layer", "2");
  EXPECT_EQ(n_out_of_view(), 0);
  EXPECT_NEAR(length(direction() - before), 0, 1e-9);
  EXPECT_TRUE(view().cameras().touched());
  view().camera_back();
  EXPECT_EQ(view().cameras().camera(), chosen) << "the refit is a step of history";
}

TEST_F(WindowCameraTest, TheWheelComesCloserAndGoesAway) {
  const auto distance = [&] {
    const Camera& camera = view().cameras().camera();
    return length(camera.position - camera.focal_point);
  };
  const auto turn = [&](int eighths) {
    const QPointF at = view().rect().center();
    QWheelEvent event(at, view().mapToGlobal(at), {}, {0, eighths}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&view(), &event);
  };
  set("text", "a b c d e");
  const double before = distance();
  turn(120);
  EXPECT_NEAR(distance(), before / 1.1, 1e-9 * before);
  turn(-120);
  turn(-120);
  EXPECT_NEAR(distance(), before * 1.1, 1e-9 * before);
}

TEST_F(WindowCameraTest, BesideEachOtherTheNarrowerPictureHoldsEverythingToo) {
  set("text", "elephants giraffes crocodiles antelopes");
  set("compare", "twin");
  SceneWidget* second = window->frame().scenes().second();
  ASSERT_NE(second, nullptr);
  for (const auto& sizes : {QList<int>{250, 900}, QList<int>{900, 250}}) {
    window->frame().scenes().setSizes(sizes);
    QTest::qWait(400);
    const Viewport left = view().viewport(), right = second->viewport();
    for (const auto& [widget, area] : {std::pair{&view(), left}, {second, right}}) {
      for (const Vec3& point : extent(*widget->scene())) {
        const auto at = to_screen(widget->shown_camera(), area, point);
        ASSERT_TRUE(at);
        EXPECT_GE(at->x, 0) << area.width;
        EXPECT_LE(at->x, area.width);
      }
    }
  }
}

TEST_F(WindowCameraTest, TheTitleComingAndGoingLeavesNothingOut) {
  window->resize(900, 560);
  set("text", "elephants giraffes crocodiles antelopes");
  set("hide", "title,legend");
  EXPECT_EQ(n_out_of_view(), 0);
  set("hide", "");
  EXPECT_EQ(n_out_of_view(), 0);
}

TEST_F(WindowCameraTest, WhatAPersonChoseToSeeStaysInSightInAWindowOfAnotherShape) {
  set("text", "elephants giraffes crocodiles antelopes");
  // A layout of new size comes in steps.
  const auto rest = [&] {
    int n_frames = -1;
    while (std::exchange(n_frames, view().n_frames()) != view().n_frames()) QTest::qWait(120);
  };
  window->resize(1500, 700);
  rest();
  view().look_from("front");
  ASSERT_TRUE(wait([&] { return view().shown_camera() == view().cameras().camera(); }));
  ASSERT_TRUE(view().cameras().touched());
  ASSERT_EQ(n_out_of_view(), 0);
  rest();
  const Camera chosen = view().cameras().camera();
  window->resize(900, 950);
  rest();
  EXPECT_EQ(n_out_of_view(), 0);
  EXPECT_TRUE(same_direction(view().cameras().camera(), chosen));
  EXPECT_TRUE(view().shown_camera() == view().cameras().camera());
  window->resize(1500, 700);
  rest();
  const Camera& again = view().cameras().camera();
  EXPECT_LT(length(again.position - chosen.position), 1e-6 * length(chosen.position));
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

}  // namespace
}  // namespace baryscope
