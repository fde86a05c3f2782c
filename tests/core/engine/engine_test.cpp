// The engine as a whole: choices, lenses, limits, errors, cancelling, and the real model.
#include "core/engine/engine.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>

#include "core/engine/request_choice.h"
#include "core/engine/token_class.h"
#include "core/model/capture.h"
#include "tests/core/engine/toy_capture.h"
#include "tests/core/model/minilm_folder.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

using test::minilm_folder;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = Selector::Kind;

const std::string bakery = "The bakery is between the school and the library";

Selector index(int value) { return {Kind::index, value, {}}; }
Selector text(const std::string& value) { return {Kind::text, 0, value}; }

template <class ErrorType, class Function>
std::string message_of(const Function& function) {
  try {
    function();
  } catch (const ErrorType& error) {
    return error.what();
  }
  return "no such error";
}

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    test::write_plain_capture(m_folder.path() / "plain.safetensors", 6);
    m_request.capture = (m_folder.path() / "plain.safetensors").string();
    m_request.device = "cpu";
  }

  std::shared_ptr<const Analysis> run() { return m_engine->analyze(m_request, {}).at(0); }
  std::string usage() {
    return message_of<UsageError>([this] { run(); });
  }

  void use_minilm() {
    m_request.capture.clear();
    m_request.model = minilm_folder().string();
    m_request.text = bakery;
    m_request.layer = index(5);
    m_request.head = index(3);
    m_request.query = text("bakery");
  }

  test::ScratchFolder m_folder;
  AnalysisRequest m_request;
  std::unique_ptr<Engine> m_engine = make_engine();
};

TEST_F(EngineTest, RefusesWhatIsOutOfRange) {
  m_request.layer = index(2);
  EXPECT_THAT(usage(), HasSubstr("--layer 2: expected 0 to 1; plain has 2 layers"));
  m_request.layer = index(-1);
  EXPECT_THAT(usage(), HasSubstr("--layer -1"));
  m_request.layer = index(1);
  m_request.head = index(2);
  EXPECT_THAT(usage(), HasSubstr("--head 2: expected 0 to 1"));
  m_request.head = index(1);
  m_request.query = index(6);
  EXPECT_THAT(usage(), HasSubstr("--query 6: expected 0 to 5; the text has 6 tokens"));
  m_request.query = text("t9");
  EXPECT_THAT(usage(), HasSubstr("did you mean"));
  m_request.query = index(0);
  m_request.mechanism.mechanism = "pairwize";
  EXPECT_THAT(usage(), HasSubstr("did you mean 'pairwise'"));
  m_request.mechanism.mechanism = "differential";
  m_request.mechanism.learned_lambda = true;
  EXPECT_THAT(usage(), HasSubstr("--lambda learned"));
  m_request.mechanism = {};
  m_request.mechanism.mechanism = "two-simplicial";
  m_request.mechanism.key_prime = "own";
  EXPECT_THAT(usage(), HasSubstr("--key-prime own: plain has no K'"));
  m_request.mechanism.key_prime.clear();
  m_request.mechanism.select = "indexer";
  EXPECT_THAT(usage(), HasSubstr("no indexer at layer 1"));
  m_request.mechanism.select = "previous-layer";
  EXPECT_EQ(usage(), "no such error");
  m_request.layer = index(0);
  EXPECT_THAT(usage(), HasSubstr("--select previous-layer: layer 0"));
  m_request.mechanism.select = "none";
  m_request.place_by = "residual";
  EXPECT_THAT(usage(), HasSubstr("--place-by residual"));
}

TEST_F(EngineTest, RefusesFactorsBeyondTheCapturesNumbers) {
  m_request.mechanism.mechanism = "differential";
  m_request.mechanism.lambda = 1e300;
  EXPECT_THAT(usage(), AllOf(HasSubstr("--lambda 1e+300"), HasSubstr("F32")));
}

