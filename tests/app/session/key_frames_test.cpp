// Key frames in a session: undone with the options, kept whatever becomes of a request, and what a
// key that is made of the picture holds.
#include <gtest/gtest.h>

#include "app/session/all_options.h"
#include "app/session/film/shown_key.h"
#include "app/session/session.h"
#include "app/session/session_file.h"
#include "core/base/error.h"
#include "tests/app/session/fake_engine.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

Timeline keys_at(std::initializer_list<double> times) {
  Timeline timeline;
  for (const double seconds : times) {
    timeline.add({seconds});
  }
  return timeline;
}

class KeyFramesTest : public testing::Test {
 protected:
  KeyFramesTest()
      : m_session(
            all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
            [this](std::function<void()> function) { m_queue.post(std::move(function)); }) {
    m_session.on_changed_timeline = [this] { ++m_n_told; };
    m_session.refresh();
    EXPECT_TRUE(settle());
  }
  bool settle() {
    return m_queue.run_until([this] { return !m_session.busy(); });
  }
  std::size_t n_keys() { return m_session.timeline().size(); }

  FakeEngineState m_engine;
  PostQueue m_queue;
  int m_n_told = 0;
  Session m_session;
};

TEST_F(KeyFramesTest, EveryEditIsAStepAmongThoseOfTheOptions) {
  m_session.set_timeline(keys_at({0, 1}));
  m_session.set_option("lambda", "0.5");
  m_session.set_timeline(keys_at({0, 1, 2}));
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_n_told, 2);
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(n_keys(), 2u);
  EXPECT_EQ(m_session.options().text("lambda"), "0.5");
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(n_keys(), 2u);
  EXPECT_EQ(m_session.options().text("lambda"), "auto");
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(n_keys(), 0u);
  EXPECT_FALSE(m_session.can_undo());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(m_session.redo());
  }
  EXPECT_EQ(m_session.timeline(), keys_at({0, 1, 2}));
  EXPECT_EQ(m_session.options().text("lambda"), "0.5");
  EXPECT_EQ(m_n_told, 6) << "where the key frames became others, and nowhere else";
}

TEST_F(KeyFramesTest, AnEditComputesAndDrawsNothing) {
  const auto shown = m_session.current();
  m_session.set_timeline(keys_at({0, 3}));
  EXPECT_FALSE(m_session.busy());
  EXPECT_EQ(m_session.current()->scene, shown->scene);
  EXPECT_EQ(m_engine.n_analyzed, 1);
}

TEST_F(KeyFramesTest, ADragIsOneStepAndOneThatComesBackNone) {
  m_session.set_timeline(keys_at({0, 1}));
  for (const double at : {1.1, 1.2, 1.3}) {
    m_session.drag_timeline(keys_at({0, at}));
  }
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.timeline(), keys_at({0, 1}));
  m_session.drag_timeline(keys_at({0, 2}));
  m_session.drag_timeline(keys_at({0, 1}));
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(n_keys(), 0u);
}

TEST_F(KeyFramesTest, AnEditOutlivesARequestThatFails) {
  m_engine.held = true;
  m_session.set_option("text", "break");
  m_session.set_timeline(keys_at({0, 1}));
  m_engine.held = false;
  ASSERT_TRUE(settle());
  ASSERT_NE(m_session.failure(), nullptr);
  EXPECT_NE(m_session.options().text("text"), "break");
  EXPECT_EQ(n_keys(), 2u);
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(n_keys(), 0u);
  EXPECT_FALSE(m_session.can_undo());
}

TEST_F(KeyFramesTest, AnEditWithOptionsIsOneStep) {
  m_session.set_timeline(keys_at({0}), {{"animate", "keys"}});
  EXPECT_EQ(m_session.options().text("animate"), "keys");
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.options().text("animate"), "none");
  EXPECT_EQ(n_keys(), 0u);
  EXPECT_THROW(m_session.set_timeline(keys_at({0}), {{"animate", "sweep"}}), UsageError)
      << "nothing to sweep";
  EXPECT_EQ(n_keys(), 0u);
}

TEST_F(KeyFramesTest, AReplacedSessionIsOneStep) {
  m_session.set_timeline(keys_at({0, 4}));
  OptionValues values(all_options());
  values.set("lambda", "0.1");
  m_session.replace(values, keys_at({1}));
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.timeline(), keys_at({1}));
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.timeline(), keys_at({0, 4}));
  EXPECT_EQ(m_session.options().text("lambda"), "auto");
}

TEST_F(KeyFramesTest, WhatAPlayDragsIsAStepOfItsOwn) {
  for (const char* lambda : {"0.1", "0.2", "0.3"}) {
    m_session.drag_options({{"lambda", lambda}}, "playhead");
    ASSERT_TRUE(settle());
  }
  m_session.drag_option("lambda", "0.4");  // a slider
  ASSERT_TRUE(settle());
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.options().text("lambda"), "0.3");
  ASSERT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.options().text("lambda"), "auto");
  EXPECT_FALSE(m_session.can_undo());
}

