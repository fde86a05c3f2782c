// Every mechanism on the closed-form toy, from a capture file to the finished analysis.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/mechanism_list.h"
#include "core/engine/engine.h"
#include "tests/core/engine/toy_capture.h"
#include "tests/core/model/scratch_folder.h"

namespace baryscope {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

class Toy : public testing::Test {
 protected:
  Toy() {
    test::write_toy_capture(m_folder.path() / "toy.safetensors");
    m_request.capture = (m_folder.path() / "toy.safetensors").string();
    m_request.device = "cpu";
    m_request.layer = {Selector::Kind::index, 0, {}};
    m_request.head = {Selector::Kind::index, 0, {}};
    m_request.query = {Selector::Kind::index, 3, {}};
    m_request.dense = true;
  }

  std::shared_ptr<const Analysis> run() { return m_engine->analyze(m_request, {}).at(0); }

  static void expect_near(const std::vector<double>& actual, const std::vector<double>& expected) {
    EXPECT_THAT(actual, Pointwise(DoubleNear(1e-9), expected));
  }

  test::ScratchFolder m_folder;
  AnalysisRequest m_request;
  std::unique_ptr<Engine> m_engine = make_engine();
};

TEST_F(Toy, Pairwise) {
  const auto analysis = run();
  const QueryResult& query = analysis->queries.at(0);
  const std::vector<double> weights = {0.1975505691, 0.1226426523, 0.0985613964, 0.5812453822};
  expect_near(query.output, {-0.5068350390, 0.0780959024, -0.0681833921});
  expect_near(query.key_weights, weights);
  expect_near(*analysis->weights, weights);
  EXPECT_NEAR(*query.entropy, 1.1214905946, 1e-9);
  EXPECT_TRUE(query.inside_hull);
  EXPECT_LT(*query.hull_distance, 1e-9);
  EXPECT_NEAR(query.weight_sum, 1, 1e-12);
  EXPECT_EQ(analysis->model.dtype, "F64");
  EXPECT_EQ(analysis->mechanism.mechanism, "pairwise");
  EXPECT_FALSE(analysis->lens.has_value());
  ASSERT_EQ(analysis->edges.size(), 4U);
  EXPECT_EQ(analysis->edges[0].key, 3);
  EXPECT_EQ(analysis->edges[1].key, 0);
  EXPECT_NEAR(analysis->drawn_mass, 1, 1e-12);
  m_request.top = 1;
  EXPECT_NEAR(run()->drawn_mass, 0.5812453822, 1e-9);
}

TEST_F(Toy, PairwiseCausal) {
  m_request.mechanism.causal = true;
  m_request.query.index = 1;
  const auto analysis = run();
  expect_near(analysis->queries[0].output, {-0.1839235002, -0.6352621209, 0.1128219828});
  expect_near(analysis->queries[0].key_weights, {0.3999802552, 0.6000197448, 0, 0});
  EXPECT_EQ(analysis->edges.size(), 2U);
}

TEST_F(Toy, TwoSimplicial) {
  m_request.mechanism.mechanism = "two-simplicial";
  const auto analysis = run();
  const QueryResult& query = analysis->queries[0];
  expect_near(query.output, {0.2654895468, -0.0406268055, 0.0151638839});
  EXPECT_NEAR(*query.log_sum_exp, 2.8013599900, 1e-9);
  EXPECT_NEAR(*query.hull_distance, 0.5746190683, 1e-9);
  EXPECT_FALSE(query.inside_hull);
  expect_near(query.marginal_key, {0.2732601333, 0.2413101175, 0.2615005974, 0.2239291518});
  expect_near(query.marginal_key_prime, {0.2273921318, 0.2410076379, 0.2621030911, 0.2694971393});
  EXPECT_NEAR(*query.mutual_information, 0.030613019705, 1e-9);
  EXPECT_FALSE(query.mutual_information_null.has_value());
  EXPECT_NEAR(*query.entropy, 2.7368552611, 1e-9);
  ASSERT_EQ(analysis->triangles.size(), 16U);
  EXPECT_EQ(analysis->triangles[0].key, 0);
  EXPECT_EQ(analysis->triangles[0].key_prime, 3);
  EXPECT_NEAR(analysis->triangles[0].weight, 0.1041658867, 1e-9);
  EXPECT_TRUE(analysis->edges_are_marginals);
  EXPECT_EQ(analysis->weights->size(), 16U);
  EXPECT_NEAR(analysis->drawn_mass, 1, 1e-12);
  EXPECT_EQ(analysis->mechanism.key_prime, "own");
  EXPECT_EQ(*analysis->lens, "lens: two-simplicial in place of the model's own pairwise");
  EXPECT_EQ(analysis->placement.products.n_rows, 16);
}

TEST_F(Toy, WindowsOfBothAnchors) {
  MechanismOptions& options = m_request.mechanism;
  options.mechanism = "two-simplicial";
  options.window_1 = 3;
  options.window_2 = 2;
  expect_near(run()->queries[0].output, {0.3492060378, 0.0125678477, -0.0774873681});
  EXPECT_EQ(run()->triangles.size(), 6U);
  options.window_anchor = WindowAnchor::key;
  const auto analysis = run();
  expect_near(analysis->queries[0].output, {0.5451485362, 0.2372651638, 0.0923827790});
  EXPECT_NEAR(*analysis->queries[0].log_sum_exp, 1.8013928919, 1e-9);
  EXPECT_TRUE(analysis->queries[0].mutual_information_null.has_value());
}

TEST_F(Toy, ScoresAndBiases) {
  MechanismOptions& options = m_request.mechanism;
  options.mechanism = "two-simplicial";
  const std::vector<std::pair<std::string, std::vector<double>>> cases = {
      {"determinant", {0.2029776998, 0.0232869850, 0.0626161337}},
      {"strassen", {0.1358083273, -0.0313724981, 0.0498789358}},
      {"rank-one", {0.1887062764, -0.0154420239, -0.0053139954}},
      {"unsigned-triple", {0.2028570311, -0.0080739969, -0.0003981785}},
  };
  for (const auto& [score, output] : cases) {
    options.score = score;
    expect_near(run()->queries[0].output, output);
  }
  options.score = "trilinear";
  options.key_bias = options.value_bias = true;
  expect_near(run()->queries[0].output, {-0.1862048254, -0.0443944320, -0.1548224469});
}

TEST_F(Toy, ThirdOrder) {
  m_request.mechanism.mechanism = "n-order";
  m_request.mechanism.order = 3;
  m_request.top = 64;
  const auto analysis = run();
  expect_near(analysis->queries[0].output, {-0.1166789051, -0.0013610060, -0.0047411647});
  EXPECT_NEAR(*analysis->queries[0].log_sum_exp, 4.1850772246, 1e-9);
  ASSERT_EQ(analysis->tuples.size(), 64U);
  EXPECT_EQ(analysis->tuples[0].keys.size(), 3U);
  EXPECT_FALSE(analysis->weights.has_value());
  EXPECT_FALSE(analysis->notes.empty());
}

TEST_F(Toy, DifferentialFamily) {
  MechanismOptions& options = m_request.mechanism;
  options.mechanism = "differential";
  options.lambda = 0.2;
  const auto analysis = run();
  expect_near(analysis->queries[0].output, {-0.3837258510, 0.0281216451, -0.0446064052});
  EXPECT_NEAR(*analysis->queries[0].hull_distance, 0.0589357464, 1e-9);
  EXPECT_NEAR(analysis->queries[0].weight_sum, 0.8, 1e-9);
  EXPECT_EQ(analysis->lambda, 0.2);
  const std::vector<std::pair<std::string, std::vector<double>>> cases = {
      {"rectified-differential", {0.0892787420, 0.0677655242, 0, 0.1189785243}},
      {"heaviside-differential", {-0.6024494309, -0.6773573477, 0.0985613964, -0.2187546178}},
      {"heaviside-gate", {0.1975505691, 0.1226426523, 0, 0.5812453822}},
  };
  options.lambda.reset();  // 0.8 where the model has none
  for (const auto& [name, weights] : cases) {
    options.mechanism = name;
    expect_near(run()->queries[0].key_weights, weights);
    EXPECT_EQ(run()->lambda, 0.8);
  }
}

TEST_F(Toy, SignedAndOtherPairwise) {
  MechanismOptions& options = m_request.mechanism;
  const std::vector<double> cog = {0.1477307392, -0.1860721486, -0.2315346845, 0.4346624277};
  const std::vector<std::pair<std::string, std::vector<double>>> cases = {
      {"cog", cog},
      {"dipole-v1", cog},
      {"dipole-v2", {-0.0042659088, -0.2024396853, -0.3059474838, 0.5126530779}},
      {"affine", {-0.6048988617, -0.7547146954, -0.8028772072, 0.1624907643}},
      {"linear", {0.3548389671, 0.1618119706, 0.1856392428, 0.2977098194}},
      {"relu-expm1", {0.0532388370, 0, 0, 0.9467611630}},
      {"softpick", {0.0410008273, 0, 0, 0.7291292058}},
  };
  for (const auto& [name, weights] : cases) {
    options.mechanism = name;
    expect_near(run()->queries[0].key_weights, weights);
  }
  options.mechanism = "cog";
  const auto analysis = run();
  EXPECT_NEAR(*analysis->queries[0].gauge, 0.1509969430, 1e-9);
  EXPECT_NEAR(*analysis->queries[0].hull_distance, 0.3775309583, 1e-9);
  EXPECT_NEAR(analysis->queries[0].negative_mass, 0.1860721486 + 0.2315346845, 1e-9);
  options.mechanism = "dipole-v1";
  options.negative_value = "own";
  expect_near(run()->queries[0].output, {-0.6269492458, 0.2740371099, -0.1262899160});
}

TEST_F(Toy, KeysSelectedByTheIndexer) {
  MechanismOptions& options = m_request.mechanism;
  options.mechanism = "two-simplicial";
  options.keep = 2;
  for (const char* select : {"indexer", "indexer-softmax"}) {
    options.select = select;
    const auto analysis = run();
    expect_near(analysis->queries[0].output, {0.0326470380, 0.0824930888, -0.1325204460});
    EXPECT_NEAR(*analysis->queries[0].log_sum_exp, 1.4824321623, 1e-9);
    EXPECT_EQ(analysis->triangles.size(), 4U);
  }
  options.keep = 4;
  options.select = "indexer";
  expect_near(run()->queries[0].output, {0.2654895468, -0.0406268055, 0.0151638839});
}

TEST_F(Toy, EveryMechanismRunsForEveryQueryAndPlace) {
  m_request.query = {Selector::Kind::all, 0, {}};
  for (const MechanismInfo& info : mechanisms()) {
    m_request.mechanism.mechanism = info.name;
    for (const char* place : {"value", "key", "query", "output", "sequence", "outside"}) {
      m_request.place_by = place;
      const auto analysis = run();
      ASSERT_EQ(analysis->queries.size(), 4U) << info.name;
      EXPECT_EQ(analysis->placement.tokens.n_rows, 4) << info.name << ' ' << place;
      EXPECT_EQ(analysis->placement.outputs.n_rows, 4) << info.name << ' ' << place;
      for (const QueryResult& query : analysis->queries) {
        EXPECT_EQ(query.key_weights.size(), 4U);
        if (info.attainable_set == "conv(V)") {
          EXPECT_TRUE(query.inside_hull) << info.name << ' ' << query.position;
        }
      }
    }
  }
}

}  // namespace
}  // namespace baryscope
