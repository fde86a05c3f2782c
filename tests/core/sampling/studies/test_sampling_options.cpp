#include "core/sampling/studies/sampling_options.h"

#include <gtest/gtest.h>

#include <set>

#include "core/analysis/analysis_options.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;

/// The rows of samples, the seed and the processor.
const OptionTable& table() {
  static const OptionTable all = [] {
    std::vector<OptionSpec> rows = sampling_options();
    for (OptionSpec& row : analysis_options()) {
      if (row.id == "seed" || row.id == "cpu") {
        rows.push_back(row);
      }
    }
    return OptionTable(std::move(rows));
  }();
  return all;
}

SamplingRequest request_with(const std::vector<std::pair<std::string, std::string>>& changed) {
  OptionValues values(table());
  for (const auto& [id, value] : changed) {
    values.set(id, value);
  }
  return make_sampling_requests(values).at(0);
}

std::string refusal(const std::string& id, const std::string& value) {
  return message_of<UsageError>([&] { request_with({{id, value}}); });
}

TEST(SamplingOptions, DefaultsAreThoseOfTheRequest) {
  const auto requests = make_sampling_requests(OptionValues(table()));
  ASSERT_EQ(requests.size(), 1U);
  SamplingRequest expected;
  expected.cpu = "auto";  // a request made by hand leaves it to the environment variable
  EXPECT_EQ(requests[0], expected);
}

TEST(SamplingOptions, AllAreOfTheGroupSamplesAndExplained) {
  std::set<std::string> ids;
  for (const OptionSpec& row : sampling_options()) {
    ids.insert(row.id);
    EXPECT_EQ(row.group, "samples") << row.id;
    EXPECT_TRUE(row.help.ends_with('.')) << row.id;
    EXPECT_EQ(canonical_value(row, row.default_value), row.default_value) << row.id;
  }
  EXPECT_EQ(ids, (std::set<std::string>{"dataset", "n-samples", "imbalance", "noise", "missing",
                                        "label-column", "sampler", "compare-sampler", "k-neighbors",
                                        "m-neighbors", "arity", "alpha", "boundary-bias",
                                        "bias-strength", "sampling-strategy", "standardize",
                                        "clique-limit", "classifier", "folds"}));
}

TEST(SamplingOptions, EveryRowReachesTheRequest) {
  const SamplingRequest request = request_with({{"dataset", "torus"},
                                                {"n-samples", "50"},
                                                {"imbalance", "9"},
                                                {"noise", "0.25"},
                                                {"missing", "drop"},
                                                {"sampler", "adasyn"},
                                                {"k-neighbors", "7"},
                                                {"m-neighbors", "8"},
                                                {"arity", "3"},
                                                {"alpha", "0.5"},
                                                {"boundary-bias", "tilt"},
                                                {"bias-strength", "2.5"},
                                                {"sampling-strategy", "0.75"},
                                                {"standardize", "on"},
                                                {"clique-limit", "99"},
                                                {"classifier", "logistic"},
                                                {"folds", "4"},
                                                {"seed", "11"},
                                                {"cpu", "portable"}});
  SamplingRequest expected;
  expected.data = {"torus", 50, 9, 0.25, 11, "drop"};
  expected.sampler.sampler = "adasyn";
  expected.sampler.k_neighbors = 7;
  expected.sampler.m_neighbors = 8;
  expected.sampler.arity = 3;
  expected.sampler.alpha = 0.5;
  expected.sampler.boundary_bias = "tilt";
  expected.sampler.bias_strength = 2.5;
  expected.sampler.sampling_strategy = "0.75";
  expected.sampler.standardize = true;
  expected.sampler.most_cliques = 99;
  expected.sampler.seed = 11;
  expected.classifier = "logistic";
  expected.n_folds = 4;
  expected.cpu = "portable";
  EXPECT_EQ(request, expected);
}

TEST(SamplingOptions, AComparedSamplerMakesASecondRequest) {
  OptionValues values(table());
  values.set("compare-sampler", "smote");
  values.set("seed", "3");
  const auto requests = make_sampling_requests(values);
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[1].data, requests[0].data);
  EXPECT_EQ(requests[1].sampler.sampler, "smote");
  EXPECT_EQ(requests[1].sampler.seed, 3U);
}

TEST(SamplingOptions, ASamplersOptionsAreRows) {
  for (const SamplerInfo& info : samplers()) {
    for (const std::string& id : info.options) {
      EXPECT_NE(table().find_spec(id), nullptr) << info.name << " " << id;
    }
  }
}

TEST(SamplingOptions, ATableWithoutDataStillMakesASampler) {
  std::vector<OptionSpec> rows;
  for (OptionSpec& row : sampling_options()) {
    if (row.id == "sampler" || row.id == "boundary-bias" || row.id == "sampling-strategy" ||
        row.id == "standardize" || row.id == "arity") {
      rows.push_back(row);
    }
  }
  const OptionTable few(std::move(rows));
  OptionValues values(few);
  values.set("arity", "2");
  SamplerOptions expected;
  expected.arity = 2;
  EXPECT_EQ(make_sampler_options(values), expected);
}

TEST(SamplingOptions, BadValuesAreRefusedWithWhatWasExpected) {
  EXPECT_NE(refusal("sampler", "borderline-smote").find("did you mean 'borderline-smote-1'?"),
            std::string::npos);
  EXPECT_NE(refusal("dataset", "two-moon").find("did you mean 'two-moons'?"), std::string::npos);
  EXPECT_EQ(refusal("dataset", "my data.csv"), "no error");
  EXPECT_EQ(refusal("alpha", "0"), "--alpha 0: expected a number from 1e-06 to 1000000");
  EXPECT_EQ(refusal("arity", "0"), "--arity 0: expected a whole number from 1 to 10000");
  EXPECT_EQ(refusal("bias-strength", "-1"),
            "--bias-strength -1: expected a number from 0 to 1000000");
  EXPECT_TRUE(refusal("sampling-strategy", "2")
                  .starts_with("--sampling-strategy 2: expected auto, minority, not minority, not "
                               "majority, all, a ratio"));
  for (const auto& [id, value] :
       std::vector<std::pair<std::string, std::string>>{{"k-neighbors", "0"},
                                                        {"m-neighbors", "x"},
                                                        {"n-samples", "1"},
                                                        {"imbalance", "0.5"},
                                                        {"noise", "-1"},
                                                        {"missing", "guess"},
                                                        {"compare-sampler", "on"},
                                                        {"boundary-bias", "facets"},
                                                        {"standardize", "yes"},
                                                        {"clique-limit", "0"},
                                                        {"classifier", "svm"},
                                                        {"folds", "1"}}) {
    EXPECT_TRUE(refusal(id, value).starts_with("--" + id + " " + value + ": expected"))
        << refusal(id, value);
  }
}

}  // namespace
}  // namespace baryscope
