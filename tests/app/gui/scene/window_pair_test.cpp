// Two models beside each other in the real window; only the engine is a fake.
#include <QComboBox>
#include <QToolButton>
#include <memory>
#include <optional>

#include "app/gui/scene/paired_scenes.h"
#include "app/session/figure.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowPairTest : public WindowTest {
 protected:
  void compare() {
    ASSERT_TRUE(idle());
    window->session().set_option("compare", "twin");
    ASSERT_TRUE(wait([&] { return second() != nullptr && second()->n_frames() > 0; }));
    ASSERT_TRUE(idle());
    QTest::qWait(600);  // the way to the new camera
  }
  SceneWidget* second() { return window->frame().scenes().second(); }
  void drag(QWidget& view) {
    QTest::mousePress(&view, Qt::LeftButton, {}, view.rect().center());
    QTest::mouseMove(&view, view.rect().center() + QPoint(60, 10));
    QTest::mouseMove(&view, view.rect().center() + QPoint(90, 30));
    QTest::mouseRelease(&view, Qt::LeftButton, {}, view.rect().center() + QPoint(90, 30));
  }
};

TEST_F(WindowPairTest, ThePaperOfAFigureGoesOnBehindItsLegend) {
  compare();
  Finished shown = *window->session().current();
  shown.view.width = 640;
  shown.view.height = 400;
  shown.view.scale = 1;
  const auto black_to_white = [](const Scene& scene) {
    Scene striking = scene;
    striking.theme.paper_top = {0, 0, 0, 1};
    striking.theme.paper_bottom = {1, 1, 1, 1};
    striking.labels.clear();  // one may reach the side
    return std::make_shared<const Scene>(std::move(striking));
  };
  shown.scene = black_to_white(*shown.scene);
  shown.compared_scene = black_to_white(*shown.compared_scene);
  ASSERT_TRUE(shown.scene->legend.visible);
  const Image image = draw_figure(shown, std::nullopt);
  ASSERT_EQ(image.height, 400);
  for (const int x : {2, 637}) {
    const auto gray = [&](int y) { return int{image.rgba[4 * (640UL * y + x)]}; };
    EXPECT_LT(gray(0), 4);
    EXPECT_GT(gray(399), 251);
    for (int y = 1; y < 400; ++y) {
      EXPECT_GE(gray(y), gray(y - 1)) << y;
      EXPECT_LE(gray(y), gray(y - 1) + 2) << y;
    }
  }
}

TEST_F(WindowPairTest, TheSecondPictureStandsBesideTheFirst) {
  EXPECT_EQ(second(), nullptr);
  compare();
  EXPECT_TRUE(second()->isVisible());
  EXPECT_NEAR(second()->width(), window->frame().scene().width(), 2);
  EXPECT_EQ(second()->scene(), window->session().current()->compared_scene);
  EXPECT_EQ(second()->shown_camera(), window->frame().scene().shown_camera());
  EXPECT_TRUE(window->windowTitle().contains(" | "));
}

TEST_F(WindowPairTest, ADragInEitherTurnsBothAndIsOneStepOfHistory) {
  compare();
  const Camera before = window->frame().scene().shown_camera();
  drag(*second());
  const Camera after = window->frame().scene().shown_camera();
  EXPECT_FALSE(after == before);
  EXPECT_EQ(second()->shown_camera(), after);
  EXPECT_EQ(window->frame().scene().cameras().camera(), after);
  drag(window->frame().scene());
  EXPECT_FALSE(second()->shown_camera() == after);
  EXPECT_EQ(second()->shown_camera(), window->frame().scene().shown_camera());
  second()->camera_back();
  ASSERT_TRUE(wait([&] { return window->frame().scene().shown_camera() == after; }));
  window->frame().scene().camera_back();
  ASSERT_TRUE(wait([&] {
    return second()->shown_camera() == before && window->frame().scene().shown_camera() == before;
  }));
}

TEST_F(WindowPairTest, ATokenSelectedInEitherIsSelectedInBoth) {
  compare();
  const Viewport area = second()->viewport();
  QPoint at;
  int token = -1;
  for (int y = 4; y < second()->height() && token < 0; y += 3) {
    for (int x = 4; x < second()->width() && token < 0; x += 3) {
      const auto pick = find_pick(*second()->scene(), second()->shown_camera(), area, x, y, 2);
      if (pick && pick->subject.kind == Subject::Kind::token) {
        token = pick->subject.number();
        at = {x, y};
      }
    }
  }
  ASSERT_GE(token, 0);
  QTest::mouseClick(second(), Qt::LeftButton, {}, at);
  EXPECT_EQ(window->session().selected_token(), token);
  ASSERT_TRUE(idle());
  const auto marked = [&](const Scene& scene) {
    for (const TokenCloud& cloud : scene.clouds) {
      for (const ScenePoint& point : cloud.points) {
        if (point.role == Role::ink && point.glyph == Glyph::ring) return point.subject.number();
      }
    }
    return -1;
  };
  EXPECT_EQ(marked(*window->frame().scene().scene()), token);
  EXPECT_EQ(marked(*second()->scene()), token);
}

TEST_F(WindowPairTest, ClosesByItsButtonAndByUndo) {
  compare();
  QTest::mouseClick(window->findChild<QToolButton*>("close-comparison"), Qt::LeftButton);
  ASSERT_TRUE(wait([&] { return second() == nullptr; }));
  EXPECT_EQ(option("compare"), "");
  ASSERT_TRUE(idle());
  ASSERT_TRUE(window->session().undo());
  ASSERT_TRUE(wait([&] { return second() != nullptr; }));
  ASSERT_TRUE(window->session().redo());
  ASSERT_TRUE(wait([&] { return second() == nullptr; }));
  drag(window->frame().scene());  // the first is alone again and still moves
  EXPECT_TRUE(window->frame().scene().cameras().touched());
}

TEST_F(WindowPairTest, IsChosenBesideTheModel) {
  ASSERT_TRUE(idle());
  auto* picker = window->findChild<QComboBox*>("compared-picker");
  ASSERT_NE(picker, nullptr);
  EXPECT_EQ(picker->currentData().toString(), "");
  window->session().set_option("compare", "/some/where/twin");
  EXPECT_EQ(picker->currentText(), "twin");
}

TEST_F(WindowPairTest, TheCopiedFigureHoldsBothHalves) {
  const int alone = window->frame().scene().figure().width();
  compare();
  EXPECT_NEAR(window->frame().scene().figure().width(), alone, 4);
}

}  // namespace
}  // namespace baryscope
