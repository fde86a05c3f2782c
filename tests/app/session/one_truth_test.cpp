// What was asked for and what is shown: options take effect with their result, or not at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/session/all_options.h"
#include "app/session/output.h"
#include "app/session/session.h"
#include "app/session/session_file.h"
#include "tests/app/session/fake_engine.h"

namespace baryscope {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Shows the text "one" in layer 1. The text "break" fails.
class OneTruthTest : public testing::Test {
 protected:
  OneTruthTest()
      : m_session(
            all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
            [this](std::function<void()> function) { m_queue.post(std::move(function)); }) {
    m_session.on_error = [this](const std::string& message) { m_errors.push_back(message); };
    m_session.on_changed_options = [this] { m_told = m_session.options().changed(); };
    m_session.set_options({{"text", "one"}, {"layer", "1"}});
    settle();
    m_start = m_session.current();
  }
  ~OneTruthTest() override { m_engine.held = false; }

  void settle() {
    ASSERT_TRUE(m_queue.run_until([this] { return !m_session.busy(); }));
    ASSERT_NE(m_session.current(), nullptr);
    expect_one_truth();
  }
  /// While nothing is pending, what is asked for is what is shown.
  void expect_one_truth() {
    const Finished& shown = *m_session.current();
    EXPECT_EQ(m_session.options(), shown.options);
    EXPECT_EQ(shown.options.text("text"), shown.analyses.front()->request.text);
    EXPECT_EQ(shown.options.find_integer("layer").value_or(0), shown.analyses.front()->layer);
    EXPECT_EQ(shown.options.text("theme") == "dark", shown.scene->theme.name == "dark");
  }
  void set(const char* id, const char* value) {
    m_session.set_option(id, value);
    settle();
  }
  /// The request is begun and waits.
  void begin(const char* id, const char* value) {
    m_engine.held = true;
    m_session.set_option(id, value);
    ASSERT_TRUE(m_queue.run_until([this] { return m_engine.running.load(); }));
  }
  void finish() {
    m_engine.held = false;
    settle();
  }
  const std::string& option(const char* id) { return m_session.options().text(id); }
  std::string session_text() {
    const auto no_inputs = [](const OptionValues&) { return std::vector<SessionInput>(); };
    return prepare_bytes(m_session, "x.bary.json", {}, no_inputs)();
  }