TEST_F(KeyFramesTest, TheLastViewOfAKindIsKnown) {
  m_session.set_option("view", "ring");
  ASSERT_TRUE(settle());
  m_session.set_option("view", "samples");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.last_view(ViewSource::text), "ring");
}

TEST(OpenedSession, WhatMovedBeforeDoesNotWhereNothingIsThereToMove) {
  const SessionFile plain{OptionValues(all_options()), std::nullopt, {}, {}};
  OptionValues now(all_options());
  now.set("sweep", "lambda=0:1.2");
  now.set("animate", "sweep");
  EXPECT_EQ(opened_values(plain, now).text("animate"), "none");
  now.set("animate", "keys");
  EXPECT_EQ(opened_values(plain, now).text("animate"), "none");
  now.set("animate", "turntable");
  EXPECT_EQ(opened_values(plain, now).text("animate"), "turntable");
  SessionFile keyed = plain;
  keyed.timeline.add({0, {}, std::nullopt, ""});
  now.set("animate", "keys");
  EXPECT_EQ(opened_values(keyed, now).text("animate"), "keys");
}

class ShownKeyTest : public testing::Test {
 protected:
  /// Where words stand for themselves.
  static Timeline with_key(const Timeline& timeline, double seconds, const OptionValues& now,
                           const OptionValues& before, const std::optional<Camera>& camera) {
    return with_shown_key(timeline, {seconds, {now, now}, {before, before}, camera});
  }
  OptionValues m_before{all_options()};
  OptionValues m_now{all_options()};
  Camera m_camera;
};

TEST_F(ShownKeyTest, AWordThatComesToMeanAnotherNumberIsNoChange) {
  OptionValues shown_before = m_before, shown_now = m_now;
  shown_before.set("lambda", "0");
  m_now.set("mechanism", "differential");
  shown_now.set("mechanism", "differential");
  shown_now.set("lambda", "0.8");
  Timeline timeline =
      with_shown_key({}, {0, {m_before, shown_before}, {m_before, shown_before}, m_camera});
  timeline = with_shown_key(timeline, {2, {m_now, shown_now}, {m_before, shown_before}, m_camera});
  EXPECT_EQ(timeline.keys()[1].options.size(), 1u);
  EXPECT_EQ(timeline.keys()[1].options.at("mechanism"), "differential");
  // Nor is the same number under another name; what a person asked for is, as the numbers are.
  OptionValues named = m_now, shown_named = shown_now;
  named.set("lambda", "0.8");
  EXPECT_TRUE(keyable_changes({m_now, shown_now}, {named, shown_named}).empty());
  named.set("lambda", "0.2");
  shown_named.set("lambda", "0.2");
  timeline = with_shown_key(timeline, {4, {named, shown_named}, {m_now, shown_now}, m_camera});
  EXPECT_EQ(timeline.keys()[1].options.at("lambda"), "0.8");
  EXPECT_EQ(timeline.keys()[2].options.at("lambda"), "0.2");
}

TEST_F(ShownKeyTest, HoldsWhatDiffersAndTheKeysBesideKeepWhatWas) {
  Timeline timeline = with_key({}, 0, m_before, m_before, m_camera);
  EXPECT_TRUE(timeline.keys().front().options.empty());
  EXPECT_EQ(timeline.keys().front().camera, m_camera);
  timeline = with_key(timeline, 4, m_before, m_before, m_camera);
  m_now.set("lambda", "0.2");
  m_now.set("fps", "25");  // says what the film is: no key sets it
  timeline = with_key(timeline, 2, m_now, m_before, std::nullopt);
  ASSERT_EQ(timeline.size(), 3u);
  const auto lambda = [&](std::size_t key) { return timeline.keys()[key].options.at("lambda"); };
  EXPECT_EQ(lambda(0), "auto");
  EXPECT_EQ(lambda(1), "0.2");
  EXPECT_EQ(lambda(2), "auto");
  EXPECT_EQ(timeline.keys()[1].options.size(), 1u);
  EXPECT_FALSE(timeline.keys()[1].camera.has_value());
}

TEST_F(ShownKeyTest, ALaterKeyHasAllThatSomeKeyNames) {
  m_now.set("lambda", "0.2");
  Timeline timeline = with_key({}, 0, m_before, m_before, m_camera);
  timeline = with_key(timeline, 1, m_now, m_before, m_camera);
  timeline = with_key(timeline, 2, m_now, m_now, m_camera);
  EXPECT_EQ(timeline.keys()[2].options.at("lambda"), "0.2") << "it stays where it is";
}

TEST_F(ShownKeyTest, AKeyAtTheSameTimeKeepsItsWords) {
  Timeline timeline = with_key({}, 1, m_before, m_before, m_camera);
  timeline.set_caption(0, "look");
  timeline.set_ease(0, Easing::linear);
  m_now.set("head", "2");
  timeline = with_key(timeline, 1.0004, m_now, m_before, m_camera);
  ASSERT_EQ(timeline.size(), 1u);
  EXPECT_EQ(timeline.keys()[0].caption, "look");
  EXPECT_EQ(timeline.keys()[0].ease, Easing::linear);
  EXPECT_EQ(timeline.keys()[0].options.at("head"), "2");
}

}  // namespace
}  // namespace baryscope
