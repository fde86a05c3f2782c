#include "core/training/training_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/analysis_options.h"
#include "core/base/error.h"
#include "core/training/recipes.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

const OptionTable& table() {
  static const OptionTable made = [] {
    std::vector<OptionSpec> rows = analysis_options();
    for (OptionSpec& row : training_options()) {
      rows.push_back(std::move(row));
    }
    return OptionTable(std::move(rows));
  }();
  return made;
}

OptionValues values(const std::vector<std::pair<std::string, std::string>>& given) {
  OptionValues made(table());
  for (const auto& [id, value] : given) {
    made.set(id, value);
  }
  return made;
}

std::string usage(const std::vector<std::pair<std::string, std::string>>& given) {
  try {
    make_training_request(values(given), "x");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(no usage error)";
}

TEST(TrainingOptions, EveryTaskOfTheListCanBeNamedAndTrained) {
  ASSERT_FALSE(tasks().empty());
  for (const TaskInfo& task : tasks()) {
    const TrainingRequest request = make_training_request(values({{"train", task.name}}), "x");
    EXPECT_EQ(request.task.name, task.name);
    for (const std::string& id : task.options) {
      EXPECT_EQ(table().spec(id).group, "training") << task.name;
    }
  }
}

TEST(TrainingOptions, TheClosedFormBringsItsOwnMechanismAndBlank) {
  const TrainingRequest request =
      make_training_request(values({{"train", "match3"}, {"closed-form", "on"}}), "x");
  EXPECT_TRUE(request.closed_form);
  EXPECT_TRUE(request.task.blank);
  EXPECT_EQ(request.mechanism.mechanism, "two-simplicial");
  EXPECT_EQ(request.mechanism.score, "determinant");
  EXPECT_THAT(usage({{"train", "street"}, {"closed-form", "on"}}),
              HasSubstr("expected --train match3"));
  EXPECT_THAT(usage({{"train", "match3"}, {"closed-form", "on"}, {"mechanism", "cog"}}),
              HasSubstr("leave out --mechanism"));
}

TEST(TrainingOptions, AutomaticValuesAreTheRecipes) {
  for (const char* mechanism : {"pairwise", "two-simplicial", "cog", "differential"}) {
    const TrainingRequest request =
        make_training_request(values({{"train", "street"}, {"mechanism", mechanism}}), "folder");
    const Recipe expected = recipe(request.task, request.mechanism);
    EXPECT_EQ(request.shape, expected.shape) << mechanism;
    EXPECT_EQ(request.optimizer, expected.optimizer) << mechanism;
    EXPECT_EQ(request.task, TaskOptions{}) << mechanism;
    EXPECT_EQ(request.output, "folder");
  }
  EXPECT_EQ(make_training_request(values({{"train", "street"}}), "x").mechanism.mechanism,
            "pairwise");
}

TEST(TrainingOptions, GivenValuesWin) {
  const TrainingRequest request = make_training_request(values({{"train", "street"},
                                                                {"mechanism", "two-simplicial"},
                                                                {"score", "strassen"},
                                                                {"steps", "7"},
                                                                {"batch", "3"},
                                                                {"learning-rate", "0.5"},
                                                                {"warm-up", "0"},
                                                                {"weight-decay", "0.25"},
                                                                {"clip", "0"},
                                                                {"n-layers", "4"},
                                                                {"n-heads", "2"},
                                                                {"model-dim", "12"},
                                                                {"head-dim", "6"},
                                                                {"mlp-dim", "9"},
                                                                {"residual", "on"},
                                                                {"norms", "on"},
                                                                {"positions", "on"},
                                                                {"every", "2"},
                                                                {"softmax-ends", "on"},
                                                                {"places", "5"},
                                                                {"plots", "9"},
                                                                {"blank", "on"},
                                                                {"resume", "on"},
                                                                {"force", "on"},
                                                                {"evaluate-every", "11"},
                                                                {"checkpoint-every", "13"},
                                                                {"keep-checkpoints", "9"},
                                                                {"device", "cpu"},
                                                                {"threads", "2"},
                                                                {"cpu", "avx2"},
                                                                {"seed", "17"}}),
                                                        "x");
  EXPECT_EQ(request.mechanism.score, "strassen");
  const OptimizerOptions optimizer{7, 3, 0.5, 0, 0.25, 0};
  EXPECT_EQ(request.optimizer, optimizer);
  const ModelShape shape{4, 2, 12, 6, 9, true, true, true, 2, true};
  EXPECT_EQ(request.shape, shape);
  EXPECT_EQ(request.task.places, 5);
  EXPECT_EQ(request.task.plots, 9);
  EXPECT_TRUE(request.task.blank);
  EXPECT_TRUE(request.resume);
  EXPECT_TRUE(request.force);
  EXPECT_EQ(request.evaluate_every, 11);
  EXPECT_EQ(request.checkpoint_every, 13);
  EXPECT_EQ(request.keep_checkpoints, 9);
  EXPECT_EQ(request.device, "cpu");
  EXPECT_EQ(request.n_threads, 2);
  EXPECT_EQ(request.cpu, "avx2");
  EXPECT_EQ(request.seed, 17u);
}

TEST(TrainingOptions, WhatFitsNoTrainingIsRefused) {
  EXPECT_THAT(usage({}), HasSubstr("--train"));
  EXPECT_THAT(usage({{"train", "street"}, {"places", "9"}, {"plots", "5"}}), HasSubstr("plots"));
  EXPECT_THROW(values({{"train", "stret"}}), UsageError);
  EXPECT_THROW(values({{"learning-rate", "0"}}), UsageError);
  EXPECT_THROW(values({{"warm-up", "1.5"}}), UsageError);
  EXPECT_THROW(values({{"steps", "0"}}), UsageError);
}

}  // namespace
}  // namespace baryscope
