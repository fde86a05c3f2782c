#include "app/session/session.h"

#include <gtest/gtest.h>

#include "app/session/all_options.h"
#include "tests/app/session/fake_engine.h"

namespace baryscope {
namespace {

class SessionTest : public testing::Test {
 protected:
  SessionTest()
      : m_session(
            all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
            [this](std::function<void()> function) { m_queue.post(std::move(function)); }) {
    m_session.on_finished = [this] { ++m_n_finished; };
    m_session.on_error = [this](const std::string& message) { m_errors.push_back(message); };
    m_session.on_changed_options = [this] { ++m_n_changed; };
    m_session.on_busy = [this](bool busy) { m_busy.push_back(busy); };
    m_session.on_progress = [this](double, const std::string& step) { m_steps.push_back(step); };
  }
  ~SessionTest() override { m_engine.held = false; }

  bool settle() {
    return m_queue.run_until([this] { return !m_session.busy(); });
  }
  const AnalysisRequest& shown() { return m_session.current()->analyses.front()->request; }

  FakeEngineState m_engine;
  PostQueue m_queue;
  int m_n_finished = 0;
  int m_n_changed = 0;
  std::vector<std::string> m_errors;
  std::vector<std::string> m_steps;
  std::vector<bool> m_busy;
  Session m_session;
};

TEST_F(SessionTest, NothingIsComputedBeforeTheFirstRequest) {
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(m_engine.n_made, 0);
  EXPECT_EQ(m_session.current(), nullptr);
  EXPECT_FALSE(m_session.busy());
  m_session.refresh();
  EXPECT_TRUE(m_session.busy());
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_engine.n_made, 1);
  ASSERT_NE(m_session.current(), nullptr);
  EXPECT_NE(m_session.current()->scene, nullptr);
  EXPECT_EQ(m_session.failure(), nullptr);
}

TEST_F(SessionTest, AChangeOfTheDrawingComputesNothingAgain) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  const auto before = m_session.current();
  m_session.set_option("theme", "dark");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_engine.n_analyzed, 1);
  EXPECT_NE(m_session.current()->scene, before->scene);
  EXPECT_EQ(m_session.current()->analyses, before->analyses);
}

TEST_F(SessionTest, ProgramOptionsStartNothing) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  m_session.set_option("verbose", "debug");
  EXPECT_FALSE(m_session.busy());
  EXPECT_EQ(m_n_changed, 1);
}

TEST_F(SessionTest, ANewerRequestStopsTheOlder) {
  m_engine.held = true;
  m_session.set_option("layer", "1");
  ASSERT_TRUE(m_queue.run_until([this] { return m_engine.running.load(); }));
  m_session.set_option("layer", "2");
  ASSERT_TRUE(m_queue.run_until([this] { return m_engine.n_cancelled == 1; }));
  m_engine.held = false;
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().layer.index, 2);
  EXPECT_EQ(m_n_finished, 1);
  EXPECT_TRUE(m_errors.empty());
}

TEST_F(SessionTest, ManyRequestsInARowShowTheLast) {
  for (int round = 0; round < 200; ++round) {
    m_session.set_option("head", std::to_string(round % 12));
    m_session.set_option("threshold", round % 2 == 0 ? "0.1" : "0.2");
  }
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().head.index, 199 % 12);
  EXPECT_FALSE(m_session.busy());
}

TEST_F(SessionTest, AChangeOfTheDrawingDoesNotStopTheRequest) {
  m_engine.held = true;
  m_session.set_option("layer", "1");
  ASSERT_TRUE(m_queue.run_until([this] { return m_engine.running.load(); }));
  m_session.set_option("theme", "dark");
  m_engine.held = false;
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_engine.n_analyzed, 1);
  EXPECT_EQ(m_engine.n_cancelled, 0);
  EXPECT_EQ(shown().layer.index, 1);
}

