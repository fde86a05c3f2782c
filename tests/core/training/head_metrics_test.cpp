// The metrics of what weights do, against sums written out from the definition.
#include "core/training/head_metrics.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/model/transformer.h"
#include "core/training/evaluation.h"
#include "core/training/recipes.h"
#include "core/training/task_tensors.h"

namespace baryscope {
namespace {

struct Made {
  TrainingRequest request;
  std::unique_ptr<const Task> task;
  std::unique_ptr<Transformer> model;
};

Made make(const TaskOptions& options, const std::string& mechanism, int n_heads) {
  Made made;
  made.request.task = options;
  made.request.mechanism.mechanism = mechanism;
  made.request.shape = {};
  made.request.shape.n_heads = n_heads;
  made.request.shape.model_dim = 10;
  made.request.shape.head_dim = 4;
  made.task = make_task(options);
  Random random(5);
  made.model =
      std::make_unique<Transformer>(requested_transformer(made.request, *made.task),
                                    feature_tensor(made.task->vocabulary()), random, at::kCPU);
  return made;
}

struct Text {
  Capture capture;
  std::vector<std::int64_t> ids;
  std::vector<std::uint8_t> asked;
};

std::vector<Text> make_texts(const Made& made, int n_texts) {
  const at::NoGradGuard no_gradients;
  Random random(11);
  std::vector<Text> texts;
  for (int i = 0; i < n_texts; ++i) {
    const TaskBatch batch = made.task->make(random, 1);
    Text text;
    text.ids = batch.ids;
    text.asked = batch.asked;
    static_cast<void>(made.model->run(batch_tensors(batch, made.task->vector_dim(), at::kCPU).ids,
                                      {}, &text.capture, {}));
    texts.push_back(std::move(text));
  }
  return texts;
}

TaskMetrics measured(const Made& made, const std::vector<Text>& texts, int max_outputs = 1000) {
  HeadMetrics heads(*made.task, made.request.mechanism.mechanism, max_outputs);
  for (const Text& text : texts) {
    heads.add(text.capture, text.ids, text.asked, {});
  }
  TaskMetrics metrics;
  heads.report(metrics);
  return metrics;
}

double entry(const at::Tensor& values, std::int64_t head, std::int64_t token, std::int64_t l) {
  return values.index({head, token, l}).item<double>();
}

/// S_ijk of science.md §2.1, [n, n], one head.
std::vector<double> plain_weights(const LayerCapture& layer, std::int64_t head, std::int64_t i) {
  const std::int64_t n = layer.key.size(1), d = layer.key.size(2);
  std::vector<double> weights;
  double sum = 0;
  for (std::int64_t j = 0; j < n; ++j) {
    for (std::int64_t k = 0; k < n; ++k) {
      double score = 0;
      for (std::int64_t l = 0; l < d; ++l) {
        score += entry(layer.query, head, i, l) * entry(layer.key, head, j, l) *
                 entry(layer.key_prime, head, k, l);
      }
      weights.push_back(std::exp(score / std::sqrt(static_cast<double>(d))));
      sum += weights.back();
    }
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

TEST(HeadMetrics, TruePairsAgreeWithTheDefinition) {
  TaskOptions options;
  options.places = 5;
  options.plots = 7;
  for (const bool blank : {false, true}) {
    options.blank = blank;
    const Made made = make(options, "two-simplicial", 2);
    const std::vector<Text> texts = make_texts(made, 150);
    int n_queries = 0, n_hits = 0;
    double mass = 0;
    for (const Text& text : texts) {
      const LayerCapture& layer = text.capture.layers.at(0);
      const auto n = static_cast<int>(text.ids.size());
      for (int i = 0; i < n; ++i) {
        const auto pairs = made.task->true_pairs(text.ids, i);
        if (text.asked[static_cast<std::size_t>(i)] == 0 || pairs.empty()) continue;
        const auto a = plain_weights(layer, 0, i), b = plain_weights(layer, 1, i);
        double best = -1;
        bool hit = false;
        for (int j = 0; j < n; ++j) {
          for (int k = 0; k < n; ++k) {
            const auto place = static_cast<std::size_t>(j * n + k);
            const double weight = (a[place] + b[place]) / 2;
            const bool is_true = std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
              return pair == std::pair(std::min(j, k), std::max(j, k));
            });
            if (is_true) mass += weight;
            const auto is_blank = [&](int key) {
              return blank &&
                     text.ids[static_cast<std::size_t>(key)] == *made.task->vocabulary().blank;
            };
            if (j != k && j != i && k != i && !is_blank(j) && !is_blank(k) && weight > best) {
              best = weight;
              hit = is_true;
            }
          }
        }
        ++n_queries;
        n_hits += hit ? 1 : 0;
      }
    }
    ASSERT_GT(n_queries, 10);
    const TaskMetrics metrics = measured(made, texts);
    EXPECT_NEAR(metrics.heaviest_pair_true.value(), static_cast<double>(n_hits) / n_queries, 1e-12);
    EXPECT_NEAR(metrics.mass_on_true_pairs.value(), mass / n_queries, 1e-6);
    EXPECT_FALSE(metrics.noise_mass.has_value());
  }
}

TEST(HeadMetrics, NoiseIsWhatLiesOffTheRelevantKeys) {
  TaskOptions options;
  options.name = "needle";
  options.keys = 8;
  const Made made = make(options, "pairwise", 1);
  const std::vector<Text> texts = make_texts(made, 10);
  double noise = 0;
  int n_rows = 0;
  for (const Text& text : texts) {
    const LayerCapture& layer = text.capture.layers.at(0);
    const auto n = static_cast<std::int64_t>(text.ids.size());
    for (std::int64_t i = 0; i < n; ++i) {
      const auto relevant = made.task->relevant_keys(text.ids, static_cast<int>(i));
      if (text.asked[static_cast<std::size_t>(i)] == 0 || relevant.empty()) continue;
      double sum = 0, off = 0;
      for (std::int64_t j = 0; j < n; ++j) {
        double score = 0;
        for (std::int64_t l = 0; l < layer.key.size(2); ++l) {
          score += entry(layer.query, 0, i, l) * entry(layer.key, 0, j, l);
        }
        const double weight = std::exp(score / 2);  // √d = 2
        sum += weight;
        if (std::find(relevant.begin(), relevant.end(), static_cast<int>(j)) == relevant.end()) {
          off += weight;
        }
      }
      noise += off / sum;
      ++n_rows;
    }
  }
  ASSERT_GT(n_rows, 5);
  const TaskMetrics metrics = measured(made, texts);
  EXPECT_NEAR(metrics.noise_mass.value(), noise / n_rows, 1e-6);
  EXPECT_EQ(metrics.exact_zeros.value(), 0) << "softmax has no zeros";
  EXPECT_FALSE(metrics.heaviest_pair_true.has_value());
  EXPECT_GT(measured(make(options, "softpick", 1), make_texts(make(options, "softpick", 1), 10))
                .exact_zeros.value(),
            0.01);
}

TEST(HeadMetrics, SoftmaxStaysInTheHullAndSignedWeightsLeaveIt) {
  TaskOptions options;
  options.name = "signed-sum";
  options.keys = 5;
  const Made inside = make(options, "pairwise", 2);
  const TaskMetrics softmax = measured(inside, make_texts(inside, 20));
  EXPECT_EQ(softmax.outside_hull.value(), 0);
  EXPECT_LT(softmax.hull_distance.value(), 1e-6);
  const Made outside = make(options, "cog", 2);
  const TaskMetrics cog = measured(outside, make_texts(outside, 20));
  EXPECT_GT(cog.outside_hull.value(), 0.5);
  EXPECT_GT(cog.hull_distance.value(), 0.01);
}

TEST(HeadMetrics, TheLossIsTheMeanOverAllAskedPlacesOfAllBatches) {
  TaskOptions options;
  options.places = 4;
  options.plots = 9;
  const Made made = make(options, "two-simplicial", 1);
  constexpr int n_examples = 700;
  const TaskMetrics metrics =
      evaluate(*made.model, *made.task, "two-simplicial", Random(3), {n_examples, 0, 0}, {});
  // The same examples, their answers taken one by one.
  const at::NoGradGuard no_gradients;
  double loss = 0;
  std::int64_t n_asked = 0;
  Random random(3);
  for (int left = n_examples; left > 0;) {
    const TaskBatch batch = made.task->make(random, std::min(left, 250));
    left -= batch.n_examples;
    const BatchTensors tensors = batch_tensors(batch, made.task->vector_dim(), at::kCPU);
    const at::Tensor answers = made.model->run(tensors.ids, {}, nullptr, {}).answers;
    const at::Tensor logs = at::log_softmax(answers.to(at::kDouble), -1).flatten(0, -2);
    for (std::size_t place = 0; place < batch.asked.size(); ++place) {
      if (batch.asked[place] == 0) continue;
      loss -= logs.index({static_cast<std::int64_t>(place), batch.labels[place]}).item<double>();
      ++n_asked;
    }
  }
  EXPECT_NEAR(metrics.loss, loss / static_cast<double>(n_asked), 1e-6);
}

TEST(HeadMetrics, EvaluationIsDrawnFromItsGeneratorAlone) {
  TaskOptions options;
  options.places = 4;
  options.plots = 9;
  const Made made = make(options, "two-simplicial", 1);
  const EvaluationSize size{300, 20, 10};
  const TaskMetrics first =
      evaluate(*made.model, *made.task, "two-simplicial", Random(3), size, {});
  const TaskMetrics again =
      evaluate(*made.model, *made.task, "two-simplicial", Random(3), size, {});
  const TaskMetrics other =
      evaluate(*made.model, *made.task, "two-simplicial", Random(4), size, {});
  EXPECT_EQ(first.loss, again.loss);
  EXPECT_NE(first.loss, other.loss);
  EXPECT_GE(first.accuracy, 0);
  EXPECT_LE(first.accuracy, 1);
  EXPECT_TRUE(first.heaviest_pair_true.has_value());
}

}  // namespace
}  // namespace baryscope
