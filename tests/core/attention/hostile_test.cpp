// Empty rows, one token, equal keys, huge scores, wrong requests, cancellation, memory.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>

#include "core/attention/attention.h"
#include "tests/support/attention_toy.h"
#include "tests/support/random_attention.h"

namespace baryscope::test {
namespace {

bool weighs_tuples(const std::string& mechanism) {
  return mechanism == "two-simplicial" || mechanism == "n-order";
}

bool has_log_sum_exp(const std::string& mechanism) {
  return mechanism != "linear" && mechanism != "relu-expm1" && mechanism != "softpick";
}

AttentionSpec named(const std::string& mechanism) {
  AttentionSpec spec;
  spec.mechanism = mechanism;
  return spec;
}

class Hostile : public testing::Test {
 protected:
  void SetUp() override { at::manual_seed(5); }
};

TEST_F(Hostile, EmptyRowsGiveZero) {
  AttentionInput input = random_input({2, 1, 6, 4, 3});
  input.kept = random_kept(6);
  input.kept[2].fill_(false);
  for (const std::string& mechanism : mechanisms) {
    for (const int order : {2, 3}) {
      AttentionSpec spec = named(mechanism);
      spec.order = order;
      const AttentionResult result = attend_all(input, spec, 2, true);
      EXPECT_EQ(result.output.select(1, 2).abs().max().item<double>(), 0) << mechanism;
      EXPECT_EQ(result.weights.select(1, 2).abs().max().item<double>(), 0) << mechanism;
      if (has_log_sum_exp(mechanism)) {
        EXPECT_TRUE(at::isneginf(result.log_sum_exp.select(1, 2)).all().item<bool>()) << mechanism;
      }
      EXPECT_TRUE(at::isfinite(result.output).all().item<bool>()) << mechanism;
      if (!weighs_tuples(mechanism)) continue;
      EXPECT_EQ(result.entropy.select(1, 2).abs().max().item<double>(), 0);
      EXPECT_EQ(result.top_index.select(1, 2).max().item<std::int64_t>(), -1);
      EXPECT_EQ(result.top_weight.select(1, 2).max().item<double>(), 0);
    }
  }
  input.kept.fill_(false);
  for (const std::string& mechanism : mechanisms) {
    EXPECT_EQ(attend_all(input, named(mechanism), 2).output.abs().max().item<double>(), 0);
  }
}

TEST_F(Hostile, OneToken) {
  for (const std::string& mechanism : mechanisms) {
    AttentionInput input = random_input({2, 1, 1, 4, 3});
    input.value_2 = at::Tensor();
    for (const bool windowed : {false, true}) {
      AttentionSpec spec = named(mechanism);
      if (windowed) spec.window_1 = 1;
      const AttentionResult result = attend_all(input, spec, 5);
      EXPECT_TRUE(at::isfinite(result.output).all().item<bool>()) << mechanism;
      if (mechanism == "pairwise" || mechanism == "linear") {
        EXPECT_TRUE(at::allclose(result.output, input.value.expand({2, 1, 3}))) << mechanism;
      }
      if (weighs_tuples(mechanism)) {
        EXPECT_TRUE(
            at::allclose(result.output, (input.value * input.value_prime).expand({2, 1, 3})));
        EXPECT_EQ(result.top_weight.sizes(), at::IntArrayRef({2, 1, 1}));
        EXPECT_EQ(result.top_weight.min().item<double>(), 1);
        EXPECT_EQ(result.mutual_information.abs().max().item<double>(), 0);
      }
    }
  }
}

TEST_F(Hostile, EqualKeysShareEquallyAndTiesGoToTheLowerIndex) {
  AttentionInput input = random_input({1, 1, 20, 4, 3});
  for (at::Tensor* const tensor : {&input.key, &input.key_prime, &input.key_2}) {
    *tensor = tensor->narrow(1, 0, 1).expand_as(*tensor).contiguous();
  }
  for (at::Tensor& tensor : input.more_keys) {
    tensor = tensor.narrow(1, 0, 1).expand_as(tensor).contiguous();
  }
  for (const std::string& score : scores) {
    AttentionSpec spec = named("two-simplicial");
    spec.score = score;
    const AttentionResult result = attend_all(input, spec, 23);
    EXPECT_LT((result.top_weight - 1.0 / 400).abs().max().item<double>(), 1e-14) << score;
    EXPECT_LT(result.mutual_information.max().item<double>(), 1e-12);
    for (std::int64_t rank = 0; rank < 23; ++rank) {
      for (const std::int64_t row : {0, 9, 19}) {
        EXPECT_EQ(result.top_index[0][row][rank][0].item<std::int64_t>(), rank / 20) << score;
        EXPECT_EQ(result.top_index[0][row][rank][1].item<std::int64_t>(), rank % 20) << score;
      }
    }
  }
  AttentionSpec third = named("n-order");
  third.order = 3;
  third.causal = true;
  const at::Tensor index = attend_all(input, third, 7).top_index[0][1];
  for (std::int64_t rank = 0; rank < 7; ++rank) {
    for (std::int64_t slot = 0; slot < 3; ++slot) {
      EXPECT_EQ(index[rank][slot].item<std::int64_t>(), (rank >> (2 - slot)) & 1);
    }
  }
}

TEST_F(Hostile, HugeScoresStayFinite) {
  for (const at::ScalarType type : {at::kDouble, at::kFloat}) {
    for (const std::string& mechanism : mechanisms) {
      for (const std::string& score : scores) {
        if (score != "trilinear" && mechanism != "two-simplicial") continue;
        AttentionInput input = random_input({2, 1, 7, 6, 3}, type);
        for (at::Tensor* const tensor : {&input.query, &input.query_2}) tensor->mul_(1e9);
        for (at::Tensor* const tensor : {&input.key, &input.key_prime, &input.key_2}) {
          tensor->mul_(1e6);
        }
        AttentionSpec spec = named(mechanism);
        spec.score = score;
        const AttentionResult result = attend_all(input, spec, 3, true);
        for (const at::Tensor& tensor : {result.output, result.weights}) {
          EXPECT_TRUE(at::isfinite(tensor).all().item<bool>()) << mechanism << " " << score;
        }
        EXPECT_LE(result.weights.abs().max().item<double>(), 3) << mechanism << " " << score;
        if (has_log_sum_exp(mechanism)) {
          EXPECT_TRUE(at::isfinite(result.log_sum_exp).all().item<bool>()) << mechanism;
        }
        if (weighs_tuples(mechanism)) {
          EXPECT_TRUE(at::isfinite(result.entropy).all().item<bool>()) << mechanism << score;
          EXPECT_TRUE(at::isfinite(result.mutual_information).all().item<bool>());
        }
      }
    }
  }
}

TEST_F(Hostile, TinyScoresOfRectifiedMechanismsKeepTheirDigits) {
  AttentionInput input = random_input({1, 1, 5, 4, 3});
  input.query.mul_(1e-14);
  const at::Tensor scores_found = at::matmul(input.query, input.key.transpose(1, 2)) / 2;
  const at::Tensor positive = scores_found.clamp_min(0);
  const at::Tensor sum = positive.sum(2, true);
  const at::Tensor expected = positive / sum.masked_fill(sum == 0, 1);
  EXPECT_LT((attend_all(input, named("relu-expm1")).weights - expected).abs().max().item<double>(),
            1e-12);
}

TEST_F(Hostile, WrongRequestsSayWhatIsWrong) {
  const AttentionInput good = random_input({2, 1, 4, 3, 3});
  const auto message = [&](const std::function<void(AttentionInput&, AttentionSpec&)>& spoil) {
    AttentionInput input = good;
    AttentionSpec spec = named("two-simplicial");
    spoil(input, spec);
    try {
      attend_all(input, spec, 1);
    } catch (const c10::ValueError& error) {
      return std::string(error.what_without_backtrace());
    }
    return std::string("no error");
  };
  using testing::HasSubstr;
  using I = AttentionInput;
  using S = AttentionSpec;
  EXPECT_THAT(message([](I&, S& s) { s.mechanism = "pair"; }), HasSubstr("'pair'"));
  EXPECT_THAT(message([](I&, S& s) { s.score = "dot"; }), HasSubstr("rank-one"));
  EXPECT_THAT(message([](I&, S& s) { s.window_anchor = "left"; }), HasSubstr("'left'"));
  EXPECT_THAT(message([](I&, S& s) { s.window_1 = 0; }), HasSubstr("window_1 is 0"));
  EXPECT_THAT(message([](I&, S& s) { s.window_2 = 3; }), HasSubstr("without a window_1"));
  EXPECT_THAT(message([](I&, S& s) { s.window_after = 2; }), HasSubstr("with a window_1"));
  EXPECT_THAT(message([](I&, S& s) { s.window_1 = 3, s.window_after = -1; }),
              HasSubstr("window_after is -1"));
  EXPECT_THAT(
      message([](I&, S& s) { s.window_1 = 3, s.window_after = 2, s.window_anchor = "key"; }),
      HasSubstr("anchored at the query"));
  EXPECT_THAT(message([](I&, S& s) { s.score_cap = -1; }), HasSubstr("score_cap is -1"));
  EXPECT_THAT(message([](I& i, S&) { i.score_bias = at::ones({2, 3, 4}, at::kDouble); }),
              HasSubstr("score_bias must be [2, 4, 4]"));
  EXPECT_THAT(message([](I&, S& s) { s.temperature = 0; }), HasSubstr("temperature is 0"));
  EXPECT_THAT(message([](I&, S& s) { s.order = 5; }), HasSubstr("order is 5"));
  EXPECT_THAT(message([](I&, S& s) { s.scale = std::nan(""); }), HasSubstr("scale"));
  EXPECT_THAT(message([](I&, S& s) { s.affine_a = HUGE_VAL; }), HasSubstr("affine_a"));
  EXPECT_THAT(message([](I& i, S&) { i.key_prime = at::Tensor(); }), HasSubstr("needs key_prime"));
  EXPECT_THAT(message([](I& i, S&) { i.value_prime = at::randn({1, 4, 2}, at::kDouble); }),
              HasSubstr("width 2"));
  EXPECT_THAT(message([](I& i, S&) { i.key = at::randn({3, 4, 3}, at::kDouble); }),
              HasSubstr("has 3 heads"));
  EXPECT_THAT(message([](I& i, S&) { i.key_prime = i.key_prime.to(at::kFloat); }),
              HasSubstr("one dtype"));
  EXPECT_THAT(message([](I& i, S&) { i.kept = at::ones({3, 4}, at::kBool); }), HasSubstr("kept"));
  EXPECT_THAT(message([](I& i, S& s) {
                s.mechanism = "differential";
                i.lambda = at::ones({3}, at::kDouble);
              }),
              HasSubstr("lambda has shape"));
  EXPECT_THAT(message([](I& i, S& s) {
                s.mechanism = "n-order", s.order = 4;
                i.more_keys.pop_back();
              }),
              HasSubstr("key_4"));
  EXPECT_EQ(message([](I&, S&) {}), "no error");
  EXPECT_THROW(attend(good, {}, at::tensor({4}, at::kLong), 0, false, {}), c10::ValueError);
  EXPECT_THROW(attend(good, {}, at::tensor({-1}, at::kLong), 0, false, {}), c10::ValueError);
  EXPECT_THROW(select_keys(at::ones({2, 2}), at::ones({2, 2}, at::kBool), 0, false),
               c10::ValueError);
  const AttentionInput large = random_input({1, 1, 700, 2, 2});
  EXPECT_THROW(attend_all(large, named("two-simplicial"), 0, true), c10::ValueError);
  EXPECT_THROW(attend_all(large, named("two-simplicial"), 490000), c10::ValueError);
}

TEST_F(Hostile, NoRowsIsNoWork) {
  const AttentionInput input = random_input({2, 1, 4, 3, 3});
  for (const std::string& mechanism : mechanisms) {
    const AttentionResult result =
        attend(input, named(mechanism), at::empty({0}, at::kLong), 2, false, {});
    EXPECT_EQ(result.output.sizes(), at::IntArrayRef({2, 0, 3})) << mechanism;
  }
}

TEST_F(Hostile, ProgressMayCancel) {
  struct Cancelled : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  const AttentionInput input = random_input({2, 1, 300, 4, 3});
  for (const std::string& mechanism : mechanisms) {
    AttentionSpec spec = named(mechanism);
    spec.causal = true;
    int calls = 0;
    const auto cancel = [&](double share) {
      EXPECT_GT(share, 0);
      if (++calls == 1) throw Cancelled("stop");
    };
    EXPECT_THROW(attend(input, spec, {}, 0, false, cancel), Cancelled) << mechanism;
    EXPECT_EQ(calls, 1) << mechanism;
  }
}

/// Peak resident memory of this process in MB, or −1 where the system does not tell.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes / 1024;
  }
  return -1;
}

TEST_F(Hostile, MemoryStaysBounded) {
  const AttentionInput input = random_input({12, 12, 512, 64, 64}, at::kFloat);
  for (const char* const anchor : {"query", "key"}) {
    AttentionSpec spec = named("two-simplicial");
    spec.window_1 = 512, spec.window_2 = 32;
    spec.window_anchor = anchor;
    std::ofstream("/proc/self/clear_refs") << "5";  // Starts the peak anew.
    const double before = peak_megabytes();
    ASSERT_GT(before, 0) << "no /proc/self/status: peak memory is unknown";
    const AttentionResult result = attend_all(input, spec, 16);
    EXPECT_LT(peak_megabytes() - before, 300) << anchor;
    EXPECT_LT((result.marginal_key.sum(2) - 1).abs().max().item<double>(), 1e-4);
  }
}

}  // namespace
}  // namespace baryscope::test
