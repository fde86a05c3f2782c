#include "core/engine/head_choice.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/key_selection.h"
#include "core/engine/mechanism_input.h"
#include "tests/support/random_attention.h"

namespace baryscope {
namespace {

constexpr int n_tokens = 9;
const std::vector<bool> content = {false, true, true, false, true, true, true, false, true};

/// Two layers of two query heads and one key head, with a scale of its own.
Capture random_capture() {
  at::manual_seed(11);
  Capture capture;
  capture.model = "random";
  capture.scale = 0.9;
  capture.tokens.resize(n_tokens);
  capture.layers.resize(2);
  for (LayerCapture& layer : capture.layers) {
    const AttentionInput input = test::random_input({2, 1, n_tokens, 4, 3});
    layer.query = input.query;
    layer.key = input.key;
    layer.value = input.value;
  }
  return capture;
}

/// The plain numbers of a head, query by query; `mass` and `entropy` as head_choice.h defines them.
double plain_score(const std::vector<double>& mass, double entropy, int slots, int n_allowed,
                   int query) {
  double sum = 0;
  for (const double w : mass) sum += std::abs(w);
  double elsewhere = 0;
  for (int j = 0; j < n_tokens; ++j) {
    const bool near = j == query || j == query - 1 || j == query + 1;
    const auto key = static_cast<std::size_t>(j);
    if (content[key] && !near) elsewhere += std::abs(mass[key]) / sum;
  }
  return n_allowed < 2 ? 0 : elsewhere * (1 - entropy / (slots * std::log(n_allowed)));
}

double entropy_of(const std::vector<double>& weights) {
  double sum = 0;
  double entropy = 0;
  for (const double w : weights) sum += std::abs(w);
  for (const double w : weights) {
    const double share = std::abs(w) / sum;
    entropy -= share > 0 ? share * std::log(share) : 0;
  }
  return entropy;
}

/// The softmax row of science.md, by loops.
test::PlainRow softmax_row(const Capture& capture, int layer, int head, int query, bool causal) {
  const LayerCapture& seen = capture.layers[static_cast<std::size_t>(layer)];
  AttentionInput input;
  input.query = seen.query;
  input.key = seen.key;
  input.value = seen.value;
  AttentionSpec spec;
  spec.causal = causal;
  spec.scale = capture.scale;
  return plain_row(test::plain_head(input, head, 1), spec, query);
}

TEST(HeadChoice, RowScoresAreTheirDefinition) {
  const Capture capture = random_capture();
  for (const bool causal : {false, true}) {
    const Matrix means = head_scores(capture, causal, content, {});
    for (int layer = 0; layer < 2; ++layer) {
      for (int head = 0; head < 2; ++head) {
        const std::vector<double> scores = row_scores(capture, layer, head, causal, content, {});
        double sum = 0;
        for (int query = 0; query < n_tokens; ++query) {
          const test::PlainRow row = softmax_row(capture, layer, head, query, causal);
          const bool counts = content[static_cast<std::size_t>(query)];
          const double expected = counts ? plain_score(row.weights, entropy_of(row.weights), 1,
                                                       causal ? query + 1 : n_tokens, query)
                                         : 0;
          EXPECT_NEAR(scores[static_cast<std::size_t>(query)], expected, 1e-12)
              << causal << " layer " << layer << " head " << head << " query " << query;
          sum += expected;
        }
        EXPECT_NEAR(means(layer, head), sum / 6, 1e-12);
      }
    }
  }
}

TEST(HeadChoice, ALayersOwnMechanismIsJudgedByItsOwnWeights) {
  Capture capture = random_capture();
  LayerCapture& seen = capture.layers[1];
  seen.key_prime = at::randn({1, n_tokens, 4}, at::kDouble);
  seen.value_prime = at::randn({1, n_tokens, 3}, at::kDouble);
  for (const char* mechanism : {"affine", "cog", "two-simplicial"}) {
    MechanismOptions own;
    own.mechanism = mechanism;
    if (own.mechanism == "two-simplicial") {
      own.key_prime = own.value_prime = "own";
    }
    seen.own = own;
    const bool triples = own.mechanism == "two-simplicial";
    for (const bool causal : {false, true}) {
      const MechanismInput asked = [&] {
        MechanismOptions options;
        options.causal = causal;
        return mechanism_input(options, {"causal"}, capture, 1, 1);
      }();
      ASSERT_EQ(asked.spec.mechanism, mechanism);
      const test::PlainHead plain = test::plain_head(asked.tensors, 0, triples ? 2 : 1);
      const std::vector<double> scores = row_scores(capture, 1, 1, causal, content, {});
      for (int query = 0; query < n_tokens; ++query) {
        if (!content[static_cast<std::size_t>(query)]) {
          EXPECT_EQ(scores[static_cast<std::size_t>(query)], 0);
          continue;
        }
        const test::PlainRow row = plain_row(plain, asked.spec, query);
        std::vector<double> mass = triples ? row.marginal_key : row.weights;
        for (std::size_t j = 0; triples && j < mass.size(); ++j) {
          mass[j] = (mass[j] + row.marginal_key_prime[j]) / 2;
        }
        const double expected =
            std::max(0.0, plain_score(mass, triples ? row.entropy : entropy_of(mass),
                                      triples ? 2 : 1, causal ? query + 1 : n_tokens, query));
        EXPECT_NEAR(scores[static_cast<std::size_t>(query)], expected, 1e-9)
            << mechanism << causal << query;
      }
    }
  }
}

TEST(KeySelection, PreviousLayerKeepsTheHeaviestMeanWeights) {
  const Capture capture = random_capture();
  for (const bool causal : {false, true}) {
    MechanismOptions options;
    options.causal = causal;
    options.select = "previous-layer";
    options.keep = 3;
    const MechanismInput input =
        mechanism_input(options, {"causal", "select", "keep"}, capture, 1, 0);
    const at::Tensor kept = kept_keys(input, capture, 1, {});
    for (int query = 0; query < n_tokens; ++query) {
      // The mean over the heads of the layer before; the query is always among the kept.
      std::vector<std::pair<double, int>> order;
      const test::PlainRow first = softmax_row(capture, 0, 0, query, causal);
      const test::PlainRow second = softmax_row(capture, 0, 1, query, causal);
      for (int j = 0; j < (causal ? query + 1 : n_tokens); ++j) {
        const auto key = static_cast<std::size_t>(j);
        order.emplace_back(j == query ? 2 : (first.weights[key] + second.weights[key]) / 2, j);
      }
      std::ranges::sort(order, std::greater<>());
      order.resize(std::min<std::size_t>(order.size(), 3));
      for (int j = 0; j < n_tokens; ++j) {
        const bool expected =
            std::ranges::any_of(order, [j](const auto& entry) { return entry.second == j; });
        EXPECT_EQ(kept[query][j].item<bool>(), expected) << causal << query << j;
      }
    }
  }
}

}  // namespace
}  // namespace baryscope
