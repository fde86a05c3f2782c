#include "core/model/families/native.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/model/example_entries.h"
#include "core/model/layer_json.h"

namespace baryscope {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int format_version = 1;
constexpr std::size_t max_labels = 100'000;

const std::vector<std::string> norm_names = {"none", "layer", "rms"};
const std::vector<std::string> norm_places = {"before", "after"};
const std::vector<std::string> position_names = {"none", "learned", "rotary"};
const std::vector<std::string> readout_names = {"classes", "vector"};

std::vector<std::string> names_of(const json& list, ConfigEntries& readout, const char* entry,
                                  const char* each) {
  const auto fail = [&] {
    readout.fail(fmt::format("readout.{} is not a list of names, one {}", entry, each));
  };
  if (!list.is_array() || list.size() > max_labels) {
    fail();
  }
  std::vector<std::string> names;
  for (const json& name : list) {
    if (!name.is_string()) {
      fail();
    }
    names.push_back(name.get<std::string>());
  }
  return names;
}

void read_readout(ConfigEntries& entries, const std::string& source, TransformerConfig& config) {
  const json* found = entries.find("readout");
  if (found == nullptr) {
    return;
  }
  ConfigEntries readout(*found, source, "readout");
  if (readout.choice("kind", readout_names, "") == 0) {
    config.readout = ReadoutKind::token_classes;
    const json* labels = readout.find("labels");
    config.labels = names_of(labels == nullptr ? json() : *labels, readout, "labels", "a class");
  } else {
    config.readout = ReadoutKind::token_vector;
    config.n_outputs = readout.size("size", 1, any_size);
    if (const json* names = readout.find("names"); names != nullptr) {
      config.labels = names_of(*names, readout, "names", "an entry");
    }
  }
  readout.refuse_unknown();
}

void read_layers(ConfigEntries& entries, int n_layers, TransformerConfig& config) {
  const json* found = entries.find("layers");
  if (found == nullptr) {
    entries.fail("it has no layers: a list of objects that name each layer's mechanism");
  }
  const std::vector<LayerConfig> pattern = layers_of(*found);
  if (static_cast<std::size_t>(n_layers) % pattern.size() != 0) {
    entries.fail(fmt::format(
        "num_hidden_layers {} is not a multiple of the {} entries of layers, which are repeated",
        n_layers, pattern.size()));
  }
  for (std::size_t index = 0; index < static_cast<std::size_t>(n_layers); ++index) {
    config.layers.push_back(pattern[index % pattern.size()]);
  }
}

}  // namespace

TransformerConfig read_native_config(ConfigEntries& entries, const std::string& source) {
  static_cast<void>(entries.size("format", 1, format_version, format_version));
  TransformerConfig config;
  config.title = entries.text("title", "");
  config.task = entries.text("task", "");
  const int n_layers = entries.size("num_hidden_layers", 1, max_layers);
  config.model_dim = entries.size("hidden_size", 1, any_size);
  config.n_heads = entries.size("num_attention_heads", 1, any_size);
  config.n_kv_heads = entries.size("num_key_value_heads", 1, any_size, config.n_heads);
  config.head_dim =
      entries.size("head_dim", 1, any_size, std::max(1, config.model_dim / config.n_heads));
  config.mlp_dim = entries.size("intermediate_size", 0, any_size, 0);
  config.vocabulary_size = entries.size("vocab_size", 1, any_size);
  config.max_positions = entries.size("max_position_embeddings", 1, any_size);
  config.n_segments = entries.size("type_vocab_size", 0, any_size, 0);
  config.n_features = entries.size("token_features", 0, any_size, 0);
  config.norm = static_cast<NormKind>(entries.choice("norm", norm_names, "none"));
  config.norm_place = entries.choice("norm_place", norm_places, "before") == 0 ? NormPlace::before
                                                                               : NormPlace::after;
  config.norm_epsilon = entries.number("norm_eps", 0, 1, 1e-5);
  config.activation = entries.text("hidden_act", "gelu");
  config.positions = static_cast<PositionKind>(entries.choice("positions", position_names, "none"));
  const double base = entries.number("rope_theta", 1e-300, 1e300, 10000);
  if (config.positions == PositionKind::rotary) {
    config.rotary.emplace_back().base = base;
  }
  config.causal = entries.flag("causal", false);
  config.residual = entries.flag("residual", true);
  config.bias = entries.flag("bias", true);
  config.output_projection = entries.flag("output_projection", true);
  read_readout(entries, source, config);
  read_layers(entries, n_layers, config);
  config.example = read_example(entries);
  entries.refuse_unknown();
  return config;
}

StoredWeight native_weight(const TransformerConfig& /*config*/, const WeightSpec& spec) {
  StoredWeight stored;
  stored.names = {spec.name};
  return stored;
}

std::string to_config_json(const TransformerConfig& given) {
  const TransformerConfig config = checked_config(given);
  ordered_json root;
  root["model_type"] = native_family().name;
  root["format"] = format_version;
  if (!config.title.empty()) root["title"] = config.title;
  if (!config.task.empty()) root["task"] = config.task;
  root["num_hidden_layers"] = config.layers.size();
  root["hidden_size"] = config.model_dim;
  root["num_attention_heads"] = config.n_heads;
  root["num_key_value_heads"] = config.n_kv_heads;
  root["head_dim"] = config.head_dim;
  root["intermediate_size"] = config.mlp_dim;
  root["vocab_size"] = config.vocabulary_size;
  root["max_position_embeddings"] = config.max_positions;
  root["type_vocab_size"] = config.n_segments;
  root["token_features"] = config.n_features;
  root["norm"] = norm_names[static_cast<std::size_t>(config.norm)];
  root["norm_place"] = norm_places[config.norm_place == NormPlace::before ? 0 : 1];
  root["norm_eps"] = config.norm_epsilon;
  root["hidden_act"] = config.activation;
  root["positions"] = position_names[static_cast<std::size_t>(config.positions)];
  root["rope_theta"] = config.rotary.empty() ? RotaryConfig().base : config.rotary.front().base;
  root["causal"] = config.causal;
  root["residual"] = config.residual;
  root["bias"] = config.bias;
  root["output_projection"] = config.output_projection;
  if (config.readout == ReadoutKind::token_classes) {
    root["readout"] = {{"kind", "classes"}, {"labels", config.labels}};
  } else if (config.readout == ReadoutKind::token_vector) {
    root["readout"] = {{"kind", "vector"}, {"size", config.n_outputs}};
    if (!config.labels.empty()) {
      root["readout"]["names"] = config.labels;
    }
  }
  root["layers"] = layers_json(config.layers);
  if (!config.example.empty()) {
    root["example"] = config.example;
  }
  return root.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace baryscope