TEST_F(EngineTest, SaysLensesInWords) {
  m_request.layer = index(1);
  m_request.head = index(0);
  MechanismOptions& options = m_request.mechanism;
  options.mechanism = "two-simplicial";
  EXPECT_EQ(*run()->lens, "lens: K' = keys of layer 0, V' = V");
  options.key_prime = "next-head";
  options.value_prime = "ones";
  EXPECT_EQ(*run()->lens, "lens: K' = keys of head 1, V' = 1");
  options.key_prime = "shifted-key";
  EXPECT_THAT(*run()->lens, HasSubstr("K' = keys of the token before"));
  options.mechanism = "differential";
  EXPECT_EQ(*run()->lens, "lens: Q2, K2 = queries and keys of head 1");
  options.second_query_key = "negated";
  EXPECT_EQ(*run()->lens, "lens: Q2, K2 = −Q, K");
  options.mechanism = "cog";
  EXPECT_EQ(*run()->lens, "lens: cog in place of the model's own pairwise");
  options.mechanism.clear();
  EXPECT_FALSE(run()->lens.has_value());
  options = {};
  options.mechanism = "two-simplicial";
  m_request.layer = index(0);
  EXPECT_EQ(*run()->lens, "lens: K' = keys of head 1, V' = V");
}

TEST_F(EngineTest, ALambdaIsToldAsGiven) {
  m_request.mechanism.mechanism = "differential";
  EXPECT_EQ(run()->model.dtype, "F32");
  EXPECT_EQ(run()->lambda, 0.8);
  m_request.mechanism.lambda = 0.1;
  EXPECT_EQ(run()->lambda, 0.1);
}

TEST_F(EngineTest, KeyAndValueOfOnesArePairwise) {
  m_request.layer = index(1);
  m_request.head = index(1);
  m_request.query = index(4);
  const auto pairwise = run();
  MechanismOptions& options = m_request.mechanism;
  options.mechanism = "n-order";
  options.order = 1;
  const auto first_order = run();
  for (std::size_t c = 0; c < pairwise->queries[0].output.size(); ++c) {
    EXPECT_NEAR(first_order->queries[0].output[c], pairwise->queries[0].output[c], 1e-6);
  }
  EXPECT_EQ(first_order->tuples.size(), 6U);
}

TEST_F(EngineTest, AllHeadsComeInOrder) {
  m_request.layer.kind = m_request.head.kind = Kind::all;
  const auto analyses = m_engine->analyze(m_request, {});
  ASSERT_EQ(analyses.size(), 4U);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(analyses[static_cast<std::size_t>(i)]->layer, i / 2);
    EXPECT_EQ(analyses[static_cast<std::size_t>(i)]->head, i % 2);
  }
}

TEST_F(EngineTest, WhatAViewNeedsFollowsTheHeadThatIsShown) {
  m_request.layer = m_request.head = Selector{Kind::all, 0, {}};
  const std::size_t n_all = m_engine->analyze(m_request, {}).size();
  m_request.layer = index(1);
  const std::size_t n_in_layer = m_engine->analyze(m_request, {}).size();
  ASSERT_GT(n_in_layer, 1u);
  ASSERT_GT(n_all, n_in_layer);
  m_request.head = index(1);
  m_request.query = index(2);
  for (const auto& [needs, n] : {std::pair{AnalysisNeeds{false, false}, std::size_t{1}},
                                 {AnalysisNeeds{true, false}, n_in_layer},
                                 {AnalysisNeeds{true, true}, n_all}}) {
    m_request.needs = needs;
    const auto analyses = m_engine->analyze(m_request, {});
    ASSERT_EQ(analyses.size(), n);
    EXPECT_EQ(analyses[0]->layer, 1);
    EXPECT_EQ(analyses[0]->head, 1);
    for (std::size_t i = 1; i < analyses.size(); ++i) {
      EXPECT_EQ(analyses[i]->queries.at(0).position, 2);
      if (i > 1) {
        EXPECT_LT(std::pair(analyses[i - 1]->layer, analyses[i - 1]->head),
                  std::pair(analyses[i]->layer, analyses[i]->head));
      }
    }
  }
  m_request.needs = {false, true};
  for (const auto& analysis : m_engine->analyze(m_request, {})) {
    EXPECT_EQ(analysis->head, 1) << "this head of every layer";
  }
}

