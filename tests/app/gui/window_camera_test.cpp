// What the camera holds when what is to be seen changes; only the engine is a fake.
#include "app/gui/camera_control.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowCameraTest : public WindowTest {
 protected:
  SceneWidget& view() { return window->scene(); }
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
  set("text-b", "elephants giraffes crocodiles antelopes");
  ASSERT_EQ(analysis().tokens.size(), 12);
  EXPECT_EQ(n_out_of_view(), 0);
  set("text-b", "");
  EXPECT_EQ(n_out_of_view(), 0);
  EXPECT_EQ(view().cameras().camera(), alone);
}

TEST_F(WindowCameraTest, ASecondSentenceIsSeenAlsoByACameraThatAPersonTurned) {
  set("text", "a b c d e");
  drag();
  ASSERT_TRUE(view().cameras().touched());
  set("text-b", "elephants giraffes crocodiles antelopes");
  EXPECT_EQ(n_out_of_view(), 0);
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

TEST_F(WindowCameraTest, TheTitleComingAndGoingLeavesNothingOut) {
  window->resize(900, 560);
  set("text", "elephants giraffes crocodiles antelopes");
  set("hide", "title,legend");
  EXPECT_EQ(n_out_of_view(), 0);
  set("hide", "");
  EXPECT_EQ(n_out_of_view(), 0);
}

}  // namespace
}  // namespace baryscope
