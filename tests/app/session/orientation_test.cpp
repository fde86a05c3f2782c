// One picture goes on from the one before: its places are turned onto those, seen from the same
// side, and the turn is part of what undo, sessions and figures hold.
#include <gtest/gtest.h>

#include <string>

#include "app/session/all_options.h"
#include "app/session/session.h"
#include "app/session/session_file.h"
#include "tests/app/session/fake_engine.h"
#include "viz/views/orientation.h"

namespace baryscope {
namespace {

class OrientationTest : public testing::Test {
 protected:
  OrientationTest() {
    m_session.refresh();
    settle();
  }
  void settle() {
    ASSERT_TRUE(m_queue.run_until([this] { return !m_session.busy(); }));
    ASSERT_EQ(m_session.failure(), nullptr);
  }
  void set(const std::string& id, const std::string& value) {
    m_session.set_option(id, value);
    settle();
  }
  const Scene& scene() { return *m_session.current()->scene; }
  std::string orientation() { return m_session.options().text("orientation"); }
  /// Where the picture shows a token.
  Vec3 place(int token) { return scene().clouds.front().points.at(token).position; }
  bool looks_along(const Camera& camera) { return same_direction(scene().camera, camera); }

  FakeEngineState m_engine;
  PostQueue m_queue;
  Session m_session{all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
                    [this](std::function<void()> function) { m_queue.post(std::move(function)); }};
};

TEST_F(OrientationTest, TheFirstPictureHasTheFixedSigns) {
  EXPECT_EQ(orientation(), "auto");
  EXPECT_FALSE(m_session.current()->follows);
}

TEST_F(OrientationTest, AnotherLayerIsTurnedOntoTheOneBefore) {
  const Vec3 before = place(3);
  const Camera camera = scene().camera;
  set("layer", "1");  // the same places in other axes
  EXPECT_NE(orientation(), "auto");
  EXPECT_LT(length(place(3) - before), 1e-4);
  EXPECT_TRUE(looks_along(camera));
  set("layer", "2");
  EXPECT_LT(length(place(3) - before), 1e-4);
  EXPECT_TRUE(looks_along(camera));
}

TEST_F(OrientationTest, WhatIsShownAndWhatIsAskedForAgree) {
  set("layer", "1");
  EXPECT_EQ(m_session.options(), m_session.shown_options());
  EXPECT_EQ(m_session.current()->view.orientation.has_value(), orientation() != "auto");
}

TEST_F(OrientationTest, UndoAndRedoBringTheSamePicturesBack) {
  const std::string first = to_text(scene());
  set("layer", "1");
  const std::string second = to_text(scene());
  m_session.undo();
  settle();
  EXPECT_EQ(to_text(scene()), first);
  m_session.redo();
  settle();
  EXPECT_EQ(to_text(scene()), second);
}

TEST_F(OrientationTest, ASessionReproducesThePicture) {
  set("layer", "1");
  set("layer", "3");
  const std::string text = to_session_text({m_session.shown_options(), std::nullopt, {}});
  Session again(
      all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
      [this](std::function<void()> function) { m_queue.post(std::move(function)); });
  again.replace_options(
      opened_values(session_from_text(all_options(), text, "test"), again.options()));
  ASSERT_TRUE(m_queue.run_until([&] { return !again.busy(); }));
  ASSERT_NE(again.current(), nullptr);
  EXPECT_EQ(to_text(*again.current()->scene), to_text(scene()));
  EXPECT_EQ(again.options().text("orientation"), orientation());
}

TEST_F(OrientationTest, AChangeOfTheDrawingKeepsIt) {
  set("layer", "1");
  const std::string turned = orientation();
  const Vec3 before = place(5);
  set("theme", "dark");
  EXPECT_EQ(orientation(), turned);
  EXPECT_EQ(place(5), before);
}

TEST_F(OrientationTest, ResetReturnsToTheFixedSigns) {
  Session fresh(
      all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
      [this](std::function<void()> function) { m_queue.post(std::move(function)); });
  fresh.set_option("layer", "1");
  ASSERT_TRUE(m_queue.run_until([&] { return !fresh.busy(); }));
  set("layer", "1");
  set("orientation", "auto");
  EXPECT_EQ(orientation(), "auto");
  EXPECT_EQ(to_text(scene()), to_text(*fresh.current()->scene));
}

TEST_F(OrientationTest, AnotherTextBeginsAnew) {
  set("layer", "1");
  ASSERT_NE(orientation(), "auto");
  set("text", "other: nothing of it was there before");
  EXPECT_EQ(orientation(), "auto");
}

TEST_F(OrientationTest, AFailureLeavesItAsItIs) {
  set("layer", "1");
  const std::string turned = orientation();
  m_session.set_option("text", "break");
  ASSERT_TRUE(m_queue.run_until([this] { return !m_session.busy(); }));
  EXPECT_NE(m_session.failure(), nullptr);
  EXPECT_EQ(orientation(), turned);
}

}  // namespace
}  // namespace baryscope