TEST_F(EngineTest, AutoTakesTheBestHeadAndRow) {
  const auto chosen = run();
  EXPECT_TRUE(chosen->choice.layer_automatic);
  const Matrix& scores = chosen->choice.scores;
  ASSERT_EQ(scores.n_rows, 2);
  ASSERT_EQ(scores.n_columns, 2);
  // The definition, the plain way, from the dense weights of every head.
  m_request.layer.kind = m_request.head.kind = m_request.query.kind = Kind::all;
  m_request.dense = true;
  double best = -1;
  int best_layer = 0;
  int best_head = 0;
  for (const auto& analysis : m_engine->analyze(m_request, {})) {
    double mean = 0;
    for (int i = 0; i < 6; ++i) {
      double mass = 0;
      double entropy = 0;
      for (int j = 0; j < 6; ++j) {
        const double w = (*analysis->weights)[static_cast<std::size_t>(i * 6 + j)];
        mass += std::abs(i - j) > 1 ? w : 0;
        entropy -= w * std::log(w);
      }
      mean += mass * (1 - entropy / std::log(6.0)) / 6;
    }
    EXPECT_NEAR(scores(analysis->layer, analysis->head), mean, 1e-6);
    if (mean > best + 1e-9) {
      best = mean;
      best_layer = analysis->layer;
      best_head = analysis->head;
    }
  }
  EXPECT_EQ(chosen->layer, best_layer);
  EXPECT_EQ(chosen->head, best_head);
}

TEST_F(EngineTest, OneKeptKeyIsTheQueryItself) {
  m_request.layer = index(1);
  m_request.head = index(0);
  m_request.query.kind = Kind::all;
  m_request.mechanism.select = "previous-layer";
  m_request.mechanism.keep = 1;
  const auto kept_one = run();
  for (const QueryResult& query : kept_one->queries) {
    std::vector<double> expected(6, 0.0);
    expected[static_cast<std::size_t>(query.position)] = 1;
    EXPECT_EQ(query.key_weights, expected);
    EXPECT_TRUE(query.inside_hull);
  }
  m_request.mechanism.keep = 6;
  const auto kept_all = run();
  m_request.mechanism.select = "none";
  const auto dense = run();
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(kept_all->queries[i].output, dense->queries[i].output);
  }
}

TEST_F(EngineTest, WeightsThatAreZeroAreNotDrawn) {
  Capture capture = load_capture(m_request.capture);
  for (LayerCapture& layer : capture.layers) layer.query = layer.query * 1e4;
  const auto path = m_folder.path() / "sharp.safetensors";
  save_capture(capture, path);
  m_request.capture = path.string();
  m_request.layer = index(1);
  m_request.head = index(0);
  m_request.query.kind = Kind::all;
  m_request.mechanism.mechanism = "two-simplicial";
  const auto analysis = run();
  std::vector<double> total(6, 0.0);
  for (const auto& triangle : analysis->triangles) {
    EXPECT_NE(triangle.weight, 0);
    total[static_cast<std::size_t>(triangle.query)] += triangle.weight;
  }
  for (const double sum : total) EXPECT_NEAR(sum, 1, 1e-5);
  EXPECT_LT(analysis->triangles.size(), 6U * 6U) << "nothing underflows: make the queries longer";
}

TEST_F(EngineTest, DenseWeightsStopAt64Tokens) {
  m_request.dense = true;
  for (const int n : {64, 65}) {
    test::write_plain_capture(m_folder.path() / "some.safetensors", n);
    m_request.capture = (m_folder.path() / "some.safetensors").string();
    const auto analysis = run();
    EXPECT_EQ(analysis->weights.has_value(), n == 64);
    EXPECT_EQ(analysis->notes.size(), n == 64 ? 0U : 1U);
  }
}

