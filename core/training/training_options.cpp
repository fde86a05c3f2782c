#include "core/training/training_options.h"

#include <optional>
#include <string>
#include <utility>

#include "core/analysis/analysis_options.h"
#include "core/analysis/mechanism_list.h"
#include "core/analysis/score_list.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/options/option_row.h"
#include "core/training/recipes.h"

namespace baryscope {
namespace {

constexpr const char* group = "training";

/// What a row without a value of its own means.
constexpr const char* by_recipe = "auto";

OptionSpec bounded(std::string id, OptionType type, std::string default_value,
                   std::optional<double> minimum, std::optional<double> maximum, std::string help) {
  OptionSpec spec =
      option_row(std::move(id), type, std::move(default_value), group, std::move(help));
  spec.minimum = minimum;
  spec.maximum = maximum;
  if (spec.default_value == by_recipe) {
    spec.choices = {by_recipe};
  }
  return spec;
}

OptionSpec count(std::string id, double minimum, double maximum, std::string help,
                 std::string default_value = by_recipe) {
  return bounded(std::move(id), OptionType::integer, std::move(default_value), minimum, maximum,
                 std::move(help));
}

OptionSpec switch_row(std::string id, std::string help) {
  OptionSpec spec =
      option_row(std::move(id), OptionType::choice, by_recipe, group, std::move(help));
  spec.choices = {by_recipe, "on", "off"};
  return spec;
}

void append_run(std::vector<OptionSpec>& rows) {
  OptionSpec train = option_row("train", OptionType::choice, "none", group,
                                "Trains a model on this task, under the mechanism that is given, "
                                "and writes its folder (--output FOLDER/).");
  train.choices = {"none"};
  for (const TaskInfo& task : tasks()) {
    train.choices.push_back(task.name);
  }
  rows.push_back(std::move(train));
  rows.push_back(count("steps", 1, 1e7, "Optimiser steps."));
  rows.push_back(count("batch", 1, 65536, "Fresh examples a step."));
  OptionSpec rate = bounded("learning-rate", OptionType::number, by_recipe, 0, std::nullopt,
                            "The largest step size of AdamW, reached after the warm-up.");
  rate.minimum_exclusive = true;
  rows.push_back(std::move(rate));
  rows.push_back(bounded("warm-up", OptionType::number, by_recipe, 0, 1,
                         "The share of the steps in which the step size rises from 0; a cosine "
                         "leads it back to 0 after them."));
  rows.push_back(bounded("weight-decay", OptionType::number, by_recipe, 0, std::nullopt,
                         "How fast AdamW shrinks the weights, times the step size."));
  rows.push_back(bounded("clip", OptionType::number, by_recipe, 0, std::nullopt,
                         "The largest norm of all gradients together; 0 leaves them as they are."));
  rows.push_back(count("evaluate-every", 1, 1e7,
                       "After so many steps fresh examples say how good the model is.", "250"));
  rows.push_back(count("checkpoint-every", 1, 1e7,
                       "After so many steps all that is needed to go on is written.", "500"));
  rows.push_back(
      count("keep-checkpoints", 1, 1000,
            "Of so many moments, evenly from before the first step to the last, the "
            "weights stay, for the film of a training; 1 keeps the finished model alone.",
            "1"));
  rows.push_back(
      option_row("closed-form", OptionType::flag, "off", group,
                 "match3: writes down the weights that solve it exactly, up to "
                 "modulus 920, in place of training (2-simplicial, determinant score)."));
  rows.push_back(option_row("resume", OptionType::flag, "off", group,
                            "Goes on from the folder's checkpoint, as if it had never stopped."));
}

void append_shape(std::vector<OptionSpec>& rows) {
  rows.push_back(count("n-layers", 1, 64, "Layers of the model."));
  rows.push_back(count("n-heads", 1, 64, "Attention heads a layer."));
  rows.push_back(count("model-dim", 1, 4096, "Width of the stream between the layers."));
  rows.push_back(count("head-dim", 1, 1024, "Width of queries, keys and values."));
  rows.push_back(count("mlp-dim", 0, 16384,
                       "Hidden width of the MLP after the attention; 0 leaves the work to the "
                       "attention."));
  rows.push_back(switch_row("residual",
                            "Whether a layer adds to the stream (x + f(x)) or replaces "
                            "it."));
  rows.push_back(switch_row("norms", "RMSNorm before attention and MLP and at the end."));
  rows.push_back(switch_row("positions",
                            "Learned positions; without them a text is a set of "
                            "tokens."));
  rows.push_back(count("every", 1, 64,
                       "The mechanism is in every n-th layer (n, 2n, …, counted from 1), pairwise "
                       "attention in the others."));
  rows.push_back(switch_row("softmax-ends", "Pairwise attention in the first and the last layer."));
}

void append_tasks(std::vector<OptionSpec>& rows) {
  const TaskOptions task;  // domains as make_task() checks them
  const auto own = [](double value) { return to_text(value); };
  rows.push_back(count("places", 3, 24, "street: places a text.", own(task.places)));
  rows.push_back(count("plots", 3, 256, "street: numbered plots of the street.", own(task.plots)));
  rows.push_back(count("modulus", 2, 1024, "match3: numbers are added mod M.", own(task.modulus)));
  rows.push_back(count("numbers", 2, 256, "match3: numbers a text.", own(task.numbers)));
  rows.push_back(count("hops", 1, 64, "chase: how many pointers are followed.", own(task.hops)));
  rows.push_back(count("nodes", 2, 26, "chase: nodes of the map.", own(task.nodes)));
  rows.push_back(count("keys", 2, 512,
                       "needle: keys a text at most; signed-sum: words a text at most (up to 32).",
                       own(task.keys)));
  rows.push_back(bounded("key-noise", OptionType::number, own(task.key_noise), 0, 4,
                         "needle: standard deviation of the keys' marks, which run from 0 to 9."));
  rows.push_back(option_row("blank", OptionType::flag, task.blank ? "on" : "off", group,
                            "A blank token in front of every text of the task, which may collect "
                            "idle weight."));
}

int integer(const OptionValues& values, std::string_view id) {
  return static_cast<int>(values.find_integer(id).value());
}

template <class Number>
void take_number(const OptionValues& values, std::string_view id, Number& target) {
  if (const auto value = values.find_number(id)) {
    target = static_cast<Number>(*value);
  }
}

void take_switch(const OptionValues& values, std::string_view id, bool& target) {
  if (const std::string& value = values.text(id); value != by_recipe) {
    target = value == "on";
  }
}

TaskOptions task_options(const OptionValues& values) {
  TaskOptions task;
  task.name = values.text("train");
  task.places = integer(values, "places");
  task.plots = integer(values, "plots");
  task.modulus = integer(values, "modulus");
  task.numbers = integer(values, "numbers");
  task.hops = integer(values, "hops");
  task.nodes = integer(values, "nodes");
  task.keys = integer(values, "keys");
  task.key_noise = values.find_number("key-noise").value();
  task.blank = values.flag("blank");
  return task;
}

}  // namespace

std::vector<OptionSpec> training_options() {
  std::vector<OptionSpec> rows;
  append_run(rows);
  append_shape(rows);
  append_tasks(rows);
  return rows;
}

namespace {

/// Mechanism, sizes and blank token as core/model/match3_model.h has them.
void take_closed_form(const std::string& mechanism, TrainingRequest& request) {
  if (request.task.name != "match3") {
    throw UsageError("--closed-form on: " + request.task.name +
                     " has no closed form; expected --train match3");
  }
  const std::string& own = tuple_mechanism(2).name;
  if (!mechanism.empty() && mechanism != own) {
    throw UsageError("--closed-form on: the closed form of match3 is " + own + ", not " +
                     mechanism + "; leave out --mechanism");
  }
  request.closed_form = true;
  request.task.blank = true;
  request.mechanism = {};
  request.mechanism.mechanism = own;
  request.mechanism.score = triple_score(TripleScore::determinant).name;
  request.mechanism.value_prime = "ones";
  request.shape = {};
  request.shape.model_dim = 4;
  request.shape.head_dim = 9;
}

}  // namespace

TrainingRequest make_training_request(const OptionValues& values,
                                      const std::filesystem::path& output) {
  if (values.text("train") == "none") {
    throw UsageError("--train none: expected the task to train on, such as street");
  }
  const AnalysisRequest analysis = make_request(values);
  TrainingRequest request;
  request.task = task_options(values);
  static_cast<void>(make_task(request.task));  // sizes that make no task
  request.mechanism = analysis.mechanism;
  if (request.mechanism.mechanism.empty()) {
    request.mechanism.mechanism = plain_mechanism().name;
  }
  const Recipe defaults = recipe(request.task, request.mechanism);
  request.shape = defaults.shape;
  request.optimizer = defaults.optimizer;
  take_number(values, "steps", request.optimizer.steps);
  take_number(values, "batch", request.optimizer.batch);
  take_number(values, "learning-rate", request.optimizer.learning_rate);
  take_number(values, "warm-up", request.optimizer.warm_up);
  take_number(values, "weight-decay", request.optimizer.weight_decay);
  take_number(values, "clip", request.optimizer.clip);
  take_number(values, "n-layers", request.shape.n_layers);
  take_number(values, "n-heads", request.shape.n_heads);
  take_number(values, "model-dim", request.shape.model_dim);
  take_number(values, "head-dim", request.shape.head_dim);
  take_number(values, "mlp-dim", request.shape.mlp_dim);
  take_switch(values, "residual", request.shape.residual);
  take_switch(values, "norms", request.shape.norms);
  take_switch(values, "positions", request.shape.positions);
  take_number(values, "every", request.shape.every);
  take_switch(values, "softmax-ends", request.shape.softmax_ends);
  if (values.flag("closed-form")) {
    take_closed_form(analysis.mechanism.mechanism, request);
  }
  request.output = output;
  request.resume = values.flag("resume");
  request.force = analysis.force;
  request.evaluate_every = integer(values, "evaluate-every");
  request.checkpoint_every = integer(values, "checkpoint-every");
  request.keep_checkpoints = integer(values, "keep-checkpoints");
  request.device = analysis.device;
  request.n_threads = analysis.n_threads;
  request.cpu = analysis.cpu;
  request.seed = analysis.seed;
  return request;
}

}  // namespace baryscope
