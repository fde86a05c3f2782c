#include "core/model/transformer_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/analysis/score_list.h"
#include "core/base/nearest_name.h"
#include "core/model/config_entries.h"
#include "core/model/example_entries.h"
#include "core/model/family_list.h"
#include "core/model/layer_options.h"

namespace baryscope {
namespace {

constexpr int largest_width = 1'000'000;
// No size of a real transformer comes near: a larger one is a broken file, not a large model.
constexpr int largest_count = 100'000'000;

void require_size(const char* entry, int value, int minimum, int maximum) {
  if (value < minimum || value > maximum) {
    throw ModelError(fmt::format("{} is {}, expected a whole number from {} to {}", entry, value,
                                 minimum, maximum));
  }
}

void check_sizes(const TransformerConfig& config) {
  require_size(
      "num_hidden_layers",
      static_cast<int>(std::min<std::size_t>(config.layers.size(), std::size_t{largest_count})), 1,
      max_layers);
  require_size("hidden_size", config.model_dim, 1, largest_width);
  require_size("num_attention_heads", config.n_heads, 1, largest_width);
  require_size("num_key_value_heads", config.n_kv_heads, 1, config.n_heads);
  require_size("head_dim", config.head_dim, 1, largest_width);
  require_size("value_dim", config.value_dim, 0, largest_width);
  require_size("embedding_size", config.embedding_dim, 0, largest_width);
  require_size("intermediate_size", config.mlp_dim, 0, largest_width);
  require_size("vocab_size", config.vocabulary_size, 1, largest_count);
  require_size("max_position_embeddings", config.max_positions, 1, largest_count);
  require_size("type_vocab_size", config.n_segments, 0, largest_width);
  require_size("token_features", config.n_features, 0, largest_width);
  require_size("readout", config.n_outputs, 0, largest_width);
  require_size("relative_attention_num_buckets", config.n_relative_buckets, 0, largest_width);
  require_size("pad_token_id", config.padding_id + 1, 0, largest_count);
  if (std::int64_t{config.n_heads} * std::max(config.head_dim, config.value_dim) > largest_width) {
    throw ModelError(fmt::format("num_attention_heads {} times head_dim {} is more than {}",
                                 config.n_heads, config.head_dim, largest_width));
  }
  if (config.n_heads % config.n_kv_heads != 0) {
    throw ModelError(
        fmt::format("num_attention_heads {} is not a multiple of num_key_value_heads {}",
                    config.n_heads, config.n_kv_heads));
  }
}

// Without an output projection the heads' width becomes the stream's.
void check_widths(const TransformerConfig& config) {
  const int attended = config.attention_dim();
  if (attended == config.model_dim) {
    return;
  }
  const char* reason = config.residual            ? "residual is true"
                       : config.mlp_dim > 0       ? "there is an MLP"
                       : config.layers.size() > 1 ? "there are several layers"
                                                  : nullptr;
  if (reason != nullptr) {
    throw ModelError(fmt::format(
        "output_projection is false and {}, so num_attention_heads·head_dim = {}·{} must be "
        "hidden_size = {}",
        reason, config.n_heads, config.head_dim, config.model_dim));
  }
}

void check_activation(const std::string& activation) {
  const std::vector<std::string>& known = activation_names();
  if (std::find(known.begin(), known.end(), activation) == known.end()) {
    throw ModelError("hidden_act: " + unknown_name_message("activation", activation, known));
  }
}

void check_rotary(const TransformerConfig& config, const RotaryConfig& rotary) {
  const int dim = rotary.dim > 0 ? rotary.dim : config.head_dim;
  if (dim % 2 != 0) {
    throw ModelError(fmt::format(
        "positions is rotary, which turns pairs of numbers; {} {} is odd",
        rotary.dim > 0 ? "the turned part of a head, partial_rotary_factor times head_dim,"
                       : "head_dim",
        dim));
  }
  if (dim < 2 || dim > config.head_dim) {
    throw ModelError(
        fmt::format("{} numbers of a head turn, expected 2 to head_dim {}", dim, config.head_dim));
  }
  if (!std::isfinite(rotary.base) || !(rotary.base > 0)) {
    throw ModelError("rope_theta must be more than 0");
  }
  const auto pairs = static_cast<std::size_t>(dim) / 2;
  if (rotary.scaling == RotaryScaling::longrope &&
      (rotary.short_factors.size() != pairs || rotary.long_factors.size() != pairs)) {
    throw ModelError(fmt::format(
        "short_factor and long_factor have {} and {} numbers, expected {}, one a turned pair",
        rotary.short_factors.size(), rotary.long_factors.size(), pairs));
  }
}

void check_choices(const TransformerConfig& config) {
  check_activation(config.activation);
  if (config.vocabulary_head) {
    check_activation(config.vocabulary_head->activation);
  }
  for (const RotaryConfig& rotary : config.rotary) {
    check_rotary(config, rotary);
  }
  if (!std::isfinite(config.norm_epsilon) || config.norm_epsilon < 0) {
    throw ModelError("norm_eps must be 0 or more");
  }
  if (config.readout == ReadoutKind::token_classes && config.labels.size() < 2) {
    throw ModelError("readout.labels needs at least two classes");
  }
  if (config.readout == ReadoutKind::token_vector && config.n_outputs < 1) {
    throw ModelError("readout.size is 0, expected at least 1");
  }
  if (config.readout == ReadoutKind::token_vector && !config.labels.empty() &&
      config.labels.size() != static_cast<std::size_t>(config.n_outputs)) {
    throw ModelError(fmt::format("readout.names has {} names, expected readout.size = {} or none",
                                 config.labels.size(), config.n_outputs));
  }
}

LayerConfig checked_layer(const TransformerConfig& config, std::size_t index) {
  LayerConfig layer;
  try {
    layer = canonical_layer(config.layers[index]);
  } catch (const ModelError& error) {
    throw ModelError(fmt::format("layers[{}]: {}", index, error.what()));
  }
  const MechanismOptions& options = layer.mechanism;
  const int last = static_cast<int>(index) - 1;
  BARYSCOPE_CHECK(layer.weights_of <= last);
  BARYSCOPE_CHECK(config.positions != PositionKind::rotary ||
                  layer.rotary < static_cast<int>(config.rotary.size()));
  if (layer.n_index_heads > 0 && layer.index_dim == 0) {
    layer.index_dim = config.head_dim;
  }
  if (options.select == "previous-layer" && index == 0) {
    throw ModelError("layers[0]: select previous-layer, but there is no layer before it");
  }
  const int least_width = triple_score(options.score).least_width;
  if (config.head_dim < least_width) {
    throw ModelError(fmt::format("layers[{}]: score {} needs a head_dim of at least {}, it is {}",
                                 index, options.score, least_width, config.head_dim));
  }
  return layer;
}

}  // namespace

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = {
      "gelu",   "gelu_fast",  "gelu_new", "gelu_python", "gelu_pytorch_tanh",
      "linear", "quick_gelu", "relu",     "relu2",       "silu",
      "swish",  "tanh"};
  return names;
}