TEST_F(EngineTest, AFileThatChangedIsReadAgain) {
  m_request.query = index(0);
  EXPECT_EQ(run()->tokens.size(), 6U);
  test::write_plain_capture(m_folder.path() / "plain.safetensors", 5);
  EXPECT_EQ(run()->tokens.size(), 5U);
}

TEST_F(EngineTest, ACaptureOfAStreetIsANativeTriangle) {
  m_request.capture = (test::source_folder() / "tests/support/street_capture.safetensors").string();
  m_request.query = text("bakery@3");
  const auto analysis = run();
  EXPECT_EQ(analysis->mechanism.mechanism, "two-simplicial");
  EXPECT_FALSE(analysis->lens.has_value());
  ASSERT_FALSE(analysis->triangles.empty());
  const WeightedTriangle& heaviest = analysis->triangles[0];
  std::vector<std::string> corners;
  for (const int position : {heaviest.query, heaviest.key, heaviest.key_prime}) {
    corners.push_back(analysis->tokens[static_cast<std::size_t>(position)].text);
  }
  EXPECT_THAT(corners, testing::UnorderedElementsAre("bakery@3", "school@1", "library@5"));
  EXPECT_GT(heaviest.weight, 0.9);
}

TEST_F(EngineTest, RefusesWhatCostsTooMuch) {
  test::write_plain_capture(m_folder.path() / "long.safetensors", 3000);
  m_request.capture = (m_folder.path() / "long.safetensors").string();
  m_request.layer = index(1);
  m_request.head = index(0);
  m_request.query = index(2999);
  m_request.mechanism.mechanism = "n-order";
  m_request.mechanism.order = 4;
  const std::string message = usage();
  EXPECT_THAT(message, AllOf(HasSubstr("multiply-adds"), HasSubstr("--window "),
                             HasSubstr("--keep "), HasSubstr("--force")));
  // What the message names fits, one more does not.
  const auto place = message.find("--window ") + 9;
  const int window = std::atoi(message.c_str() + place);
  m_request.mechanism.window_1 = m_request.mechanism.window_2 = window + 1;
  EXPECT_THAT(usage(), HasSubstr("multiply-adds"));
}

