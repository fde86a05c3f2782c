#include "core/sampling/studies/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stop_token>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/studies/classifier.h"
#include "core/sampling/studies/folds.h"
#include "core/sampling/studies/scores.h"
#include "tests/core/sampling/plain_neighbors.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;

DataSet moons(std::uint64_t seed = 3) {
  DataRequest request;
  request.data_set = "two-moons";
  request.n_samples = 500;
  request.imbalance = 9;
  request.noise = 0.25;
  request.seed = seed;
  return load_data(request, {});
}

/// Points of one cloud; every class has `counts` of them, at random places.
DataSet cloud(const std::vector<int>& counts, std::uint64_t seed) {
  DataSet data;
  data.name = "cloud";
  for (std::size_t c = 0; c < counts.size(); ++c) {
    data.classes.push_back("c" + std::string(1, static_cast<char>('0' + c)));
    data.labels.insert(data.labels.end(), static_cast<std::size_t>(counts[c]), static_cast<int>(c));
  }
  data.points = bell_points(static_cast<int>(data.labels.size()), 2, seed);
  data.features = {"x", "y"};
  return data;
}

SamplingRequest request_of(const std::string& sampler, std::uint64_t seed = 1) {
  SamplingRequest request;
  request.sampler.sampler = sampler;
  request.sampler.seed = seed;
  return request;
}

const EvaluationRow& row_of(const SamplingEvaluation& evaluation, const std::string& sampler) {
  const auto row = std::ranges::find(evaluation.rows, sampler, &EvaluationRow::sampler);
  EXPECT_NE(row, evaluation.rows.end());
  return *row;
}

std::vector<double> all_scores(const SamplingEvaluation& evaluation) {
  std::vector<double> scores;
  for (const EvaluationRow& row : evaluation.rows) {
    scores.insert(scores.end(), row.f1.begin(), row.f1.end());
    scores.insert(scores.end(), row.mcc.begin(), row.mcc.end());
  }
  return scores;
}

TEST(Evaluation, ComparesNoneSmoteAndTheSamplerAskedFor) {
  const DataSet data = moons();
  for (const auto& [sampler, expected] :
       std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"simplicial-smote", {"none", "smote", "simplicial-smote"}},
           {"smote", {"none", "smote"}},
           {"none", {"none", "smote"}}}) {
    const SamplingEvaluation found = evaluate(data, request_of(sampler), {});
    std::vector<std::string> names;
    for (const EvaluationRow& row : found.rows) {
      names.push_back(row.sampler);
      EXPECT_EQ(row.f1.size(), 5U);
      EXPECT_EQ(row.mcc.size(), 5U);
    }
    EXPECT_EQ(names, expected);
    EXPECT_EQ(found.n_folds, 5);
    EXPECT_EQ(found.n_points, 500U);
    EXPECT_EQ(found.classifier, "knn");
  }
}

TEST(Evaluation, DependsOnTheSeedAlone) {
  const DataSet data = moons();
  const std::vector<double> scores = all_scores(evaluate(data, request_of("simplicial-smote"), {}));
  EXPECT_EQ(all_scores(evaluate(data, request_of("simplicial-smote"), {})), scores);
  EXPECT_NE(all_scores(evaluate(data, request_of("simplicial-smote", 2), {})), scores);
}

TEST(Evaluation, SamplingHelpsTheMinorityOfTwoMoons) {
  double none = 0, smote = 0, simplicial = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const SamplingEvaluation found =
        evaluate(moons(seed), request_of("simplicial-smote", seed), {});
    none += row_of(found, "none").mean_f1 / 5;
    smote += row_of(found, "smote").mean_f1 / 5;
    simplicial += row_of(found, "simplicial-smote").mean_f1 / 5;
  }
  EXPECT_GT(smote, 0.4);
  EXPECT_GT(simplicial, 0.4);
  EXPECT_LT(std::abs(smote - simplicial), 0.15);
  EXPECT_GT(none, 0.2);
}

/// Were copies of test points among the training points, a classifier would know their classes.
TEST(Evaluation, ScoresNothingWhereClassesMeanNothing) {
  for (const std::string sampler : {"random", "smote", "simplicial-smote"}) {
    double mcc = 0;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      const SamplingEvaluation found =
          evaluate(cloud({400, 100}, seed), request_of(sampler, seed), {});
      mcc += row_of(found, sampler).mean_mcc / 6;
    }
    EXPECT_LT(std::abs(mcc), 0.06) << sampler;
  }
}

TEST(Evaluation, NoTestPointIsEverAVertex) {
  const DataSet data = moons();
  Random random(1);
  const std::vector<int> folds = stratified_folds(data.labels, 2, 5, random);
  std::set<int> tested;
  for (int fold = 0; fold < 5; ++fold) {
    const Split split = make_split(data, folds, fold, false);
    const std::set<int> test(split.test_rows.begin(), split.test_rows.end());
    tested.insert(test.begin(), test.end());
    EXPECT_EQ(split.test_rows.size() + split.training_rows.size(), 500U);
    for (const std::string sampler : {"smote", "adasyn", "simplicial-smote"}) {
      SamplerOptions options;
      options.sampler = sampler;
      const SyntheticSet synthetic = resample(split.training, options, {}).synthetic;
      ASSERT_GT(synthetic.size(), 100);
      for (const std::int32_t vertex : synthetic.vertices) {
        const int row = split.training_rows.at(static_cast<std::size_t>(vertex));
        ASSERT_FALSE(test.contains(row));
        ASSERT_THAT(split.training.points.row(vertex),
                    testing::ElementsAreArray(data.points.row(row)));
      }
    }
  }
  EXPECT_EQ(tested.size(), 500U);
}

