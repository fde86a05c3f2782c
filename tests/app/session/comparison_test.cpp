#include "app/session/comparison.h"

#include <gtest/gtest.h>

#include "app/session/all_options.h"
#include "app/session/session.h"
#include "tests/app/session/fake_engine.h"

namespace baryscope {
namespace {

class ComparisonTest : public testing::Test {
 protected:
  ComparisonTest()
      : m_session(
            all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
            [this](std::function<void()> function) { m_queue.post(std::move(function)); }) {
    m_session.on_error = [this](const std::string& message) { m_errors.push_back(message); };
  }

  void set(const std::string& id, const std::string& value) {
    m_session.set_option(id, value);
    ASSERT_TRUE(m_queue.run_until([this] { return !m_session.busy(); }));
  }
  const Finished& shown() { return *m_session.current(); }

  FakeEngineState m_engine;
  PostQueue m_queue;
  std::vector<std::string> m_errors;
  Session m_session;
};

TEST_F(ComparisonTest, TheSecondModelReadsTheSame) {
  set("text", "a b c");
  EXPECT_EQ(shown().compared_scene, nullptr);
  set("compare", "other");
  ASSERT_EQ(shown().compared.size(), 1u);
  const AnalysisRequest &first = shown().analyses.front()->request,
                        &second = shown().compared.front()->request;
  EXPECT_EQ(first.model, "minilm");
  EXPECT_EQ(second.model, "other");
  EXPECT_EQ(second.text, "a b c");
  EXPECT_EQ(second.mechanism, first.mechanism);
  ASSERT_NE(shown().compared_scene, nullptr);
  EXPECT_EQ(shown().all_analyses().size(), 2u);
}

TEST_F(ComparisonTest, OneModelUnderTwoMechanisms) {
  set("compare-mechanism", "cog");
  ASSERT_EQ(shown().compared.size(), 1u);
  EXPECT_EQ(shown().analyses.front()->mechanism.mechanism, "pairwise");
  EXPECT_EQ(shown().compared.front()->mechanism.mechanism, "cog");
  EXPECT_EQ(shown().compared.front()->request.model, "minilm");
  set("compare", "other");
  EXPECT_EQ(shown().compared.front()->request.model, "other");
  EXPECT_EQ(shown().compared.front()->mechanism.mechanism, "cog");
  set("compare-mechanism", "same");
  EXPECT_EQ(shown().compared.front()->mechanism.mechanism, "pairwise");
}

TEST_F(ComparisonTest, OnlyTheNewSideIsComputed) {
  set("text", "a b c");
  const int n_before = m_engine.n_analyzed;
  const auto first = shown().analyses;
  set("compare", "other");
  EXPECT_EQ(m_engine.n_analyzed, n_before + 1);
  EXPECT_EQ(shown().analyses, first);
  set("compare", "");
  EXPECT_EQ(m_engine.n_analyzed, n_before + 1);
  EXPECT_EQ(shown().analyses, first);
  EXPECT_TRUE(shown().compared.empty());
  EXPECT_EQ(shown().compared_scene, nullptr);
}

TEST_F(ComparisonTest, AnOpenQueryIsTheOneThatTheFirstShows) {
  set("compare", "other");
  // The fake's answer to `auto` is position 2, whose text is "token2".
  EXPECT_EQ(shown().compared.front()->request.query.text, "token2");
  set("query", "5");
  EXPECT_EQ(shown().compared.front()->request.query.index, 5);
}

TEST_F(ComparisonTest, AHeadThatTheSecondLacksIsChosenAnew) {
  set("head", "3");
  set("compare", "one-head");
  ASSERT_EQ(shown().compared.size(), 1u) << (m_errors.empty() ? "" : m_errors.front());
  EXPECT_EQ(shown().analyses.front()->head, 3);
  EXPECT_EQ(shown().compared.front()->head, 0);
  ASSERT_EQ(shown().compared.front()->notes.size(), 1u);
  EXPECT_EQ(shown().compared.front()->notes.front(),
            "its own layer, head and query: it has not those of the other model");
  EXPECT_TRUE(shown().analyses.front()->notes.empty());
}

TEST_F(ComparisonTest, ASelectionInTheSecondIsOneInTheFirstOnceThatIsClosed) {
  set("compare", "other");
  Selection token = token_selection(4);
  token.in_compared = true;
  m_session.select(token);
  set("layer", "2");
  EXPECT_EQ(m_session.selection(), token);
  set("compare", "");
  EXPECT_EQ(m_session.selection(), token_selection(4));
  EXPECT_THROW(m_session.select(token), UsageError);
}

TEST_F(ComparisonTest, UndoClosesIt) {
  set("text", "a b c");
  set("compare", "other");
  ASSERT_TRUE(m_session.undo());
  ASSERT_TRUE(m_queue.run_until([this] { return !m_session.busy(); }));
  EXPECT_TRUE(shown().compared.empty());
  ASSERT_TRUE(m_session.redo());
  ASSERT_TRUE(m_queue.run_until([this] { return !m_session.busy(); }));
  EXPECT_EQ(shown().compared.size(), 1u);
}

TEST_F(ComparisonTest, AFailureKeepsWhatWasShown) {
  set("compare", "other");
  const auto before = m_session.current();
  set("text", "break");
  EXPECT_EQ(m_session.current(), before);
  EXPECT_EQ(m_errors.size(), 1u);
}

}  // namespace
}  // namespace baryscope