TEST_F(EngineTest, StopsWhenAsked) {
  test::write_plain_capture(m_folder.path() / "long.safetensors", 2000);
  m_request.capture = (m_folder.path() / "long.safetensors").string();
  m_request.layer = index(1);
  m_request.head = index(0);
  m_request.query.kind = Kind::all;
  m_request.mechanism.mechanism = "two-simplicial";
  std::stop_source source;
  int n_reports = 0;
  const Watch watch(source.get_token(), [&](double fraction, std::string_view step) {
    EXPECT_GE(fraction, 0);
    EXPECT_LE(fraction, 1);
    if (step == "attending" && ++n_reports == 3) {
      source.request_stop();
    }
  });
  const auto start = std::chrono::steady_clock::now();
  m_request.force = true;
  EXPECT_THROW(m_engine->analyze(m_request, watch), Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(EngineTest, NamesBrokenInput) {
  test::write_broken_capture(m_folder.path() / "nan.safetensors");
  m_request.capture = (m_folder.path() / "nan.safetensors").string();
  EXPECT_THAT(message_of<Error>([this] { run(); }),
              AllOf(HasSubstr("'layers.0.key'"), HasSubstr("NaN")));
  m_request.capture = (m_folder.path() / "none.safetensors").string();
  EXPECT_THAT(message_of<Error>([this] { run(); }), HasSubstr("not found"));
}

TEST_F(EngineTest, SameRequestSameNumbers) {
  m_request.mechanism.mechanism = "two-simplicial";
  const auto first = run();
  m_engine = make_engine();
  const auto second = run();
  EXPECT_EQ(first->queries[0].output, second->queries[0].output);
  EXPECT_EQ(first->placement.tokens.data, second->placement.tokens.data);
  EXPECT_EQ(first->queries[0].marginal_key, second->queries[0].marginal_key);
}

TEST_F(EngineTest, WritesACaptureThatGivesTheSame) {
  const auto target = m_folder.path() / "copy.safetensors";
  m_engine->write_capture(m_request, target, {});
  const auto first = run();
  m_request.capture = target.string();
  EXPECT_EQ(first->queries[0].output, run()->queries[0].output);
}

TEST_F(EngineTest, OneTokenIsValidInput) {
  test::write_plain_capture(m_folder.path() / "one.safetensors", 1);
  m_request.capture = (m_folder.path() / "one.safetensors").string();
  for (const char* name : {"pairwise", "two-simplicial", "cog", "differential"}) {
    m_request.mechanism.mechanism = name;
    EXPECT_EQ(run()->queries.size(), 1U) << name;
  }
}

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

TEST(TokenClass, ContentIsNeitherGrammarNorPunctuation) {
  EXPECT_TRUE(function_words().contains("the"));
  EXPECT_TRUE(is_punctuation("…"));
  EXPECT_TRUE(is_punctuation("##."));
  EXPECT_FALSE(is_punctuation("東"));
  EXPECT_EQ(plain_text("ĠThe"), "the");
  Tokens tokens(4);
  tokens[0].text = "[CLS]";
  tokens[0].special = true;
  tokens[1].text = "The";
  tokens[2].text = "bakery";
  tokens[3].text = ",";
  EXPECT_EQ(content_tokens(tokens), (std::vector<bool>{false, false, true, false}));
}

TEST_F(EngineTest, TheHullIsThatOfTheKeptKeys) {
  m_request.capture =
      (test::source_folder() / "tests/cases/select-hull-two-layers-d2.safetensors").string();
  m_request.layer = index(1);
  m_request.head = index(0);
  m_request.query = index(0);
  m_request.mechanism.mechanism = "affine";
  m_request.mechanism.select = "previous-layer";
  m_request.mechanism.keep = 4;
  const auto analysis = run();
  const QueryResult& query = analysis->queries.at(0);
  EXPECT_NEAR(query.hull_distance.value(), 0.799, 5e-4);
  EXPECT_FALSE(query.inside_hull);
  // Drawn are the four kept values and no other.
  EXPECT_EQ(analysis->placement.hull.points.n_rows, 4);
  const auto n_kept = std::ranges::count_if(query.key_weights, [](double w) { return w != 0; });
  EXPECT_EQ(n_kept, 4);
  m_request.mechanism.select = "none";
  EXPECT_EQ(run()->placement.hull.points.n_rows, 20);
}

TEST_F(EngineTest, AnOutputThatIsNotTheMechanismsIsTold) {
  const auto path = m_folder.path() / "with-output.safetensors";
  const auto notes_with = [&](const at::Tensor& output, const std::string& mechanism) {
    Capture capture = load_capture(m_request.capture);
    capture.layers[0].output = output;
    save_capture(capture, path);
    AnalysisRequest request = m_request;
    request.capture = path.string();
    request.layer = index(0);
    request.head = index(1);
    request.query = index(0);
    request.mechanism.mechanism = mechanism;
    return m_engine->analyze(request, {}).at(0)->notes;
  };
  const Capture seen = load_capture(m_request.capture);
  const LayerCapture& layer = seen.layers[0];
  const at::Tensor scores =
      at::bmm(layer.query, layer.key.transpose(1, 2)) / std::sqrt(layer.query.size(2));
  const at::Tensor output = at::bmm(at::softmax(scores, -1), layer.value);
  EXPECT_THAT(notes_with(output, ""), IsEmpty());
  at::Tensor other = output.clone();
  other[1][4][2] += 0.25;
  EXPECT_THAT(notes_with(other, ""),
              ElementsAre(AllOf(HasSubstr("layer 0, head 1"), HasSubstr("at query 4"),
                                HasSubstr("0.25 apart"))));
  // Another mechanism is asked for: no wonder that its output is another.
  EXPECT_THAT(notes_with(other, "cog"), IsEmpty());
}

}  // namespace
}  // namespace baryscope