TEST(Evaluation, OfNoSamplingIsTheClassifierOnEachFold) {
  const DataSet data = moons();
  for (const bool standardize : {false, true}) {
    SamplingRequest request = request_of("none", 9);
    request.sampler.standardize = standardize;
    const SamplingEvaluation found = evaluate(data, request, {});
    Random random(9);
    const std::vector<int> folds = stratified_folds(data.labels, 2, 5, random);
    for (int fold = 0; fold < 5; ++fold) {
      const Split split = make_split(data, folds, fold, standardize);
      std::vector<int> predicted;
      const Neighbors voters = plain_neighbors(split.training.points, split.test_points, 5, false);
      for (int q = 0; q < voters.n_queries; ++q) {
        int votes = 0;
        for (const std::int32_t voter : voters.of(q)) {
          votes += split.training.labels[static_cast<std::size_t>(voter)];
        }
        predicted.push_back(votes >= 3 ? 1 : 0);
      }
      const auto f = static_cast<std::size_t>(fold);
      EXPECT_EQ(row_of(found, "none").f1[f],
                f1_of_class(split.test_labels, predicted, 1 - data.majority()));
      EXPECT_EQ(row_of(found, "none").mcc[f], matthews_correlation(split.test_labels, predicted));
    }
  }
}

TEST(Evaluation, StandardisingMakesUnitsMeanNothing) {
  DataSet data = moons();
  SamplingRequest request = request_of("smote");
  request.sampler.standardize = true;
  const std::vector<double> scores = all_scores(evaluate(data, request, {}));
  for (int i = 0; i < data.n_points(); ++i) {
    data.points(i, 1) *= 1024;
  }
  EXPECT_EQ(all_scores(evaluate(data, request, {})), scores);
  request.sampler.standardize = false;
  EXPECT_NE(all_scores(evaluate(data, request, {})), scores);
}

TEST(Evaluation, OfSeveralClassesIsMacro) {
  const DataSet data = cloud({150, 60, 30}, 4);
  const SamplingEvaluation found = evaluate(data, request_of("none", 5), {});
  Random random(5);
  const std::vector<int> folds = stratified_folds(data.labels, 3, 5, random);
  const Split split = make_split(data, folds, 0, false);
  const std::vector<int> predicted =
      make_classifier("knn", split.training.points, split.training.labels, 3, nullptr, {})
          ->predict(split.test_points, {});
  EXPECT_EQ(row_of(found, "none").f1.front(), macro_f1(split.test_labels, predicted));
}

TEST(Evaluation, NamesMeansAndDeviations) {
  const EvaluationRow row = evaluate(moons(), request_of("smote"), {}).rows.at(1);
  double sum = 0, squares = 0;
  for (const double score : row.mcc) {
    sum += score;
  }
  for (const double score : row.mcc) {
    squares += (score - sum / 5) * (score - sum / 5);
  }
  EXPECT_DOUBLE_EQ(row.mean_mcc, sum / 5);
  EXPECT_DOUBLE_EQ(row.deviation_mcc, std::sqrt(squares / 4));
}

TEST(Evaluation, UsesFewerFoldsForASmallClass) {
  const SamplingEvaluation found = evaluate(cloud({60, 3}, 6), request_of("smote"), {});
  EXPECT_EQ(found.n_folds, 3);
  EXPECT_EQ(found.rows.front().f1.size(), 3U);
  EXPECT_THAT(found.notes, testing::Contains("the smallest class has 3 points: 3 folds, not 5"));
  EXPECT_THAT(found.notes,
              testing::Contains(testing::AllOf(testing::StartsWith("smote: class c1"),
                                               testing::EndsWith("(every training fold)"))));
}

TEST(Evaluation, LooksAtASampleOfALargeSet) {
  const DataSet data = cloud({60000, 600}, 7);
  SamplingRequest request = request_of("none");
  request.n_folds = 2;
  const SamplingEvaluation found = evaluate(data, request, {});
  EXPECT_NEAR(static_cast<double>(found.n_points), 50000, 1);
  EXPECT_THAT(found.notes, testing::Contains(testing::HasSubstr("of 60600 points")));
}

TEST(Evaluation, RefusesWhatCannotBeSplit) {
  EXPECT_THAT(
      message_of<SamplerError>([] { evaluate(cloud({20, 1}, 8), request_of("smote"), {}); }),
      testing::HasSubstr("class c1 of cloud has a single point"));
  EXPECT_THAT(message_of<SamplerError>([] { evaluate(cloud({20}, 8), request_of("smote"), {}); }),
              testing::HasSubstr("one class only"));
}

TEST(Evaluation, RunsLogisticRegressionToo) {
  SamplingRequest request = request_of("simplicial-smote");
  request.classifier = "logistic";
  const SamplingEvaluation found = evaluate(moons(), request, {});
  EXPECT_EQ(found.classifier, "logistic");
  EXPECT_GT(row_of(found, "simplicial-smote").mean_f1, 0.3);
  request.classifier = "none";
  EXPECT_EQ(evaluate(moons(), request, {}).classifier, "knn");
}

TEST(Evaluation, TellsHowFarItIsAndStops) {
  std::vector<double> fractions;  // samplers tell of their own steps in between
  std::stop_source source;
  const Watch watch(source.get_token(), [&](double fraction, std::string_view step) {
    if (step == "cross-validation") {
      fractions.push_back(fraction);
    }
    if (fractions.size() == 4) {
      source.request_stop();
    }
  });
  EXPECT_THROW(evaluate(moons(), request_of("smote"), watch), Cancelled);
  EXPECT_THAT(fractions, testing::ElementsAre(0, 0.1, 0.2, testing::DoubleEq(0.3)));
}

}  // namespace
}  // namespace baryscope
