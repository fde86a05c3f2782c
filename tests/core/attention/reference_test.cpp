// Every mechanism × score × window × anchor × mask × selection × grouped-query against plain loops.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/attention/attention.h"
#include "tests/support/attention_toy.h"
#include "tests/support/plain_attention.h"
#include "tests/support/random_attention.h"

namespace baryscope::test {
namespace {

/// All but the two of tuples.
const std::vector<std::string> pairwise_mechanisms(mechanisms.begin(), mechanisms.end() - 2);

struct Masking {
  bool causal = false;
  std::optional<std::int64_t> window_1, window_2;
  std::string anchor = "query";
  bool kept = false;
};

std::vector<Masking> maskings() {
  std::vector<Masking> all;
  for (const bool kept : {false, true}) {
    for (const bool causal : {false, true}) all.push_back({causal, {}, {}, "query", kept});
    for (const char* const anchor : {"query", "key"}) {
      all.push_back({true, 3, 2, anchor, kept});
      all.push_back({false, 2, 4, anchor, kept});
      all.push_back({false, 3, {}, anchor, kept});
      all.push_back({true, 100, 1, anchor, kept});
      all.push_back({true, 1, 100, anchor, kept});
    }
  }
  return all;
}

void apply(const Masking& masking, AttentionSpec& spec, AttentionInput& input) {
  spec.causal = masking.causal;
  spec.window_1 = masking.window_1;
  spec.window_2 = masking.window_2;
  spec.window_anchor = masking.anchor;
  input.kept = masking.kept ? random_kept(input.query.size(1)) : at::Tensor();
}

std::string describe(const AttentionSpec& spec, const Masking& masking) {
  return spec.mechanism + " " + spec.score + " order " + std::to_string(spec.order) +
         (masking.causal ? " causal" : "") + " window " +
         std::to_string(masking.window_1.value_or(0)) + "x" +
         std::to_string(masking.window_2.value_or(0)) + " " + masking.anchor +
         (masking.kept ? " kept" : "");
}

bool near(double found, double expected, double tolerance) {
  if (std::isnan(expected)) return std::isnan(found);
  if (std::isinf(expected)) return found == expected;
  return std::abs(found - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

/// One assertion a list: millions of numbers are compared here.
void expect_row(const at::Tensor& found, const std::vector<double>& expected, double tolerance,
                const std::string& what) {
  ASSERT_TRUE(found.defined()) << what;
  const at::Tensor flat = found.to(at::kDouble).reshape(-1).contiguous();
  ASSERT_EQ(flat.numel(), static_cast<std::int64_t>(expected.size())) << what;
  const double* const data = flat.const_data_ptr<double>();
  for (std::size_t place = 0; place < expected.size(); ++place) {
    ASSERT_TRUE(near(data[place], expected[place], tolerance))
        << what << ", entry " << place << ": " << data[place] << " is not " << expected[place];
  }
}

/// The reported tuples are the heaviest ones, each with its own weight, in order, none twice.
void expect_top(const AttentionResult& result, std::int64_t head, std::int64_t row,
                const PlainRow& plain, std::int64_t n_tokens, double tolerance,
                const std::string& what) {
  std::vector<double> sorted = plain.weights;
  std::sort(sorted.rbegin(), sorted.rend());
  const at::Tensor weights = result.top_weight[head][row].to(at::kDouble);
  const at::Tensor index = result.top_index[head][row];
  std::vector<std::size_t> seen;
  for (std::int64_t rank = 0; rank < weights.size(0); ++rank) {
    const double weight = weights[rank].item<double>();
    ASSERT_TRUE(near(weight, sorted[static_cast<std::size_t>(rank)], tolerance)) << what;
    std::int64_t flat = 0;
    for (std::int64_t slot = 0; slot < index.size(1); ++slot) {
      const auto key = index[rank][slot].item<std::int64_t>();
      ASSERT_EQ(key < 0, sorted[static_cast<std::size_t>(rank)] == 0) << what;
      flat = flat * n_tokens + std::max<std::int64_t>(key, 0);
    }
    if (weight == 0) continue;
    const auto place = static_cast<std::size_t>(flat);
    ASSERT_TRUE(near(weight, plain.weights[place], tolerance)) << what;
    ASSERT_EQ(std::count(seen.begin(), seen.end(), place), 0) << what;
    seen.push_back(place);
  }
}

void compare(const AttentionInput& input, const AttentionSpec& spec, const at::Tensor& rows,
             int order, bool tuples, double tolerance, const std::string& what) {
  const AttentionResult result = attend(input, spec, rows, tuples ? 4 : 0, tuples, {});
  const std::int64_t n_tokens = input.query.size(1);
  const std::int64_t n_rows = rows.defined() ? rows.size(0) : n_tokens;
  for (std::int64_t head = 0; head < input.query.size(0); ++head) {
    const PlainHead plain = plain_head(input, head, order);
    for (std::int64_t row = 0; row < n_rows; ++row) {
      const auto query = rows.defined() ? rows[row].item<std::int64_t>() : row;
      const PlainRow expected = plain_row(plain, spec, static_cast<int>(query));
      const auto check = [&](const at::Tensor& found, const std::vector<double>& wanted,
                             const char* name) {
        expect_row(found[head][row], wanted, tolerance, what + ", " + name);
      };
      check(result.output, expected.output, "output");
      check(result.log_sum_exp, {expected.log_sum_exp}, "log-sum-exp");
      check(result.weights, expected.weights, "weights");
      if (!tuples) continue;
      check(result.marginal_key, expected.marginal_key, "marginal");
      check(result.entropy, {expected.entropy}, "entropy");
      if (order == 2) {
        check(result.marginal_key_prime, expected.marginal_key_prime, "second marginal");
        check(result.mutual_information, {expected.mutual_information}, "mutual information");
      }
      if (result.mutual_information_null.defined()) {
        AttentionSpec null_spec = spec;
        null_spec.mechanism = "two-simplicial";
        null_spec.score = "rank-one";
        check(result.mutual_information_null,
              {plain_row(plain, null_spec, static_cast<int>(query)).mutual_information},
              "mutual information of the null model");
      }
      expect_top(result, head, row, expected, n_tokens, tolerance, what + ", heaviest");
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

class Reference : public testing::Test {
 protected:
  void SetUp() override { at::manual_seed(20); }
};

TEST_F(Reference, PairwiseFamilies) {
  for (const std::string& mechanism : pairwise_mechanisms) {
    for (const Masking& masking : maskings()) {
      for (const at::ScalarType type : {at::kDouble, at::kFloat}) {
        AttentionInput input = random_input({4, 2, 6, 5, 3}, type);
        if (masking.causal) input.value_2 = at::Tensor();
        AttentionSpec spec;
        spec.mechanism = mechanism;
        spec.temperature = masking.kept ? 1.0 : 0.7;
        spec.affine_a = 1.5, spec.affine_b = -0.2, spec.a_plus = 0.9, spec.a_minus = 0.4;
        apply(masking, spec, input);
        compare(input, spec, {}, 1, false, type == at::kDouble ? 1e-10 : 5e-5,
                describe(spec, masking));
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_F(Reference, ScoresOfATriple) {
  for (const std::string& score : scores) {
    for (const Masking& masking : maskings()) {
      for (const at::ScalarType type : {at::kDouble, at::kFloat}) {
        AttentionInput input = random_input({2, masking.causal ? 1 : 2, 5, 7, 3}, type);
        AttentionSpec spec;
        spec.mechanism = "two-simplicial";
        spec.score = score;
        spec.temperature = 1.3;
        spec.key_bias = masking.causal, spec.value_bias = masking.kept;
        spec.output_scaling = !masking.causal;
        apply(masking, spec, input);
        compare(input, spec, {}, 2, true, type == at::kDouble ? 1e-9 : 5e-5,
                describe(spec, masking));
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_F(Reference, OrdersOneToFour) {
  for (int order = 1; order <= 4; ++order) {
    for (const Masking& masking : maskings()) {
      AttentionInput input = random_input({2, 1, 4, 3, 2});
      AttentionSpec spec;
      spec.mechanism = "n-order";
      spec.order = order;
      spec.output_scaling = masking.kept;
      apply(masking, spec, input);
      compare(input, spec, {}, order, true, 1e-9, describe(spec, masking));
      if (HasFatalFailure()) return;
    }
  }
}

TEST_F(Reference, ManyBlocksAndChosenRows) {
  // More rows than a block holds, rows out of order and twice, windows that cross blocks.
  for (const Masking& masking : maskings()) {
    AttentionInput input = random_input({1, 1, 37, 4, 3});
    AttentionSpec spec;
    spec.mechanism = "two-simplicial";
    apply(masking, spec, input);
    compare(input, spec, {}, 2, true, 1e-9, describe(spec, masking) + ", all rows");
    compare(input, spec, at::tensor({36, 0, 17, 17, 5}, at::kLong), 2, true, 1e-9,
            describe(spec, masking) + ", chosen rows");
    if (HasFatalFailure()) return;
  }
  AttentionInput input = random_input({4, 2, 9, 4, 3});
  for (const std::string& mechanism : pairwise_mechanisms) {
    AttentionSpec spec;
    spec.mechanism = mechanism;
    spec.causal = true;
    compare(input, spec, at::tensor({8, 2, 5}, at::kLong), 1, false, 1e-10, mechanism);
    if (HasFatalFailure()) return;
  }
}

TEST_F(Reference, ManyChunks) {
  // 101³ tuples a row pass by in several chunks, 47⁴ in so many that blocks run one by one.
  for (const auto& [order, n_tokens] : {std::pair{3, 101}, std::pair{4, 47}}) {
    AttentionInput input = random_input({1, 1, n_tokens, 3, 2});
    AttentionSpec spec;
    spec.mechanism = "n-order";
    spec.order = order;
    const at::Tensor rows = at::tensor({n_tokens - 2}, at::kLong);
    std::vector<double> shares;
    const AttentionResult result =
        attend(input, spec, rows, 5, false, [&](double share) { shares.push_back(share); });
    const PlainRow expected = plain_row(plain_head(input, 0, order), spec, n_tokens - 2);
    expect_row(result.output[0][0], expected.output, 1e-9, "output");
    expect_row(result.log_sum_exp[0], {expected.log_sum_exp}, 1e-9, "log-sum-exp");
    expect_row(result.marginal_key[0][0], expected.marginal_key, 1e-9, "marginal");
    expect_row(result.entropy[0], {expected.entropy}, 1e-9, "entropy");
    expect_top(result, 0, 0, expected, n_tokens, 1e-9, "heaviest");
    EXPECT_TRUE(std::is_sorted(shares.begin(), shares.end()));
    EXPECT_DOUBLE_EQ(shares.back(), 1);
    EXPECT_GE(shares.size(), order == 4 ? 8u : 1u);
  }
}

TEST_F(Reference, LambdaOfAHeadOrOfAToken) {
  AttentionInput input = random_input({3, 1, 5, 4, 3});
  AttentionSpec spec;
  spec.mechanism = "differential";
  compare(input, spec, {}, 1, false, 1e-10, "lambda of a token");
  input.lambda = at::tensor({0.2, -0.3, 1.5}, at::kDouble);
  compare(input, spec, {}, 1, false, 1e-10, "lambda of a head");
}

TEST_F(Reference, AllowedKeysAndCost) {
  for (const Masking& masking : maskings()) {
    if (masking.kept) continue;
    AttentionInput input;
    input.query = at::zeros({1, 9, 2});
    for (int order = 1; order <= 3; ++order) {
      AttentionSpec spec;
      spec.mechanism = "n-order";
      spec.order = order;
      apply(masking, spec, input);
      double all = 0, last = 0;
      for (int query = 0; query < 9; ++query) {
        all += plain_count(spec, 9, query);
        if (query >= 7) last += plain_count(spec, 9, query);
      }
      EXPECT_EQ(attention_cost(spec, 3, 9, 9, 5, {}), 2 * 3 * 5 * all) << describe(spec, masking);
      EXPECT_EQ(attention_cost(spec, 3, 9, 2, 5, {}), 2 * 3 * 5 * last) << describe(spec, masking);
      if (order > 1) continue;
      const at::Tensor allowed = allowed_keys(spec, 9, at::kCPU);
      EXPECT_EQ(allowed.sum().item<double>(), all);
    }
  }
  AttentionSpec spec;
  EXPECT_EQ(attention_cost(spec, 1, 10, 10, 4, 3), 2 * 4 * 10 * 3);
  spec.mechanism = "differential";
  EXPECT_EQ(attention_cost(spec, 2, 10, 10, 4, {}), 3 * 2 * 4 * 100);
  spec.mechanism = "two-simplicial";
  spec.window_1 = 512, spec.window_2 = 32;
  double exact = 0;
  for (int query = 0; query < 512; ++query) exact += (query + 1.0) * std::min(query + 1, 32);
  EXPECT_EQ(attention_cost(spec, 12, 512, 512, 64, {}), 2 * 12 * 64 * exact);
  // A window that ends before the further one: rows cost more and more until both are full.
  spec.window_1 = 2, spec.window_2 = 6;
  exact = 0;
  for (int query = 0; query < 20; ++query) exact += plain_count(spec, 20, query);
  EXPECT_EQ(attention_cost(spec, 1, 20, 20, 4, {}), 2 * 4 * exact);
}

TEST_F(Reference, KeptKeysAreTheBestAllowedOnes) {
  const std::int64_t n = 12;
  for (int round = 0; round < 20; ++round) {
    // Few levels, hence many ties, which go to the lower index.
    const at::Tensor ranking = at::randint(0, 4, {n, n}, at::kDouble);
    AttentionSpec spec;
    spec.causal = round % 2 == 0;
    if (round % 3 == 0) spec.window_1 = 5;
    const at::Tensor allowed = allowed_keys(spec, n, at::kCPU);
    for (const bool own : {false, true}) {
      const at::Tensor kept = select_keys(ranking, allowed, 4, own);
      for (std::int64_t row = 0; row < n; ++row) {
        std::vector<std::int64_t> keys;
        for (std::int64_t key = 0; key < n; ++key) {
          if (allowed[row][key].item<bool>()) keys.push_back(key);
        }
        std::stable_sort(keys.begin(), keys.end(), [&](std::int64_t a, std::int64_t b) {
          const auto value = [&](std::int64_t key) {
            return own && key == row ? std::numeric_limits<double>::infinity()
                                     : ranking[row][key].item<double>();
          };
          return value(a) > value(b);
        });
        keys.resize(std::min<std::size_t>(keys.size(), 4));
        for (std::int64_t key = 0; key < n; ++key) {
          ASSERT_EQ(kept[row][key].item<bool>(),
                    std::find(keys.begin(), keys.end(), key) != keys.end());
        }
      }
    }
  }
}

}  // namespace
}  // namespace baryscope::test
