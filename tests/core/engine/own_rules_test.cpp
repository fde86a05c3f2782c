/// What a layer itself does with its scores reaches the engine's numbers, lenses' too, and a file.
#include "core/engine/own_rules.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/engine/head_choice.h"
#include "core/engine/key_selection.h"
#include "core/engine/mechanism_input.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

constexpr int n_tokens = 7;
constexpr int head_dim = 3;

// sin of running numbers: the same everywhere.
at::Tensor numbers(at::IntArrayRef shape, double phase) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  return (at::arange(count, at::kDouble) * 0.9 + phase).sin().view(shape);
}

// Four query heads on two key heads.
Capture toy() {
  Capture capture;
  capture.model = "toy";
  capture.architecture = "capture";
  for (int i = 0; i < n_tokens; ++i) {
    Token token;
    token.text = "t" + std::to_string(i);
    capture.tokens.push_back(token);
  }
  LayerCapture layer;
  layer.query = numbers({4, n_tokens, head_dim}, 0) * 3;
  layer.key = numbers({2, n_tokens, head_dim}, 1);
  layer.value = numbers({2, n_tokens, head_dim}, 2);
  capture.layers = {layer};
  return capture;
}

// softmax_j(cap·tanh(s_ij/cap) + b_ij) over i − before < j ≤ i + after, with loops.
at::Tensor plain_weights(const LayerCapture& layer, int head, double scale, double cap, int before,
                         int after) {
  at::Tensor weights = at::zeros({n_tokens, n_tokens}, at::kDouble);
  const at::Tensor query = layer.query[head];
  const at::Tensor key = layer.key[head / 2];
  for (int i = 0; i < n_tokens; ++i) {
    double sum = 0;
    for (int j = std::max(0, i - before + 1); j < std::min(n_tokens, i + after + 1); ++j) {
      double score = scale * at::dot(query[i], key[j]).item<double>();
      if (cap > 0) score = cap * std::tanh(score / cap);
      if (layer.score_bias.defined()) score += layer.score_bias[head][i][j].item<double>();
      weights[i][j] = std::exp(score);
      sum += std::exp(score);
    }
    weights[i] /= sum;
  }
  return weights;
}

at::Tensor weights_of(const MechanismInput& input) {
  return attend(input.tensors, input.spec, {}, 0, false, {}).weights[0];
}

void expect_near(const at::Tensor& left, const at::Tensor& right) {
  EXPECT_LT((left - right).abs().max().item<double>(), 1e-12);
}

TEST(OwnRules, OfALayerMakeTheWeights) {
  Capture capture = toy();
  LayerCapture& layer = capture.layers[0];
  layer.scale = 0.7;
  layer.score_cap = 0.9;
  layer.score_bias = numbers({4, n_tokens, n_tokens}, 3);
  layer.window = 3;
  layer.window_after = 2;
  for (int head = 0; head < 4; ++head) {
    const MechanismInput input = mechanism_input({}, {}, capture, 0, head);
    EXPECT_FALSE(input.lens);
    EXPECT_EQ(input.options.window_1, 3);
    expect_near(weights_of(input), plain_weights(layer, head, 0.7, 0.9, 3, 2));
    expect_near(weights_of(plain_input(capture, 0, head, false)),
                plain_weights(layer, head, 0.7, 0.9, 3, 2));
    expect_near(weights_of(plain_input(capture, 0, head, true)),
                plain_weights(layer, head, 0.7, 0.9, 3, 0));
  }
}

TEST(OwnRules, TemperatureDividesCappedScores) {
  Capture capture = toy();
  capture.layers[0].scale = 1;
  capture.layers[0].score_cap = 0.5;
  capture.layers[0].score_bias = numbers({4, n_tokens, n_tokens}, 3);
  MechanismOptions options;
  options.temperature = 2;
  const at::Tensor half = weights_of(mechanism_input(options, {"temperature"}, capture, 0, 1));
  // softmax(s/2) is the root of softmax(s), normalised anew.
  const at::Tensor root = plain_weights(capture.layers[0], 1, 1, 0.5, n_tokens, n_tokens).sqrt();
  expect_near(half, root / root.sum(-1, true));
}

TEST(OwnRules, OfAWindowAreKeptByLensesAndReplacedByOneThatIsGiven) {
  Capture capture = toy();
  capture.causal = true;
  capture.layers[0].window = 2;
  MechanismOptions options;
  options.mechanism = mechanism_of(WeightRule::signed_softmax).name;
  const MechanismInput lens = mechanism_input(options, {}, capture, 0, 0);
  EXPECT_EQ(weights_of(lens).count_nonzero().item<std::int64_t>(), 2 * n_tokens - 1);
  options.mechanism = tuple_mechanism(2).name;
  const MechanismInput triple = mechanism_input(options, {}, capture, 0, 0);
  EXPECT_EQ(triple.spec.window_1, 2);
  EXPECT_EQ(triple.spec.window_2, 2);
  MechanismOptions none;
  const MechanismInput all = mechanism_input(none, {"window"}, capture, 0, 0);
  EXPECT_FALSE(all.spec.window_1);
  ASSERT_TRUE(all.lens);
  EXPECT_THAT(*all.lens, HasSubstr("window none in place of 2"));
}

TEST(OwnRules, OfTuplesHaveNeitherCapNorBias) {
  Capture capture = toy();
  capture.layers[0].score_cap = 1;
  capture.layers[0].score_bias = numbers({4, n_tokens, n_tokens}, 3);
  capture.layers[0].window = 3;
  capture.layers[0].window_after = 1;
  MechanismOptions options;
  options.mechanism = tuple_mechanism(2).name;
  options.key_prime = "key";
  const MechanismInput input = mechanism_input(options, {"key-prime"}, capture, 0, 0);
  EXPECT_EQ(input.spec.score_cap, 0);
  EXPECT_FALSE(input.tensors.score_bias.defined());
  const AttentionResult found = attend(input.tensors, input.spec, {}, 4, true, {});
  EXPECT_EQ(found.weights[0][3].count_nonzero().item<std::int64_t>(), 16);  // keys 1 … 4, twice
}