TEST_F(SessionTest, ErrorsKeepWhatWasShownAndAreNotTriedAgain) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  const auto before = m_session.current();
  m_session.set_option("text", "break");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_errors, std::vector<std::string>{"the text breaks"});
  EXPECT_EQ(m_session.current(), before);
  EXPECT_NE(m_session.failure(), nullptr);
  m_session.set_option("theme", "dark");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_errors.size(), 1u);
  EXPECT_EQ(m_engine.n_analyzed, 2);
  EXPECT_EQ(m_session.current()->analyses, before->analyses);
  m_session.set_option("text", "works");
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().text, "works");
  EXPECT_EQ(m_session.failure(), nullptr);
}

TEST_F(SessionTest, CancelKeepsWhatWasShown) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  const auto before = m_session.current();
  m_engine.held = true;
  m_session.set_option("layer", "3");
  ASSERT_TRUE(m_queue.run_until([this] { return m_engine.running.load(); }));
  m_session.cancel();
  EXPECT_FALSE(m_session.busy());
  ASSERT_TRUE(m_queue.run_until([this] { return m_engine.n_cancelled == 1; }));
  EXPECT_EQ(m_session.current(), before);
  EXPECT_TRUE(m_errors.empty());
  EXPECT_THROW(std::rethrow_exception(m_session.failure()), Cancelled);
  EXPECT_EQ(m_session.options(), before->options);
  EXPECT_FALSE(m_session.can_undo());
  m_engine.held = false;
  m_session.set_option("layer", "3");
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().layer.index, 3);
  EXPECT_EQ(m_session.failure(), nullptr);
}

TEST_F(SessionTest, ProgressIsToldWhileItRuns) {
  m_engine.held = true;
  m_session.refresh();
  ASSERT_TRUE(m_queue.run_until([this] { return m_steps.size() > 1; }));
  EXPECT_EQ(m_steps.back(), "holding");
}

TEST_F(SessionTest, UndoAndRedoGoThroughOptions) {
  m_session.set_option("layer", "1");
  m_session.set_options({{"layer", "2"}, {"head", "4"}});
  ASSERT_TRUE(settle());
  EXPECT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.options().text("layer"), "1");
  EXPECT_EQ(m_session.options().text("head"), "auto");
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().layer.index, 1);
  EXPECT_TRUE(m_session.undo());
  EXPECT_FALSE(m_session.can_undo());
  EXPECT_FALSE(m_session.undo());
  EXPECT_TRUE(m_session.redo());
  EXPECT_TRUE(m_session.redo());
  EXPECT_FALSE(m_session.redo());
  EXPECT_EQ(m_session.options().text("head"), "4");
  EXPECT_TRUE(m_session.undo());
  m_session.set_option("head", "7");
  EXPECT_FALSE(m_session.can_redo());
}

TEST_F(SessionTest, ADragIsOneEntry) {
  for (const char* value : {"0.1", "0.2", "0.3"}) {
    m_session.drag_option("threshold", value);
  }
  m_session.end_drag();
  m_session.drag_option("threshold", "0.4");
  EXPECT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.options().text("threshold"), "0.3");
  EXPECT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.options().text("threshold"), "0");
  EXPECT_FALSE(m_session.can_undo());
}

TEST_F(SessionTest, ABadValueChangesNothing) {
  m_session.set_option("layer", "1");
  EXPECT_THROW(m_session.set_options({{"layer", "2"}, {"keep", "0"}}), UsageError);
  EXPECT_THROW(m_session.set_options({{"show", "axes"}, {"hide", "axes"}}), UsageError);
  EXPECT_EQ(m_session.options().text("layer"), "1");
  EXPECT_TRUE(m_session.undo());
  EXPECT_FALSE(m_session.can_undo());
}

