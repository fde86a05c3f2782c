// What holds for every input: science.md §7.2, and the acceptance demo of §2.6.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/attention/attention.h"
#include "tests/support/attention_toy.h"
#include "tests/support/random_attention.h"

namespace baryscope::test {
namespace {

double largest_difference(const at::Tensor& a, const at::Tensor& b) {
  return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

AttentionSpec two_simplicial(const std::string& score = "trilinear") {
  AttentionSpec spec;
  spec.mechanism = "two-simplicial";
  spec.score = score;
  return spec;
}

AttentionSpec named(const std::string& mechanism) {
  AttentionSpec spec;
  spec.mechanism = mechanism;
  return spec;
}

class Properties : public testing::Test {
 protected:
  void SetUp() override { at::manual_seed(3); }
};

TEST_F(Properties, WeightsOfATripleSumToOne) {
  for (const char* const score :
       {"trilinear", "determinant", "unsigned-triple", "strassen", "rank-one"}) {
    for (const char* const anchor : {"query", "key"}) {
      AttentionSpec spec = two_simplicial(score);
      spec.window_1 = 7, spec.window_2 = 3;
      spec.window_anchor = anchor;
      const AttentionResult result = attend_all(random_input({2, 2, 20, 6, 4}), spec, 0, true);
      EXPECT_LT((result.weights.sum({2, 3}) - 1).abs().max().item<double>(), 1e-12);
      EXPECT_LT((result.marginal_key.sum(2) - 1).abs().max().item<double>(), 1e-12);
      EXPECT_LT((result.marginal_key_prime.sum(2) - 1).abs().max().item<double>(), 1e-12);
      EXPECT_GE(result.mutual_information.min().item<double>(), 0);
    }
  }
}

TEST_F(Properties, SecondOrderIsTwoSimplicial) {
  const AttentionInput input = random_input({2, 1, 19, 5, 3});
  for (const char* const anchor : {"query", "key"}) {
    AttentionSpec spec = two_simplicial();
    spec.window_1 = 6, spec.window_2 = 4;
    spec.window_anchor = anchor;
    AttentionSpec order = spec;
    order.mechanism = "n-order";
    const AttentionResult a = attend_all(input, spec, 3);
    const AttentionResult b = attend_all(input, order, 3);
    EXPECT_LT(largest_difference(a.output, b.output), 1e-14);
    EXPECT_TRUE(at::equal(a.top_index, b.top_index));
    EXPECT_LT(largest_difference(a.mutual_information_null.defined()
                                     ? a.mutual_information_null - b.mutual_information_null
                                     : a.mutual_information - b.mutual_information,
                                 at::zeros({1}, at::kDouble)),
              1e-14);
  }
  AttentionSpec first = named("n-order");
  first.order = 1;
  const AttentionResult pairwise = attend_all(input, {});
  const AttentionResult one = attend_all(input, first, 0, true);
  EXPECT_LT(largest_difference(pairwise.output, one.output), 1e-13);
  EXPECT_LT(largest_difference(pairwise.weights, one.weights), 1e-13);
}

TEST_F(Properties, BlocksChangeNothing) {
  const AttentionInput input = random_input({2, 2, 70, 6, 4});
  for (const char* const anchor : {"query", "key"}) {
    AttentionSpec spec = two_simplicial();
    spec.causal = true;
    for (const bool window : {false, true}) {
      if (window) spec.window_1 = 21, spec.window_2 = 9, spec.window_anchor = anchor;
      const AttentionResult blocked = attend_all(input, spec, 4, true);
      spec.statistics = false;
      const AttentionResult plain = attend_all(input, spec);
      spec.statistics = true;
      EXPECT_LT(largest_difference(blocked.output, plain.output), 1e-13);
      EXPECT_FALSE(plain.marginal_key.defined());
      const at::Tensor dense =
          at::einsum("hijk,hjd,hkd->hid", {blocked.weights, input.value, input.value_prime});
      EXPECT_LT(largest_difference(blocked.output, dense), 1e-12);
      EXPECT_LT(largest_difference(blocked.marginal_key, blocked.weights.sum(3)), 1e-12);
      for (const std::int64_t row : {0, 33, 69}) {
        const AttentionResult one = attend(input, spec, at::tensor({row}, at::kLong), 4, false, {});
        EXPECT_LT(largest_difference(one.output.select(1, 0), blocked.output.select(1, row)),
                  1e-13);
        EXPECT_TRUE(at::equal(one.top_index.select(1, 0), blocked.top_index.select(1, row)));
      }
    }
  }
}

// With K' = K the scores of (j, k) and (k, j) differ by rounding alone: one weight, in order.
TEST_F(Properties, EqualWeightsComeInOrderOfTheirTuples) {
  AttentionInput input = random_input({1, 1, 12, 32, 4}, at::kFloat);
  input.key_prime = input.key;
  const AttentionResult all = attend(input, two_simplicial(), {}, 144, false, {});
  std::int64_t n_ties = 0;
  const auto check_order = [&](const AttentionResult& found) {
    const std::int64_t n_listed = found.top_weight.size(2);
    for (std::int64_t row = 0; row < 12; ++row) {
      const at::Tensor weight = found.top_weight[0][row];
      const at::Tensor tuple = found.top_index[0][row];
      for (std::int64_t place = 1; place < n_listed; ++place) {
        const auto before = weight[place - 1].item<float>();
        const auto here = weight[place].item<float>();
        ASSERT_GE(before, here);
        const auto code = [&](std::int64_t at) {
          return tuple[at][0].item<std::int64_t>() * 12 + tuple[at][1].item<std::int64_t>();
        };
        if (before == here) {
          ++n_ties;
          EXPECT_LT(code(place - 1), code(place)) << "row " << row << ", place " << place;
        }
      }
    }
  };
  check_order(all);
  EXPECT_GT(n_ties, 100);
  // A shorter list is the beginning of the longer one, whatever it cuts apart.
  for (const int top : {1, 2, 3, 4, 5}) {
    const AttentionResult some = attend(input, two_simplicial(), {}, top, false, {});
    EXPECT_TRUE(at::equal(some.top_index, all.top_index.narrow(2, 0, top))) << top;
  }
}

TEST_F(Properties, WeightsAreWitnessesOfTheAttainableSets) {
  AttentionInput input = random_input({3, 3, 15, 6, 4});
  input.value_2 = at::Tensor();
  for (const char* const name :
       {"pairwise", "linear", "softpick", "relu-expm1", "rectified-differential", "heaviside-gate",
        "cog", "dipole-v1", "dipole-v2", "differential", "affine"}) {
    const std::string mechanism = name;
    const AttentionResult result = attend_all(input, named(mechanism));
    const at::Tensor sum = result.weights.sum(2);
    const at::Tensor absolute = result.weights.abs().sum(2);
    EXPECT_LT(largest_difference(result.output, at::matmul(result.weights, input.value)), 1e-12);
    if (mechanism == "pairwise" || mechanism == "linear") {
      EXPECT_GE(result.weights.min().item<double>(), 0);
      EXPECT_LT((sum - 1).abs().max().item<double>(), 1e-12);
    } else if (mechanism == "cog" || mechanism == "dipole-v1") {
      EXPECT_LE(absolute.max().item<double>(), 1 + 1e-12);  // gauge of conv(V ∪ −V) ≤ Σ|w|
    } else if (mechanism == "dipole-v2") {
      EXPECT_LT(sum.abs().max().item<double>(), 1e-12);
      EXPECT_LE(absolute.max().item<double>(), 2 + 1e-12);
    } else if (mechanism == "differential") {
      EXPECT_LT((sum + input.lambda - 1).abs().max().item<double>(), 1e-12);
    } else if (mechanism == "affine") {
      EXPECT_LT((sum - (2 - 15)).abs().max().item<double>(), 1e-11);
    } else {
      EXPECT_GE(result.weights.min().item<double>(), 0);
      EXPECT_LE(sum.max().item<double>(), 1 + 1e-12);
    }
  }
}

TEST_F(Properties, KeepingEveryKeyIsDense) {
  AttentionInput input = random_input({2, 1, 18, 5, 3});
  AttentionSpec causal;
  causal.causal = true;
  const at::Tensor allowed = allowed_keys(causal, 18, at::kCPU);
  const at::Tensor all = select_keys(at::randn({18, 18}), allowed, 18, true);
  EXPECT_TRUE(at::equal(all, allowed));
  for (const char* const name : {"pairwise", "cog", "two-simplicial", "n-order"}) {
    AttentionSpec spec = named(name);
    spec.order = 3;
    spec.causal = true;
    input.kept = at::Tensor();
    const AttentionResult dense = attend_all(input, spec);
    input.kept = all;
    EXPECT_LT(largest_difference(dense.output, attend_all(input, spec).output), 1e-12) << name;
  }
}

TEST_F(Properties, DeterminantIsInvariantUnderSharedRotationAndAntisymmetric) {
  AttentionInput input = random_input({1, 1, 8, 7, 3});  // the seventh entry is ignored
  const AttentionSpec spec = two_simplicial("determinant");
  const AttentionResult before = attend_all(input, spec, 0, true);
  AttentionInput rotated = input;
  for (at::Tensor* const tensor : {&rotated.query, &rotated.key, &rotated.key_prime}) {
    *tensor = tensor->clone();
  }
  for (const std::int64_t chunk : {0, 3}) {
    at::Tensor rotation = std::get<0>(at::linalg_qr(at::randn({3, 3}, at::kDouble)));
    if (at::linalg_det(rotation).item<double>() < 0) rotation = -rotation;
    for (at::Tensor* const tensor : {&rotated.query, &rotated.key, &rotated.key_prime}) {
      tensor->narrow(2, chunk, 3).copy_(at::matmul(tensor->narrow(2, chunk, 3), rotation));
    }
  }
  rotated.query.select(2, 6).fill_(100);
  EXPECT_LT(largest_difference(before.weights, attend_all(rotated, spec, 0, true).weights), 1e-11);

  AttentionInput swapped = input;
  std::swap(swapped.key, swapped.key_prime);
  const AttentionResult after = attend_all(swapped, spec, 0, true);
  const auto scores = [](const AttentionResult& result) {
    return result.weights.log() + result.log_sum_exp.unsqueeze(2).unsqueeze(3);
  };
  EXPECT_LT(largest_difference(scores(before), -scores(after).transpose(2, 3)), 1e-9);
}

TEST_F(Properties, OnesForTheSecondKeyGivePairwiseAttention) {
  AttentionInput input = random_input({2, 2, 20, 5, 4});
  input.key_prime = at::ones_like(input.key_prime);
  input.value_prime = at::ones_like(input.value_prime);
  for (const char* const score : {"trilinear", "rank-one"}) {
    for (const bool window : {false, true}) {
      AttentionSpec spec = two_simplicial(score);
      AttentionSpec pairwise;
      if (window) {
        spec.window_1 = pairwise.window_1 = 6;
        spec.window_2 = 3;
      }
      const AttentionResult triple = attend_all(input, spec);
      const AttentionResult expected = attend_all(input, pairwise);
      EXPECT_LT(largest_difference(triple.output, expected.output), 1e-12) << score;
      EXPECT_LT(largest_difference(triple.marginal_key, expected.weights), 1e-12) << score;
    }
  }
}

TEST_F(Properties, SwappingTheTwoKeysChangesNothing) {
  const AttentionInput input = random_input({2, 2, 20, 5, 4});
  AttentionInput swapped = input;
  std::swap(swapped.key, swapped.key_prime);
  std::swap(swapped.value, swapped.value_prime);
  for (const char* const score : {"trilinear", "strassen", "unsigned-triple", "rank-one"}) {
    AttentionSpec spec = two_simplicial(score);
    for (const bool window : {false, true}) {
      AttentionSpec mirrored = spec;
      if (window) {
        spec.window_1 = mirrored.window_2 = 7;
        spec.window_2 = mirrored.window_1 = 3;
      }
      const AttentionResult a = attend_all(input, spec);
      const AttentionResult b = attend_all(swapped, mirrored);
      EXPECT_LT(largest_difference(a.output, b.output), 1e-12) << score;
      EXPECT_LT(largest_difference(a.marginal_key, b.marginal_key_prime), 1e-12) << score;
      EXPECT_LT(largest_difference(a.mutual_information, b.mutual_information), 1e-12) << score;
    }
  }
}

TEST_F(Properties, PermutedKeysPermuteWeights) {
  AttentionInput input = random_input({2, 2, 11, 6, 4});
  const at::Tensor order = at::randperm(11, at::kLong);
  AttentionInput permuted = input;
  for (at::Tensor* const tensor : {&permuted.key, &permuted.value, &permuted.key_prime,
                                   &permuted.value_prime, &permuted.key_2, &permuted.value_2}) {
    *tensor = tensor->index_select(1, order);
  }
  for (const char* const name : {"pairwise", "linear", "softpick", "differential", "cog"}) {
    const AttentionResult a = attend_all(input, named(name));
    const AttentionResult b = attend_all(permuted, named(name));
    EXPECT_LT(largest_difference(a.weights.index_select(2, order), b.weights), 1e-13) << name;
    EXPECT_LT(largest_difference(a.output, b.output), 1e-12) << name;
  }
  for (const char* const score : {"trilinear", "determinant", "unsigned-triple", "strassen"}) {
    const AttentionResult a = attend_all(input, two_simplicial(score), 0, true);
    const AttentionResult b = attend_all(permuted, two_simplicial(score), 0, true);
    EXPECT_LT(
        largest_difference(a.weights.index_select(2, order).index_select(3, order), b.weights),
        1e-12)
        << score;
  }
}

TEST_F(Properties, AWindowOnBothSidesIsThatOfTheTokensReadBackwards) {
  const AttentionInput input = random_input({2, 2, 13, 6, 4});
  AttentionInput backwards = input;
  for (at::Tensor* const tensor :
       {&backwards.query, &backwards.key, &backwards.value, &backwards.key_prime,
        &backwards.value_prime, &backwards.query_2, &backwards.key_2, &backwards.value_2}) {
    *tensor = tensor->flip(1);
  }
  if (backwards.lambda.dim() == 2) backwards.lambda = backwards.lambda.flip(1);
  for (const char* const name :
       {"pairwise", "linear", "softpick", "differential", "cog", "two-simplicial"}) {
    AttentionSpec spec = named(name);
    spec.window_1 = 3;
    spec.window_after = 5;  // i − 3 < j ≤ i + 5
    AttentionSpec mirrored = spec;
    mirrored.window_1 = 6;
    mirrored.window_after = 2;
    const at::Tensor output = attend_all(input, spec).output;
    EXPECT_LT(largest_difference(output, attend_all(backwards, mirrored).output.flip(1)), 1e-12)
        << name;
    spec.window_1 = mirrored.window_1 = 13;
    spec.window_after = 12;
    EXPECT_LT(
        largest_difference(attend_all(input, spec).output, attend_all(input, named(name)).output),
        1e-12)
        << name << ", a window of everything";
    spec.causal = true;  // j ≤ i, whatever the window says
    mirrored.window_after = 0;
    EXPECT_EQ(
        largest_difference(attend_all(input, spec).output, attend_all(input, mirrored).output), 0)
        << name;
  }
}

TEST_F(Properties, CompositeQueriesAreOrdinaryAttention) {
  // o_i = Σ_k softmax_k(lse_ik) v'_k ∘ Attention(q_i∘k'_k, K, V), science.md §2.1.
  const AttentionInput input = random_input({1, 1, 9, 5, 4});
  const AttentionResult triple = attend_all(input, two_simplicial());
  for (std::int64_t row = 0; row < 9; ++row) {
    AttentionInput composite = input;
    composite.query = input.query.narrow(1, row, 1) * input.key_prime;
    const AttentionResult inner = attend_all(composite, {});
    const at::Tensor outer = inner.log_sum_exp[0].softmax(0).unsqueeze(1);
    const at::Tensor expected = (outer * input.value_prime[0] * inner.output[0]).sum(0);
    EXPECT_LT(largest_difference(triple.output[0][row], expected), 1e-12);
  }
}

TEST_F(Properties, MatchesOfThreeInOneHead) {
  for (const int modulus : {3, 11, 101, 257}) {
    const std::int64_t n = 48;
    const at::Tensor number = at::randint(0, std::min(modulus, 30), {n}, at::kLong);
    const double pi = std::acos(-1.0);
    const double sharpness =
        (std::log(double(n) * double(n)) + 15) / (1 - std::cos(2 * pi / modulus));
    AttentionInput input;
    at::Tensor& query = input.query = at::zeros({1, n, 9}, at::kDouble);
    at::Tensor& key = input.key = at::zeros({1, n, 9}, at::kDouble);
    at::Tensor& key_prime = input.key_prime = at::zeros({1, n, 9}, at::kDouble);
    at::Tensor& value = input.value = at::ones({1, n, 1}, at::kDouble);
    const at::Tensor angle = number.to(at::kDouble) * (2 * pi / modulus);
    const at::Tensor cosine = angle.cos(), sine = angle.sin();
    const auto set = [](at::Tensor& tensor, std::int64_t entry, const at::Tensor& to) {
      tensor[0].select(1, entry).copy_(to);
    };
    set(query, 0, cosine), set(query, 1, sine), set(query, 3, -sine), set(query, 4, cosine);
    set(key, 0, sine), set(key, 1, cosine), set(key, 3, -sine), set(key, 4, -cosine);
    set(key_prime, 2, cosine), set(key_prime, 5, -sine);
    for (at::Tensor* const tensor : {&query, &key, &key_prime}) (*tensor)[0][n - 1].zero_();
    query[0].select(1, 6).fill_(1);
    query.mul_(sharpness);
    key[0][n - 1][7] = 1;  // the last token is the blank
    key_prime[0][n - 1][8] = 1;
    value[0][n - 1] = 0;
    input.value_prime = value;
    const AttentionResult result = attend_all(input, two_simplicial("determinant"));
    int n_matches = 0;
    for (std::int64_t i = 0; i + 1 < n; ++i) {
      std::int64_t pairs = 0;
      for (std::int64_t j = 0; j + 1 < n; ++j) {
        for (std::int64_t k = 0; k + 1 < n; ++k) {
          pairs += (number[i] + number[j] + number[k]).item<std::int64_t>() % modulus == 0;
        }
      }
      const auto beta = static_cast<double>(pairs);
      const double output = result.output[0][i][0].item<double>();
      EXPECT_NEAR(output, beta / (beta + 1), 1e-5) << "M = " << modulus << ", token " << i;
      EXPECT_EQ(output > 0.25, pairs > 0);
      n_matches += pairs > 0;
    }
    EXPECT_GT(n_matches, 0) << "no case was a match";
  }
}

TEST_F(Properties, HalfPrecisionIsAsGoodAsPlainHalfPrecision) {
  for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
    const double digits = type == at::kHalf ? 10 : 7;
    const AttentionInput input = random_input({2, 2, 24, 16, 8}, type);
    AttentionInput exact = input;
    for (at::Tensor* const tensor :
         {&exact.query, &exact.key, &exact.value, &exact.key_prime, &exact.value_prime}) {
      *tensor = tensor->to(at::kDouble);
    }
    for (const bool triple : {false, true}) {
      const AttentionSpec spec = triple ? two_simplicial() : AttentionSpec();
      const at::Tensor reference = attend_all(exact, spec).output;
      const AttentionResult ours = attend_all(input, spec);
      EXPECT_EQ(ours.output.scalar_type(), type);
      EXPECT_EQ(ours.log_sum_exp.scalar_type(), at::kFloat);
      at::Tensor plain;
      if (triple) {
        const at::Tensor scores =
            at::einsum("hid,hjd,hkd->hijk", {input.query, input.key, input.key_prime}) / 4;
        const at::Tensor weights = scores.flatten(2).softmax(2).view_as(scores);
        plain = at::einsum("hijk,hjd,hkd->hid", {weights, input.value, input.value_prime});
      } else {
        plain = at::matmul((at::matmul(input.query, input.key.transpose(1, 2)) / 4).softmax(2),
                           input.value);
      }
      const double largest = reference.abs().max().item<double>();
      const double ulp = std::exp2(std::floor(std::log2(largest)) - digits);
      EXPECT_LE(largest_difference(ours.output, reference),
                2 * largest_difference(plain, reference) + ulp)
          << (triple ? "two-simplicial" : "pairwise");
      EXPECT_LE(largest_difference(ours.output, reference), ulp);
    }
  }
}

}  // namespace
}  // namespace baryscope::test
