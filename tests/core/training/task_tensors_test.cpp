#include "core/training/task_tensors.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/model/transformer.h"
#include "core/training/recipes.h"

namespace baryscope {
namespace {

TaskBatch class_batch() {
  TaskBatch batch;
  batch.n_examples = 2;
  batch.n_tokens = 2;
  batch.ids = {0, 1, 2, 3};
  batch.labels = {1, 0, -1, 2};
  batch.asked = {1, 0, 0, 1};
  return batch;
}

TEST(TaskTensors, CrossEntropyIsTheMeanOverTheAskedTokens) {
  const BatchTensors tensors = batch_tensors(class_batch(), 0, at::kCPU);
  at::Tensor answers = at::zeros({2, 2, 3}, at::kFloat);
  answers[0][0] = at::tensor({1.0, 2.0, 3.0}, at::kFloat);
  answers[0][1] = at::full({3}, 1e9, at::kFloat);  // not asked
  answers[1][1] = at::tensor({0.5, -0.5, 4.0}, at::kFloat);
  const double first = -(2 - std::log(std::exp(1) + std::exp(2) + std::exp(3)));
  const double second = -(4 - std::log(std::exp(0.5) + std::exp(-0.5) + std::exp(4)));
  EXPECT_NEAR(answer_loss(answers, tensors).item<double>(), (first + second) / 2, 1e-6);
  EXPECT_NEAR(answer_loss(at::zeros({2, 2, 3}, at::kFloat), tensors).item<double>(), std::log(3),
              1e-6);
}

TEST(TaskTensors, SquaredErrorIsTheMeanOverAskedTokensAndEntries) {
  TaskBatch batch = class_batch();
  batch.vectors = {1, 2, 9, 9, 9, 9, -1, 0.5F};
  const BatchTensors tensors = batch_tensors(batch, 2, at::kCPU);
  const at::Tensor answers = at::zeros({2, 2, 2}, at::kFloat);
  EXPECT_NEAR(answer_loss(answers, tensors).item<double>(), (1 + 4 + 1 + 0.25) / 4, 1e-6);
  EXPECT_NEAR(answer_loss(tensors.truth.clone(), tensors).item<double>(), 0, 1e-12);
}

TrainingRequest request_of(const std::string& task, const std::string& mechanism) {
  TrainingRequest request;
  request.task.name = task;
  request.mechanism.mechanism = mechanism;
  const Recipe defaults = recipe(request.task, request.mechanism);
  request.shape = defaults.shape;
  request.optimizer = defaults.optimizer;
  return request;
}

TEST(TaskTensors, AVectorsEntriesKeepTheirNames) {
  const TrainingRequest request = request_of("signed-sum", "cog");
  const auto task = make_task(request.task);
  const TransformerConfig config = requested_transformer(request, *task);
  EXPECT_EQ(config.readout, ReadoutKind::token_vector);
  EXPECT_EQ(config.n_outputs, task->vector_dim());
  ASSERT_FALSE(config.labels.empty());
  EXPECT_EQ(config.labels, task->vector_names());
}

TEST(TaskTensors, ALoneLayerIsReadAsItIs) {
  TrainingRequest request = request_of("street", "two-simplicial");
  request.shape = ModelShape{};
  const auto task = make_task(request.task);
  const TransformerConfig config = requested_transformer(request, *task);
  EXPECT_FALSE(config.output_projection);
  EXPECT_FALSE(config.residual);
  EXPECT_EQ(config.norm, NormKind::none);
  EXPECT_EQ(config.positions, PositionKind::none);
  EXPECT_EQ(config.mlp_dim, 0);
  EXPECT_EQ(config.labels, task->labels());
  EXPECT_EQ(config.n_features, task->vocabulary().features.n_columns);
  EXPECT_EQ(config.task, "street");
  EXPECT_EQ(config.example.at("text"), task->example_text());
  EXPECT_EQ(config.example.at("query"), task->example_query());
  ASSERT_EQ(config.layers.size(), 1u);
  EXPECT_EQ(config.layers[0].mechanism.mechanism, "two-simplicial");
  EXPECT_EQ(config.layers[0].mechanism.key_prime, "own");
}

TEST(TaskTensors, LayersFollowEveryAndSoftmaxEnds) {
  TrainingRequest request = request_of("street", "cog");
  request.shape.n_layers = 6;
  request.shape.residual = true;
  const auto task = make_task(request.task);
  const auto names = [&] {
    std::vector<std::string> list;
    for (const LayerConfig& layer : requested_transformer(request, *task).layers) {
      list.push_back(layer.mechanism.mechanism);
    }
    return list;
  };
  request.shape.every = 2;
  EXPECT_EQ(names(),
            (std::vector<std::string>{"pairwise", "cog", "pairwise", "cog", "pairwise", "cog"}));
  request.shape.every = 1;
  request.shape.softmax_ends = true;
  EXPECT_EQ(names(),
            (std::vector<std::string>{"pairwise", "cog", "cog", "cog", "cog", "pairwise"}));
}

TEST(TaskTensors, WhatMakesNoModelIsAUsageError) {
  TrainingRequest request = request_of("street", "two-simplicial");
  request.mechanism.key_prime = "previous-layer";
  EXPECT_THROW(requested_transformer(request, *make_task(request.task)), UsageError);
}

TEST(TaskTensors, EveryTaskMakesAModelUnderItsRecipe) {
  for (const TaskInfo& info : tasks()) {
    for (const char* mechanism : {"pairwise", "two-simplicial", "differential", "cog"}) {
      const TrainingRequest request = request_of(info.name, mechanism);
      const auto task = make_task(request.task);
      Random random(1);
      const Transformer model(requested_transformer(request, *task),
                              feature_tensor(task->vocabulary()), random, at::kCPU);
      const TaskBatch batch = task->make(random, 3);
      const BatchTensors tensors = batch_tensors(batch, task->vector_dim(), at::kCPU);
      const at::Tensor loss = answer_loss(model.run(tensors.ids, {}, nullptr, {}).answers, tensors);
      EXPECT_TRUE(std::isfinite(loss.item<double>())) << info.name << " " << mechanism;
    }
  }
}

}  // namespace
}  // namespace baryscope