namespace {

const nlohmann::json* find_text_part(ConfigEntries& entries) {
  const nlohmann::json* found = entries.find("text_config");
  return found != nullptr && found->is_object() ? found : nullptr;
}

TransformerConfig read_config(ConfigEntries& entries, const ModelFamily& own,
                              const std::string& source) {
  try {
    TransformerConfig config = own.read_config(entries, source);
    config.architecture = own.name;
    return checked_config(std::move(config));
  } catch (const ModelError& error) {
    const std::string message = error.what();
    if (message.starts_with("cannot use ")) {
      throw;
    }
    entries.fail(message);
  }
}

}  // namespace

TransformerConfig checked_config(TransformerConfig config) {
  if (config.positions == PositionKind::rotary && config.rotary.empty()) {
    config.rotary.emplace_back();
  }
  if (config.readout == ReadoutKind::token_classes) {
    config.n_outputs =
        static_cast<int>(std::min<std::size_t>(config.labels.size(), std::size_t{largest_count}));
  } else if (config.readout == ReadoutKind::none) {
    config.n_outputs = 0;
    config.labels.clear();
  }
  check_sizes(config);
  check_widths(config);
  check_choices(config);
  for (std::size_t index = 0; index < config.layers.size(); ++index) {
    config.layers[index] = checked_layer(config, index);
  }
  return config;
}

TransformerConfig load_transformer_config(const std::filesystem::path& config_json) {
  const std::string source = config_json.string();
  return read_transformer_config(parse_config_text(read_config_file(config_json), source), source);
}

TransformerConfig read_transformer_config(const nlohmann::json& root, const std::string& source) {
  ConfigEntries entries(root, source, "");
  const nlohmann::json* text_part = find_text_part(entries);
  if (text_part == nullptr) {
    const ModelFamily& own = family_of(entries);
    TransformerConfig config = read_config(entries, own, source);
    if (!own.is_native) {
      read_own_entry(entries, source, config);
    }
    return config;
  }
  // A model of texts and pictures: its text model alone is read.
  ConfigEntries text(*text_part, source, "text_config");
  const ModelFamily* own = find_family_of(text);
  TransformerConfig config = read_config(text, own != nullptr ? *own : family_of(entries), source);
  if (config.vocabulary_head && entries.find("tie_word_embeddings") != nullptr) {
    config.vocabulary_head->tied = entries.flag("tie_word_embeddings", true);
  }
  read_own_entry(entries, source, config);
  return config;
}

}  // namespace baryscope