  FakeEngineState m_engine;
  PostQueue m_queue;
  std::vector<std::string> m_errors;
  std::map<std::string, std::string, std::less<>> m_told;
  Session m_session;
  std::shared_ptr<const Finished> m_start;
};

TEST_F(OneTruthTest, AFailureTakesItsOptionsBack) {
  set("text", "break");
  EXPECT_EQ(m_errors, std::vector<std::string>{"the text breaks"});
  EXPECT_NE(m_session.failure(), nullptr);
  EXPECT_EQ(m_session.current(), m_start);
  EXPECT_EQ(option("text"), "one");
  EXPECT_EQ(m_told, m_session.options().changed()) << "the fall back was not told";
  // A redraw, a file of it, and the next text are as if nothing had been tried.
  set("theme", "dark");
  EXPECT_EQ(m_session.current()->analyses, m_start->analyses);
  EXPECT_THAT(session_text(), Not(HasSubstr("break")));
  const SessionFile again = session_from_text(all_options(), session_text(), "it");
  EXPECT_EQ(again.options, m_session.options());
  set("layer", "2");
  EXPECT_EQ(m_session.current()->analyses.front()->request.text, "one");
  EXPECT_EQ(m_errors.size(), 1u);
}

TEST_F(OneTruthTest, SeveralChangesFallBackTogether) {
  m_session.set_options({{"text", "break"}, {"theme", "dark"}, {"layer", "4"}});
  settle();
  EXPECT_EQ(m_session.current(), m_start);
  EXPECT_EQ(option("theme"), "auto");
}

TEST_F(OneTruthTest, AFailureLeavesNoStepOfUndo) {
  set("layer", "2");
  m_session.undo();
  settle();
  set("text", "break");
  EXPECT_TRUE(m_session.can_redo()) << "what was undone before the failure is still there";
  m_session.redo();
  settle();
  EXPECT_EQ(option("layer"), "2");
  set("text", "break");
  m_session.undo();
  settle();
  EXPECT_EQ(option("layer"), "1");
  EXPECT_EQ(option("text"), "one");
}

TEST_F(OneTruthTest, AnUndoThatFailsStaysWhereItWas) {
  set("layer", "2");
  set("layer", "3");
  m_engine.broken = true;
  m_session.undo();
  settle();
  EXPECT_EQ(option("layer"), "3");
  EXPECT_FALSE(m_session.can_redo());
  m_engine.broken = false;
  m_session.undo();
  settle();
  EXPECT_EQ(option("layer"), "2");
}

TEST_F(OneTruthTest, ADragThatFailsGoesBackToItsLastResult) {
  m_session.drag_option("temperature", "2");
  settle();
  m_engine.broken = true;
  m_session.drag_option("temperature", "3");
  settle();
  EXPECT_EQ(option("temperature"), "2");
  m_engine.broken = false;
  m_session.drag_option("temperature", "4");
  settle();
  m_session.undo();
  settle();
  EXPECT_EQ(option("temperature"), "1") << "one drag is one step";
}

TEST_F(OneTruthTest, WhatIsShownKeepsItsOptionsWhileAnotherRequestRuns) {
  begin("text", "two");
  EXPECT_EQ(option("text"), "two");
  EXPECT_EQ(m_session.shown_options().text("text"), "one");
  EXPECT_EQ(m_session.current(), m_start);
  EXPECT_THAT(session_text(), HasSubstr("\"one\""));
  EXPECT_THAT(session_text(), Not(HasSubstr("two")));
  finish();
  EXPECT_EQ(m_session.shown_options().text("text"), "two");
}

TEST_F(OneTruthTest, AThemeChosenWhileARequestFailsStays) {
  begin("text", "break");
  m_session.set_option("theme", "dark");
  m_session.set_option("verbose", "debug");  // for which nothing is made
  finish();
  EXPECT_EQ(option("text"), "one");
  EXPECT_EQ(option("theme"), "dark");
  EXPECT_EQ(option("verbose"), "debug");
  EXPECT_EQ(m_errors.size(), 1u);
  EXPECT_NE(m_session.failure(), nullptr) << "the redraw is no success of the text";
  m_session.undo();
  settle();
  EXPECT_EQ(option("theme"), "auto");
  EXPECT_EQ(option("text"), "one");
}

TEST_F(OneTruthTest, WhatWasBuiltUponAFailureFallsWithIt) {
  begin("text", "break");
  m_session.set_option("layer", "3");
  finish();
  EXPECT_EQ(m_session.current(), m_start);
}

TEST_F(OneTruthTest, ACancelTakesTheOptionsBack) {
  begin("text", "two");
  m_session.set_option("theme", "dark");
  m_session.cancel();
  EXPECT_EQ(option("text"), "one");
  EXPECT_EQ(m_told, m_session.options().changed());
  finish();
  EXPECT_EQ(option("theme"), "dark");
  EXPECT_TRUE(m_errors.empty());
}

TEST_F(OneTruthTest, ANewerRequestLeavesNothingOfAnOlderFailure) {
  begin("text", "break");
  m_session.set_option("text", "two");
  finish();
  EXPECT_TRUE(m_errors.empty());
  EXPECT_EQ(option("text"), "two");
  EXPECT_EQ(m_session.failure(), nullptr);
}

TEST_F(OneTruthTest, GoingBackToWhatIsShownComputesNothing) {
  begin("text", "two");
  m_session.undo();
  finish();
  EXPECT_EQ(m_session.current()->analyses, m_start->analyses);
  EXPECT_EQ(m_engine.n_analyzed, 2);
  EXPECT_TRUE(m_session.can_redo());
}

TEST_F(OneTruthTest, TheFirstRequestsFailureKeepsWhatWasAskedFor) {
  Session session(
      all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
      [this](std::function<void()> function) { m_queue.post(std::move(function)); });
  m_engine.broken = true;
  session.set_option("layer", "4");
  ASSERT_TRUE(m_queue.run_until([&] { return !session.busy(); }));
  EXPECT_EQ(session.options().text("layer"), "4");
  EXPECT_THROW(prepare_bytes(session, "x.json", {}), Error);
  m_engine.broken = false;
  session.set_option("theme", "dark");
  ASSERT_TRUE(m_queue.run_until([&] { return !session.busy(); }));
  ASSERT_NE(session.current(), nullptr);
  EXPECT_EQ(session.current()->analyses.front()->layer, 4);
}

TEST_F(OneTruthTest, AFileThatWasAskedForAfterAChangeThatFailsIsNotWritten) {
  m_session.set_option("text", "break");
  EXPECT_THROW(write_output(m_session, "-", {}, [this] { settle(); }), Error);
  EXPECT_NO_THROW(wait_for_result(m_session, [] {})) << "an old failure is no news";
}

TEST_F(OneTruthTest, AComparisonFallsBackWhole) {
  set("compare", "other");
  const auto pair = m_session.current();
  set("text", "break");
  EXPECT_EQ(m_session.current(), pair);
  EXPECT_EQ(option("compare"), "other");
  m_engine.broken = true;
  set("compare", "third");
  EXPECT_EQ(option("compare"), "other");
  EXPECT_EQ(m_session.current(), pair);
}

}  // namespace
}  // namespace baryscope