TEST_F(SessionTest, ANewTextLetsGoOfTheQuery) {
  m_session.set_options({{"query", "bakery"}, {"layer", "5"}});
  m_session.set_option("text", "another");
  EXPECT_EQ(m_session.options().text("query"), "auto");
  EXPECT_EQ(m_session.options().text("layer"), "5");
  m_session.set_option("query", "all");
  m_session.set_option("model", "another");
  EXPECT_EQ(m_session.options().text("query"), "all");
  EXPECT_EQ(m_session.options().text("layer"), "auto");
  m_session.set_options({{"text", "third"}, {"query", "third"}});
  EXPECT_EQ(m_session.options().text("query"), "third");
}

TEST_F(SessionTest, AnotherLayerHeadOrMechanismKeepsTheTokenThatReads) {
  m_session.set_option("query", "auto");
  m_session.set_option("head", "1");
  EXPECT_EQ(m_session.options().text("query"), "auto") << "nothing was shown yet";
  ASSERT_TRUE(settle());
  const auto& shown = *m_session.current()->analyses.front();
  const int reads = shown.queries.at(static_cast<std::size_t>(shown.focus)).position;
  for (const auto& [id, value] : {std::pair{"head", "3"}, {"layer", "2"}, {"mechanism", "cog"}}) {
    m_session.set_option("query", "auto");
    ASSERT_TRUE(settle());
    m_session.set_option(id, value);
    EXPECT_EQ(m_session.options().text("query"), std::to_string(reads)) << id;
    EXPECT_TRUE(m_session.undo());
    EXPECT_EQ(m_session.options().text("query"), "auto") << "one step of the history";
  }
  m_session.set_options({{"head", "4"}, {"query", "auto"}});
  EXPECT_EQ(m_session.options().text("query"), "auto") << "it was asked for";
  ASSERT_TRUE(settle());
  m_session.set_option("temperature", "2");
  EXPECT_EQ(m_session.options().text("query"), "auto");
  m_session.set_options({{"text", "another"}, {"head", "5"}});
  EXPECT_EQ(m_session.options().text("query"), "auto") << "of another text";
}

TEST_F(SessionTest, SelectionIsDrawnButIsNoOption) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  EXPECT_THROW(m_session.select_token(8), UsageError);
  m_session.select_token(7);
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.selected_token(), 7);
  EXPECT_EQ(m_engine.n_analyzed, 1);
  EXPECT_EQ(m_n_finished, 2);
  EXPECT_FALSE(m_session.can_undo());
  m_session.set_option("text", "break");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.selected_token(), 7);
  m_session.set_option("text", "new");
  EXPECT_EQ(m_session.selected_token(), 7) << "of the text that is still shown";
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.selected_token(), std::nullopt);
  EXPECT_EQ(m_session.current()->view.selected_token(), std::nullopt);
}

TEST_F(SessionTest, ASelectionWhileAnotherTextIsReadIsDrawnWhereThatFails) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  m_engine.held = true;
  m_session.set_option("text", "break");
  ASSERT_TRUE(m_queue.run_until([this] { return m_engine.running.load(); }));
  m_session.select_token(5);
  m_engine.held = false;
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->view.selected_token(), 5);
}

TEST_F(SessionTest, AnEdgeOfAQueryThatIsShownNoMoreIsItsKey) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  int n_told = 0;
  m_session.on_selected = [&] { ++n_told; };
  const Selection edge{edge_subject(2, 5)};
  m_session.select(edge);
  EXPECT_EQ(n_told, 1);
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->view.selected_token(), 5);
  m_session.set_option("head", "3");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.selection(), edge);
  m_session.set_option("query", "3");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.selection(), token_selection(5));
  EXPECT_THROW(m_session.select({edge_subject(2, 8)}), UsageError);
  EXPECT_THROW(m_session.select({edge_subject(8, 5)}), UsageError);
  EXPECT_EQ(m_session.selection(), token_selection(5));
  EXPECT_EQ(n_told, 1);
}

