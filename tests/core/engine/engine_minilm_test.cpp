// The engine on the real model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/base/error.h"
#include "tests/core/engine/engine_fixture.h"

namespace baryscope {
namespace {

using test::EngineTest;
using test::index;
using test::message_of;
using test::minilm_folder;
using test::text;
using testing::AllOf;
using testing::HasSubstr;

TEST_F(EngineTest, TheBakerySentence) {
  BARYSCOPE_NEEDS_MINILM();
  use_minilm();
  const auto analysis = run();
  ASSERT_EQ(analysis->queries.size(), 1U);
  const QueryResult& query = analysis->queries[0];
  EXPECT_EQ(analysis->tokens[static_cast<std::size_t>(query.position)].text, "bakery");
  EXPECT_TRUE(query.inside_hull);
  EXPECT_NEAR(query.weight_sum, 1, 1e-6);
  EXPECT_FALSE(analysis->lens.has_value());
  EXPECT_EQ(analysis->model.n_heads, 12);
  EXPECT_EQ(analysis->sinks, (std::vector<int>{0, 10}));
  EXPECT_EQ(analysis->placement.tokens.n_rows, 11);
  m_engine->write_capture(m_request, m_folder.path() / "bakery.safetensors", {});
  EXPECT_THAT(query.key_weights,
              testing::Pointwise(testing::DoubleNear(1e-6),
                                 test::plain_softmax_row(m_folder.path() / "bakery.safetensors", 5,
                                                         3, query.position)));
  ASSERT_EQ(analysis->edges.size(), 11U);
  // The founding picture: 41 % from bakery, 33 % from [CLS], 9 % from library.
  const std::vector<std::pair<std::string, double>> heaviest = {
      {"bakery", 0.415}, {"[CLS]", 0.326}, {"library", 0.090}};
  for (std::size_t i = 0; i < heaviest.size(); ++i) {
    const WeightedEdge& edge = analysis->edges[i];
    EXPECT_EQ(analysis->tokens[static_cast<std::size_t>(edge.key)].text, heaviest[i].first);
    EXPECT_NEAR(edge.weight, heaviest[i].second, 1e-3);
  }
  for (const WeightedEdge& edge : analysis->edges) {
    EXPECT_EQ(edge.weight, query.key_weights[static_cast<std::size_t>(edge.key)]);
  }
}

TEST_F(EngineTest, AnotherHeadOfTheSameTextNeedsNoForwardPass) {
  BARYSCOPE_NEEDS_MINILM();
  use_minilm();
  std::set<std::string> steps;
  const Watch watch({}, [&](double, std::string_view step) { steps.emplace(step); });
  m_engine->analyze(m_request, watch);
  EXPECT_TRUE(steps.contains("opening the model"));
  EXPECT_TRUE(steps.contains("reading the text"));
  steps.clear();
  for (const char* name : {"pairwise", "cog", "two-simplicial", "differential"}) {
    m_request.mechanism.mechanism = name;
    m_request.head = index(7);
    m_engine->analyze(m_request, watch);
  }
  EXPECT_FALSE(steps.contains("opening the model"));
  EXPECT_FALSE(steps.contains("reading the text"));
}

TEST_F(EngineTest, AModelIsCalledByTheNameThatOpensIt) {
  BARYSCOPE_NEEDS_MINILM();
  use_minilm();
  const std::string by_path = run()->model.name;
  m_request.model = "minilm";
  EXPECT_EQ(run()->model.name, "MiniLM");
  m_request.model = minilm_folder().string();
  EXPECT_EQ(run()->model.name, by_path);
  EXPECT_NE(by_path, "MiniLM");
}

TEST_F(EngineTest, QueryByTextTakesTheFirst) {
  BARYSCOPE_NEEDS_MINILM();
  use_minilm();
  m_request.query = text("the");
  const auto analysis = run();
  EXPECT_EQ(analysis->queries[0].position, 1);
  ASSERT_EQ(analysis->notes.size(), 1U);
  EXPECT_THAT(analysis->notes[0], HasSubstr("of 3 tokens 'the' the first, at position 1"));
  m_request.query = text("Library");
  EXPECT_EQ(run()->queries[0].position, 9);
  m_request.query = text("bakary");
  EXPECT_THAT(usage(), HasSubstr("did you mean 'bakery'"));
  m_request.text = "a text of unhappiness tokenizers";
  m_request.query = text("tokenizers");
  EXPECT_THAT(run()->notes.at(0), HasSubstr("read in pieces"));
}

TEST_F(EngineTest, LongTextNamesBothNumbers) {
  BARYSCOPE_NEEDS_MINILM();
  use_minilm();
  m_request.text.clear();
  for (int i = 0; i < 600; ++i) {
    m_request.text += "bread ";
  }
  EXPECT_THAT(message_of<Error>([this] { run(); }),
              AllOf(HasSubstr("602 tokens"), HasSubstr("at most 512")));
  m_request.text = " ";
  EXPECT_THAT(usage(), HasSubstr("empty"));
}

}  // namespace
}  // namespace baryscope
