#include "core/training/training_record.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/analysis/json_text.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/model/layer_options.h"
#include "core/training/recipes.h"

namespace baryscope {
namespace {

std::string whole(std::int64_t value) { return to_text(value); }
std::string on_off(bool value) { return value ? "on" : "off"; }

OptionTexts task_texts(const TaskOptions& task) {
  const OptionTexts all = {
      {"places", whole(task.places)},   {"plots", whole(task.plots)},
      {"modulus", whole(task.modulus)}, {"numbers", whole(task.numbers)},
      {"hops", whole(task.hops)},       {"nodes", whole(task.nodes)},
      {"keys", whole(task.keys)},       {"key-noise", to_text(task.key_noise)},
      {"blank", on_off(task.blank)},
  };
  std::vector<std::string> read;
  for (const TaskInfo& info : tasks()) {
    if (info.name == task.name) {
      read = info.options;
    }
  }
  OptionTexts own;
  std::copy_if(all.begin(), all.end(), std::back_inserter(own), [&](const auto& entry) {
    return std::find(read.begin(), read.end(), entry.first) != read.end();
  });
  return own;
}

/// As --option value takes them; the layers' own entries are no options of the table.
OptionTexts mechanism_texts(const MechanismOptions& options) {
  LayerConfig layer;
  layer.mechanism = options;
  OptionTexts texts;
  for (const auto& [id, text] : layer_to_texts(canonical_layer(layer))) {
    if (id != "head-norm" && id != "index-heads" && id != "index-dim") {
      texts.emplace_back(id, text);
    }
  }
  if (options.causal.value_or(false)) {
    texts.emplace_back("causal", "on");
  }
  return texts;
}

OptionTexts shape_texts(const ModelShape& shape) {
  return {
      {"n-layers", whole(shape.n_layers)},   {"n-heads", whole(shape.n_heads)},
      {"model-dim", whole(shape.model_dim)}, {"head-dim", whole(shape.head_dim)},
      {"mlp-dim", whole(shape.mlp_dim)},     {"residual", on_off(shape.residual)},
      {"norms", on_off(shape.norms)},        {"positions", on_off(shape.positions)},
      {"every", whole(shape.every)},         {"softmax-ends", on_off(shape.softmax_ends)},
  };
}

OptionTexts optimizer_texts(const OptimizerOptions& optimizer) {
  return {
      {"steps", whole(optimizer.steps)},
      {"batch", whole(optimizer.batch)},
      {"learning-rate", to_text(optimizer.learning_rate)},
      {"warm-up", to_text(optimizer.warm_up)},
      {"weight-decay", to_text(optimizer.weight_decay)},
      {"clip", to_text(optimizer.clip)},
  };
}

/// Texts as an object, numbers as numbers.
std::string object_of(const OptionTexts& texts) {
  JsonObject json;
  for (const auto& [id, text] : texts) {
    if (text == "on" || text == "off") {
      json.add_flag(id, text == "on");
    } else if (find_number(text)) {
      json.add(id, text);
    } else {
      json.add_text(id, text);
    }
  }
  return json.text();
}

std::string metrics_json(const TaskMetrics& metrics) {
  JsonObject json;
  json.add_number("loss", metrics.loss).add_number("accuracy", metrics.accuracy);
  json.add_optional("heaviest_pair_true", metrics.heaviest_pair_true)
      .add_optional("mass_on_true_pairs", metrics.mass_on_true_pairs)
      .add_optional("noise_mass", metrics.noise_mass)
      .add_optional("exact_zeros", metrics.exact_zeros)
      .add_optional("outside_hull", metrics.outside_hull)
      .add_optional("hull_distance", metrics.hull_distance);
  return json.text();
}

std::string point_json(const TrainingPoint& point) {
  JsonObject json;
  json.add_number("step", point.step)
      .add_number("loss", point.loss)
      .add_number("learning_rate", point.learning_rate)
      .add_number("gradient_norm", point.gradient_norm)
      .add_number("steps_per_second", point.steps_per_second);
  if (point.evaluation) {
    json.add("evaluation", metrics_json(*point.evaluation));
  }
  return json.text();
}

std::optional<double> optional_number(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? std::nullopt
                                                   : std::optional(found->get<double>());
}

TaskMetrics metrics_from(const nlohmann::json& object) {
  TaskMetrics metrics;
  metrics.loss = object.at("loss").get<double>();
  metrics.accuracy = object.at("accuracy").get<double>();
  metrics.heaviest_pair_true = optional_number(object, "heaviest_pair_true");
  metrics.mass_on_true_pairs = optional_number(object, "mass_on_true_pairs");
  metrics.noise_mass = optional_number(object, "noise_mass");
  metrics.exact_zeros = optional_number(object, "exact_zeros");
  metrics.outside_hull = optional_number(object, "outside_hull");
  metrics.hull_distance = optional_number(object, "hull_distance");
  return metrics;
}

std::string percent(double share) { return to_text(100 * share, 2) + " %"; }

}  // namespace

OptionTexts request_options(const TrainingRequest& request) {
  OptionTexts texts = {{"train", request.task.name}};
  if (request.closed_form) {
    // A formula has no sizes and steps to choose; the seed draws the examples that judge it.
    const OptionTexts task = task_texts(request.task);
    texts.emplace_back("closed-form", "on");
    texts.emplace_back("mechanism", request.mechanism.mechanism);
    texts.insert(texts.end(), task.begin(), task.end());
    texts.emplace_back("seed", whole(static_cast<std::int64_t>(request.seed)));
    return texts;
  }
  for (const OptionTexts& part : {task_texts(request.task), mechanism_texts(request.mechanism),
                                  shape_texts(request.shape), optimizer_texts(request.optimizer)}) {
    texts.insert(texts.end(), part.begin(), part.end());
  }
  texts.emplace_back("seed", whole(static_cast<std::int64_t>(request.seed)));
  return texts;
}

std::string training_command(const TrainingRequest& request) {
  TrainingRequest plain;
  plain.task.name = request.task.name;
  plain.mechanism.mechanism = request.mechanism.mechanism;
  const Recipe defaults = recipe(request.task, request.mechanism);
  plain.shape = defaults.shape;
  plain.optimizer = defaults.optimizer;
  plain.task.blank = request.closed_form;
  const OptionTexts known = request_options(plain);
  std::string command = "baryscope";
  for (const auto& entry : request_options(request)) {
    const bool always =
        entry.first == "train" || entry.first == "mechanism" || entry.first == "steps";
    if (always || std::find(known.begin(), known.end(), entry) == known.end()) {
      command += " --" + entry.first + " " + entry.second;
    }
  }
  std::filesystem::path folder = request.output;
  if (!folder.has_filename()) {
    folder = folder.parent_path();
  }
  return command + " --output " + folder.filename().string() + "/";
}

std::string to_training_json(const TrainingRequest& request, const TrainingResult& result) {
  JsonObject json;
  json.add("schema", "1")
      .add_text("baryscope", BARYSCOPE_VERSION)
      .add("request", object_of(request_options(request)))
      .add_text("command", training_command(request))
      .add_number("n_parameters", static_cast<double>(result.n_parameters))
      .add_number("steps_done", result.steps_done)
      .add_flag("stopped", result.stopped)
      .add_number("seconds", result.seconds)
      .add_number("steps_per_second", result.seconds > 0 ? result.steps_done / result.seconds : 0.0)
      .add("metrics", metrics_json(result.metrics))
      .add("curve", to_curve_json(result.curve));
  return json.text(",\n") + "\n";
}

std::vector<std::pair<std::string, std::string>> metric_texts(const TaskMetrics& metrics) {
  std::vector<std::pair<std::string, std::string>> texts = {
      {"loss", to_text(metrics.loss, 5)},
      {"accuracy", percent(metrics.accuracy)},
  };
  const auto add = [&](const char* name, const std::optional<double>& share) {
    if (share) {
      texts.emplace_back(name, percent(*share));
    }
  };
  add("heaviest pair of two other tokens true", metrics.heaviest_pair_true);
  add("mass on true pairs", metrics.mass_on_true_pairs);
  add("mass on noise", metrics.noise_mass);
  add("exact zeros on noise", metrics.exact_zeros);
  add("outputs certified outside the hull of the values", metrics.outside_hull);
  if (metrics.hull_distance && metrics.outside_hull.value_or(0) > 0) {
    texts.emplace_back("mean certified distance to the hull over max‖v‖",
                       to_text(*metrics.hull_distance, 4));
  }
  return texts;
}

std::string to_curve_json(const std::vector<TrainingPoint>& curve) {
  std::string text = "[";
  for (const TrainingPoint& point : curve) {
    text += (text.size() > 1 ? ",\n" : "\n") + point_json(point);
  }
  return text + "]";
}

std::vector<TrainingPoint> curve_from_json(std::string_view json, const std::string& source) {
  std::vector<TrainingPoint> curve;
  try {
    for (const nlohmann::json& entry : nlohmann::json::parse(json)) {
      TrainingPoint point;
      point.step = entry.at("step").get<int>();
      point.loss = entry.at("loss").get<double>();
      point.learning_rate = entry.at("learning_rate").get<double>();
      point.gradient_norm = entry.at("gradient_norm").get<double>();
      point.steps_per_second = entry.at("steps_per_second").get<double>();
      if (const auto found = entry.find("evaluation"); found != entry.end()) {
        point.evaluation = metrics_from(*found);
      }
      curve.push_back(point);
    }
  } catch (const nlohmann::json::exception& error) {
    throw Error(source + ": its curve cannot be read: " + error.what());
  }
  return curve;
}

}  // namespace baryscope