TEST_F(SessionTest, WhatIsNotThereIsNotSelected) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  for (const Subject& subject : {data_point_subject(0), synthetic_point_subject(0),
                                 token_subject(99), triangle_subject(0, 1, 99)}) {
    EXPECT_THROW(m_session.select({subject}), UsageError) << to_text(subject);
  }
  EXPECT_THROW(m_session.select({token_subject(1), true}), UsageError) << "nothing is compared";
  EXPECT_TRUE(m_session.selection().none());
  m_session.select({second_key_subject(2, 5)});
  EXPECT_EQ(m_session.selected_token(), 5);
}

TEST_F(SessionTest, ResetGoesToTheShippedSession) {
  m_session.set_options({{"text", "another"}, {"temperature", "2"}, {"verbose", "info"}});
  m_session.reset_options();
  EXPECT_EQ(m_session.options().text("query"), "bakery");
  EXPECT_EQ(m_session.options().text("layer"), "5");
  EXPECT_EQ(m_session.options().text("temperature"), "1");
  EXPECT_EQ(m_session.options().text("verbose"), "info");
  EXPECT_TRUE(m_session.undo());
  EXPECT_EQ(m_session.options().text("text"), "another");
}

TEST_F(SessionTest, TasksRunOnTheEngineAfterTheRequest) {
  m_session.refresh();
  std::string description;
  std::exception_ptr failure;
  m_session.run_on_engine([&](Engine& engine, const Watch&) { description = engine.describe(); },
                          [&](std::exception_ptr thrown) { failure = std::move(thrown); });
  m_session.run_on_engine([](Engine&, const Watch&) { throw Error("disk full"); },
                          [&](std::exception_ptr thrown) { failure = std::move(thrown); });
  ASSERT_TRUE(settle());
  EXPECT_EQ(description, "no engine");
  EXPECT_THROW(std::rethrow_exception(failure), Error);
  EXPECT_NE(m_session.current(), nullptr);
}

TEST_F(SessionTest, DestroyedWhileItComputes) {
  auto session = std::make_unique<Session>(
      all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
      [this](std::function<void()> function) { m_queue.post(std::move(function)); });
  session->on_finished = [] { FAIL() << "told after its end"; };
  m_engine.held = true;
  session->refresh();
  ASSERT_TRUE(m_queue.run_until([this] { return m_engine.running.load(); }));
  session.reset();
  EXPECT_EQ(m_engine.n_cancelled, 1);
  int n_left = 0;
  m_queue.post([&] { n_left = 1; });
  ASSERT_TRUE(m_queue.run_until([&] { return n_left == 1; }));
}

TEST_F(SessionTest, AnEngineThatCannotBeOpenedIsAnError) {
  Session session(
      all_options(), []() -> std::unique_ptr<Engine> { throw Error("no LibTorch"); },
      [this](std::function<void()> function) { m_queue.post(std::move(function)); });
  std::string message;
  session.on_error = [&](const std::string& text) { message = text; };
  session.refresh();
  ASSERT_TRUE(m_queue.run_until([&] { return !session.busy(); }));
  EXPECT_EQ(message, "no LibTorch");
}

TEST_F(SessionTest, BusyIsToldForRequestsAndForTasks) {
  m_session.refresh();
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_busy, (std::vector<bool>{true, false}));
  // A task behind a request, as an opened session's: the end of the last of both is told.
  m_session.set_option("layer", "1");
  std::vector<bool> at_result;
  m_session.on_finished = [&] { at_result = m_busy; };
  m_session.run_on_engine([](Engine&, const Watch&) {}, [](const std::exception_ptr&) {});
  ASSERT_TRUE(settle());
  EXPECT_EQ(at_result, (std::vector<bool>{true, false, true}));
  EXPECT_EQ(m_busy, (std::vector<bool>{true, false, true, false}));
  m_engine.held = true;
  m_session.set_option("layer", "2");
  m_session.cancel();
  EXPECT_EQ(m_busy, (std::vector<bool>{true, false, true, false, true, false}));
}

}  // namespace
}  // namespace baryscope
