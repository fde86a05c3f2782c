// The engine as a whole: choices, lenses, captures.
#include "core/engine/engine.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/model/capture.h"
#include "tests/core/engine/engine_fixture.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

using test::EngineTest;
using test::index;
using test::text;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = Selector::Kind;

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
