/// What is to be trained, and what is told while it trains. Plain data, free of ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/request.h"
#include "core/tasks/task.h"

namespace baryscope {

/// The transformer that is trained. A layer is attention(+ MLP); see core/model/transformer.h.
struct ModelShape {
  int n_layers = 1;
  int n_heads = 1;
  int model_dim = 64;
  int head_dim = 24;
  int mlp_dim = 0;            ///< 0: no MLP, the attention does the work
  bool residual = false;      ///< false: a layer's output is the attention's alone
  bool norms = false;         ///< RMSNorm before attention and MLP, and at the end
  bool positions = false;     ///< learned positions; false: a set of tokens
  int every = 1;              ///< the mechanism in every n-th layer (n, 2n, … counted from 1);
                              ///< pairwise elsewhere
  bool softmax_ends = false;  ///< pairwise in the first and the last layer (as cog models do)

  friend bool operator==(const ModelShape&, const ModelShape&) = default;
};

/// AdamW (Loshchilov & Hutter 2019) with linear warm-up and a cosine to zero.
struct OptimizerOptions {
  int steps = 3000;
  int batch = 256;  ///< examples a step
  double learning_rate = 6e-3;
  double warm_up = 0.1;  ///< share of the steps
  double weight_decay = 1e-3;
  double clip = 1;  ///< largest gradient norm; 0: none

  friend bool operator==(const OptimizerOptions&, const OptimizerOptions&) = default;
};

struct TrainingRequest {
  TaskOptions task;
  MechanismOptions mechanism;
  ModelShape shape;
  OptimizerOptions optimizer;
  std::filesystem::path output;  ///< the model folder
  bool closed_form = false;      ///< match3: weights by the formula, nothing is trained
  bool resume = false;           ///< go on from the folder's checkpoint
  bool force = false;            ///< train anew over a folder that holds a model of ours
  int evaluate_every = 250;      ///< steps
  int checkpoint_every = 500;    ///< steps
  int keep_checkpoints = 1;      ///< moments whose weights stay (kept_weights.h), the last included
  int n_evaluated = 4000;        ///< fresh examples at the end (a quarter of them on the way)
  std::string device = "auto";
  int n_threads = 0;  ///< 0: one, small models gain nothing from more
  std::string cpu;    ///< as ProcessorScope takes it
  std::uint64_t seed = 0;

  friend bool operator==(const TrainingRequest&, const TrainingRequest&) = default;
};

/// Throws UsageError for numbers that make no training.
void check_training_request(const TrainingRequest& request);

/// What fresh examples say. What a task or mechanism does not define is nothing.
struct TaskMetrics {
  double loss = 0;
  double accuracy = 0;  ///< share of the asked tokens answered right
  /// Of the tokens whose answer is a true pair: the share whose heaviest pair of two other tokens
  /// is a true one (triple-wise mechanisms, first such layer).
  std::optional<double> heaviest_pair_true;
  std::optional<double> mass_on_true_pairs;  ///< mean of the weight on true pairs, both orders
  std::optional<double> noise_mass;          ///< mean Σ|w| off the relevant keys over Σ|w|
  std::optional<double> exact_zeros;         ///< mean share of irrelevant keys of weight exactly 0
  std::optional<double> outside_hull;        ///< share of asked outputs certified outside conv(V)
  std::optional<double> hull_distance;       ///< mean certified distance, relative to max‖v‖
};

struct TrainingPoint {
  int step = 0;  ///< steps done
  double loss = 0;
  double learning_rate = 0;
  double gradient_norm = 0;               ///< before clipping
  double steps_per_second = 0;            ///< of late
  std::optional<TaskMetrics> evaluation;  ///< on the way and at the end
};

struct TrainingResult {
  int steps_done = 0;
  bool stopped = false;  ///< by request, before the last step; the folder can be resumed
  TaskMetrics metrics;
  double seconds = 0;           ///< with those before it was gone on with
  double steps_per_second = 0;  ///< of this run alone; 0: it made no step
  std::int64_t n_parameters = 0;
  std::vector<TrainingPoint> curve;
};

/// How a running training is steered and heard. All functions are called on the training's thread.
struct TrainingListener {
  std::function<void(const TrainingPoint&)> on_point;  ///< some ten times a second at most
  /// Asked once a step: true publishes the weights of this moment, see Engine::train().
  std::function<bool()> wants_snapshot;
  std::function<void(int step)> on_snapshot;
  /// Asked once a step: waits while paused; false ends the training after this step.
  std::function<bool()> go_on;
};

}  // namespace baryscope