TEST(OwnRules, ChooseHeadsAndKeysToo) {
  Capture capture = toy();
  capture.layers.push_back(capture.layers[0]);
  capture.layers[0].window = 2;
  capture.layers[0].window_after = 1;
  MechanismOptions options;
  options.select = "previous-layer";
  options.keep = 2;
  const MechanismInput input = mechanism_input(options, {"select", "keep"}, capture, 1, 0);
  const at::Tensor kept = kept_keys(input, capture, 1, {});
  // Of the layer before, row 0 has weights on keys 0 and 1 alone.
  EXPECT_TRUE(kept[0][0].item<bool>());
  EXPECT_TRUE(kept[0][1].item<bool>());
  const std::vector<bool> content(n_tokens, true);
  const std::vector<double> rows = row_scores(capture, 0, 0, false, content, {});
  for (const double score : rows) {
    EXPECT_NEAR(score, 0, 1e-12) << "no key of the window is further than one token away";
  }
}

TEST(OwnRules, OfADifferentialModelAreItsOwnMechanismAndItsLambda) {
  Capture capture = toy();
  LayerCapture& layer = capture.layers[0];
  layer.query_2 = numbers({4, n_tokens, head_dim}, 4);
  layer.key_2 = numbers({2, n_tokens, head_dim}, 5);
  layer.value = numbers({2, n_tokens, 2 * head_dim}, 2);
  layer.lambda = numbers({4}, 6);
  layer.own.emplace();
  layer.own->mechanism = mechanism_of(WeightRule::difference).name;
  layer.own->learned_lambda = true;
  layer.own->second_query_key = "own";
  const MechanismInput own = mechanism_input({}, {}, capture, 0, 3);
  EXPECT_FALSE(own.lens);
  MechanismOptions learned;
  learned.learned_lambda = true;
  const MechanismInput asked = mechanism_input(learned, {"lambda"}, capture, 0, 3);
  EXPECT_FALSE(asked.lens);
  LayerCapture second = layer;
  second.query = layer.query_2, second.key = layer.key_2;
  const double scale = 1 / std::sqrt(double{head_dim});
  const at::Tensor difference =
      plain_weights(layer, 3, scale, 0, n_tokens, n_tokens) -
      layer.lambda[3] * plain_weights(second, 3, scale, 0, n_tokens, n_tokens);
  expect_near(weights_of(own), difference);
  expect_near(weights_of(asked), difference);
  EXPECT_EQ(attend(own.tensors, own.spec, {}, 0, false, {}).output.size(2), 2 * head_dim);
}

TEST(OwnRules, ComeBackFromACaptureFile) {
  const test::ScratchFolder folder;
  Capture capture = toy();
  capture.layers.push_back(capture.layers[0]);
  capture.layers[0].scale = 0.25;
  capture.layers[0].score_cap = 30;
  capture.layers[1].window = 5;
  capture.layers[1].window_after = 4;
  capture.layers[1].score_bias = numbers({4, n_tokens, n_tokens}, 3);
  save_capture(capture, folder.path() / "toy.safetensors");
  const Capture read = load_capture(folder.path() / "toy.safetensors");
  EXPECT_EQ(read.layers[0].scale, 0.25);
  EXPECT_EQ(read.layers[0].score_cap, 30);
  EXPECT_FALSE(read.layers[0].window);
  EXPECT_EQ(read.layers[1].window, 5);
  EXPECT_EQ(read.layers[1].window_after, 4);
  EXPECT_FALSE(read.layers[1].scale);
  expect_near(weights_of(mechanism_input({}, {}, read, 1, 2)),
              weights_of(mechanism_input({}, {}, capture, 1, 2)));
}

TEST(OwnRules, TokensThatHaveNoRowAreNoQueriesAndThoseNobodyReadsNoKeys) {
  Capture capture = toy();
  EXPECT_TRUE(token_roles(capture.layers[0]).has_key.empty());
  at::Tensor allowed = at::zeros({n_tokens, n_tokens}, at::kBool);
  allowed.narrow(0, 4, 3).narrow(1, 0, 4).fill_(true);
  capture.layers[0].allowed = allowed;
  const TokenRoles roles = token_roles(capture.layers[0]);
  for (std::size_t token = 0; token < n_tokens; ++token) {
    EXPECT_EQ(roles.has_query[token], token >= 4);
    EXPECT_EQ(roles.has_key[token], token < 4);
  }
  // Every row that is there sums to 1 over the keys that are there; the others are empty.
  const at::Tensor weights = weights_of(mechanism_input({}, {}, capture, 0, 1));
  EXPECT_FALSE(weights.narrow(0, 0, 4).any().item<bool>());
  EXPECT_NEAR(weights.narrow(0, 4, 3).narrow(1, 0, 4).sum().item<double>(), 3, 1e-12);
  // No token without a row is chosen, nor any sum spoiled by rows of nothing.
  const std::vector<bool> content(n_tokens, true);
  const std::vector<double> rows = row_scores(capture, 0, 1, false, content, {});
  for (std::size_t token = 0; token < n_tokens; ++token) {
    EXPECT_TRUE(token < 4 ? rows[token] == 0 : rows[token] > 0) << token << ' ' << rows[token];
  }
}

}  // namespace
}  // namespace baryscope
