// The numbers of science.md §7.1 that belong to attention, in F64 and F32.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/attention/attention.h"
#include "tests/support/attention_toy.h"

namespace baryscope::test {
namespace {

class Acceptance : public testing::TestWithParam<at::ScalarType> {
 protected:
  at::ScalarType type() const { return GetParam(); }
  double tolerance() const { return acceptance_tolerance(type()); }

  void expect(const at::Tensor& found, const std::vector<double>& expected,
              const std::string& what) const {
    expect_near(found, expected, tolerance(), what);
  }
  static AttentionSpec triple(const std::string& score = "trilinear") {
    AttentionSpec spec;
    spec.mechanism = "two-simplicial";
    spec.score = score;
    return spec;
  }
  AttentionInput with_lambda(double lambda) const {
    AttentionInput input = toy_input(type());
    input.lambda = at::full({1}, lambda, type());
    return input;
  }
  /// Output and log-sum-exp of row `row`.
  void expect_row(const AttentionSpec& spec, int row, const std::vector<double>& output,
                  double log_sum_exp) const {
    const AttentionResult result = attend_all(toy_input(type()), spec);
    expect(result.output[0][row], output, "output");
    expect(result.log_sum_exp[0][row], {log_sum_exp}, "log-sum-exp");
  }
  void expect_weights(const std::string& mechanism, double lambda, const std::vector<double>& row_3,
                      double sum) const {
    AttentionSpec spec;
    spec.mechanism = mechanism;
    const AttentionResult result = attend_all(with_lambda(lambda), spec);
    expect(result.weights[0][3], row_3, mechanism);
    expect(result.weights[0][3].sum(), {sum}, mechanism + " sum");
    expect(result.output[0][3] - at::matmul(result.weights[0][3], toy_input(type()).value[0]),
           {0, 0, 0}, mechanism + " output");
  }
};

TEST_P(Acceptance, PairwiseWeightsAndOutput) {
  const AttentionInput input = toy_input(type());
  const at::Tensor scores = at::matmul(input.query[0][3], input.key[0].t()) / std::sqrt(3.0);
  expect(scores, {0.1229882650, -0.3537314720, -0.5723266652, 1.2021666793}, "scores");
  const AttentionResult result = attend_all(input, {});
  expect(result.weights[0][3], {0.1975505691, 0.1226426523, 0.0985613964, 0.5812453822}, "weights");
  expect(-at::xlogy(result.weights[0][3], result.weights[0][3]).sum(), {1.1214905946}, "entropy");
  expect(result.output[0][3], {-0.5068350390, 0.0780959024, -0.0681833921}, "output");
  expect(result.log_sum_exp[0][3], {scores.logsumexp(0).item<double>()}, "log-sum-exp");
}

TEST_P(Acceptance, CausalPairwise) {
  AttentionSpec spec;
  spec.causal = true;
  const AttentionResult result = attend_all(toy_input(type()), spec);
  expect(result.weights[0][1], {0.3999802552, 0.6000197448, 0, 0}, "weights");
  expect(result.output[0][1], {-0.1839235002, -0.6352621209, 0.1128219828}, "output");
}

TEST_P(Acceptance, TwoSimplicialDense) {
  expect_row(triple(), 1, {0.2587946795, 0.0395252855, -0.0078974227}, 2.8019740400);
  expect_row(triple(), 3, {0.2654895468, -0.0406268055, 0.0151638839}, 2.8013599900);
  const AttentionResult result = attend_all(toy_input(type()), triple(), 1, true);
  expect(result.top_weight[0][1], {0.0944507949}, "heaviest pair of row 1");
  expect(result.top_weight[0][3], {0.1041658867}, "heaviest pair of row 3");
  expect(result.top_index[0][1], {0, 0}, "its keys");
  expect(result.top_index[0][3], {0, 3}, "its keys");
  expect(result.weights[0][3].max(), {0.1041658867}, "heaviest dense weight");
  expect(result.weights[0][3][0][3], {0.1041658867}, "its place");
}

TEST_P(Acceptance, TwoSimplicialCausal) {
  AttentionSpec spec = triple();
  spec.causal = true;
  expect_row(spec, 1, {0.0192577036, 0.3482367603, -0.0531912884}, 1.6610796085);
  expect_row(spec, 3, {0.2654895468, -0.0406268055, 0.0151638839}, 2.8013599900);
}

TEST_P(Acceptance, TwoSimplicialWindows) {
  AttentionSpec spec = triple();
  for (const bool causal : {false, true}) {
    spec.causal = causal;  // A window implies j ≤ i and k ≤ i.
    spec.window_anchor = "query";
    spec.window_1 = 3, spec.window_2 = 2;
    expect_row(spec, 3, {0.3492060378, 0.0125678477, -0.0774873681}, 1.7533235517);
    spec.window_1 = 2, spec.window_2 = 3;
    expect_row(spec, 3, {0.5264466318, 0.0933277751, -0.0913452258}, 1.7527288699);
    spec.window_anchor = "key";
    spec.window_1 = 3, spec.window_2 = 2;
    expect_row(spec, 3, {0.5451485362, 0.2372651638, 0.0923827790}, 1.8013928919);
    spec.window_1 = 2, spec.window_2 = 3;
    expect_row(spec, 3, {0.5704858441, -0.0230588463, 0.0810221689}, 1.7806399709);
  }
}

TEST_P(Acceptance, ScoresOfATriple) {
  expect_row(triple("determinant"), 3, {0.2029776998, 0.0232869850, 0.0626161337}, 2.9589848015);
  expect_row(triple("strassen"), 3, {0.1358083273, -0.0313724981, 0.0498789358}, 4.0565806647);
  expect_row(triple("unsigned-triple"), 3, {0.2028570311, -0.0080739969, -0.0003981785},
             4.6435119052);
  const AttentionResult result = attend_all(toy_input(type()), triple("rank-one"));
  expect(result.output[0][3], {0.1887062764, -0.0154420239, -0.0053139954}, "rank-one");
  expect(result.mutual_information[0][3], {0}, "mutual information of rank-one");
}

TEST_P(Acceptance, BiasesAndOutputScaling) {
  AttentionSpec spec = triple();
  spec.key_bias = spec.value_bias = true;
  expect(attend_all(toy_input(type()), spec).output[0][3],
         {-0.1862048254, -0.0443944320, -0.1548224469}, "biases");
  AttentionSpec scaled = triple();
  scaled.output_scaling = true;
  expect_row(scaled, 3, {0.1506279802, -0.0359794005, 0.0088707255}, 2.8679652250);
}

TEST_P(Acceptance, ThirdOrder) {
  AttentionSpec spec;
  spec.mechanism = "n-order";
  spec.order = 3;
  expect_row(spec, 3, {-0.1166789051, -0.0013610060, -0.0047411647}, 4.1850772246);
}

TEST_P(Acceptance, Marginals) {
  const AttentionResult result = attend_all(toy_input(type()), triple());
  expect(result.marginal_key[0][3], {0.2732601333, 0.2413101175, 0.2615005974, 0.2239291518}, "j");
  expect(result.marginal_key_prime[0][3], {0.2273921318, 0.2410076379, 0.2621030911, 0.2694971393},
         "k");
  expect(result.mutual_information[0][3], {0.030613019705}, "mutual information");
  expect(result.entropy[0][3], {2.7368552611}, "joint entropy");
  EXPECT_FALSE(result.mutual_information_null.defined());
}

TEST_P(Acceptance, UnsignedTripleIsTheAreaLeftByTheDeterminant) {
  // One query, one key of each kind: the log-sum-exp is the score itself.
  AttentionInput input;
  input.query = toy_matrix(0.0, type()).narrow(1, 3, 1);
  input.key = toy_matrix(0.5, type()).narrow(1, 1, 1);
  input.key_prime = toy_matrix(1.1, type()).narrow(1, 2, 1);
  input.value = input.value_prime = input.key;
  expect(attend_all(input, triple("unsigned-triple")).log_sum_exp, {0.9821405080}, "unsigned");
  expect(attend_all(input, triple("determinant")).log_sum_exp, {0.4285282266}, "determinant");
  const double product =
      (input.query.norm() * input.key.norm() * input.key_prime.norm()).item<double>();
  EXPECT_NEAR(std::sqrt(product * product - 0.4285282266 * 0.4285282266), 0.9821405080,
              tolerance());
}

TEST_P(Acceptance, Differential) {
  expect_weights("differential", 0.2, {0.1704826124, 0.1089233703, 0.0549153497, 0.4656786677},
                 0.8);
  expect_weights("differential-v2", 0.2, {0.1704826124, 0.1089233703, 0.0549153497, 0.4656786677},
                 0.8);
  AttentionInput second;
  second.query = toy_input(type()).query_2;
  second.key = second.value = toy_input(type()).key_2;
  expect(attend_all(second, {}).weights[0][3],
         {0.1353397840, 0.0685964101, 0.2182302336, 0.5778335723}, "P'");
  AttentionSpec spec;
  spec.mechanism = "differential";
  const AttentionResult result = attend_all(with_lambda(0.2), spec);
  expect(result.output[0][3], {-0.3837258510, 0.0281216451, -0.0446064052}, "output");
  expect(differential_norm(result.output, 0.2, {})[0][3],
         {-1.3726027467, 0.1005922515, -0.1595588992}, "after its norm");
}

TEST_P(Acceptance, DifferentialInitialLambda) {
  EXPECT_NEAR(differential_lambda_init(0), 0.2, 1e-15);
  EXPECT_NEAR(differential_lambda_init(3), 0.5561, 5e-5);
  EXPECT_NEAR(differential_lambda_init(6), 0.7008, 5e-5);
  EXPECT_NEAR(differential_lambda_init(12), 0.7836, 5e-5);
}

TEST_P(Acceptance, RectifiedAndHeaviside) {
  expect_weights("rectified-differential", 0.8, {0.0892787420, 0.0677655242, 0, 0.1189785243},
                 0.2760227905);
  expect_weights("heaviside-differential", 0.8,
                 {-0.6024494309, -0.6773573477, 0.0985613964, -0.2187546178}, -1.4);
  expect_weights("heaviside-gate", 0.8, {0.1975505691, 0.1226426523, 0, 0.5812453822},
                 0.9014386036);
}

TEST_P(Acceptance, OtherNormalizers) {
  expect_weights("linear", 0, {0.3548389671, 0.1618119706, 0.1856392428, 0.2977098194}, 1);
  expect_weights("relu-expm1", 0, {0.0532388370, 0, 0, 0.9467611630}, 1);
  expect_weights("softpick", 0, {0.0410008273, 0, 0, 0.7291292058}, 0.7701300330);
  expect_weights("affine", 0, {-0.6048988617, -0.7547146954, -0.8028772072, 0.1624907643}, -2);
}

TEST_P(Acceptance, SignedWeights) {
  for (const char* const name : {"cog", "dipole-v1"}) {
    expect_weights(name, 0, {0.1477307392, -0.1860721486, -0.2315346845, 0.4346624277},
                   0.1647863338);
    AttentionSpec spec;
    spec.mechanism = name;
    expect(attend_all(toy_input(type()), spec).output[0][3],
           {0.0714778585, -0.0051971863, -0.1211705569}, name);
  }
  expect_weights("dipole-v2", 0, {-0.0042659088, -0.2024396853, -0.3059474838, 0.5126530779}, 0);
  AttentionInput own = toy_input(type());
  own.value_2 = own.value_prime;
  AttentionSpec spec;
  spec.mechanism = "dipole-v1";
  expect(attend_all(own, spec).output[0][3], {-0.6269492458, 0.2740371099, -0.1262899160},
         "dipole-v1 with its own V2");
}

TEST_P(Acceptance, IndexerAndKeptKeys) {
  const at::Tensor query = at::cat({toy_matrix(0.2, type()), toy_matrix(0.6, type())});
  const at::Tensor key = toy_matrix(0.5, type())[0];
  const at::Tensor weight = at::tensor({0.6, -0.3}, type()).expand({4, 2});
  const at::Tensor allowed = allowed_keys({}, 4, at::kCPU);
  const at::Tensor scores = indexer_scores(query, key, weight, allowed, false);
  expect(scores[3], {0.0753538138, 0, 0, 0.6325594747}, "indexer");
  const at::Tensor soft = indexer_scores(query, key, weight, allowed, true);
  expect(soft[3], {0.0360390141, 0.0148662673, 0.0097981856, 0.2392965330}, "softmax indexer");
  for (const at::Tensor& ranking : {scores, soft}) {
    expect(select_keys(ranking, allowed, 2, false)[3], {1, 0, 0, 1}, "top 2");
  }
  AttentionInput input = toy_input(type());
  input.kept = select_keys(scores, allowed, 2, false);
  const AttentionResult result = attend_all(input, triple());
  expect(result.output[0][3], {0.0326470380, 0.0824930888, -0.1325204460}, "kept keys");
  expect(result.log_sum_exp[0][3], {1.4824321623}, "log-sum-exp of kept keys");
}

INSTANTIATE_TEST_SUITE_P(Precisions, Acceptance, testing::Values(at::kDouble, at::kFloat),
                         [](const auto& precision) {
                           return precision.param == at::kDouble ? "F64" : "F32";
                         });

}  // namespace
}  // namespace baryscope::test
