#include "core/model/layer_options.h"

#include <algorithm>
#include <string_view>

#include "core/analysis/analysis_options.h"
#include "core/analysis/mechanism_list.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr int max_index_heads = 1024;
constexpr int max_index_dim = 65'536;
constexpr int default_index_heads = 2;

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const OptionTable& mechanism_table() {
  static const OptionTable table(analysis_options());
  return table;
}

const MechanismInfo& known_mechanism(std::string_view name) {
  try {
    return mechanism(name);
  } catch (const UsageError& error) {
    throw ModelError(error.what());
  }
}

// Ids that a layer of this mechanism may name; causal is the model's.
std::vector<std::string> layer_ids(const MechanismInfo& info) {
  std::vector<std::string> ids = {"mechanism"};
  for (const std::string& id : info.options) {
    if (id != "causal") {
      ids.push_back(id);
    }
  }
  if (info.has_head_norm) {
    ids.emplace_back("head-norm");
  }
  ids.emplace_back("index-heads");
  ids.emplace_back("index-dim");
  return ids;
}

std::string on_off(bool value) { return value ? "on" : "off"; }

std::string window_text(const MechanismOptions& options) {
  if (!options.window_1) {
    return "none";
  }
  return to_text(std::int64_t{*options.window_1}) + "x" +
         to_text(std::int64_t{options.window_2.value_or(*options.window_1)});
}

std::string lambda_text(const MechanismOptions& options) {
  return options.lambda ? to_text(*options.lambda) : options.learned_lambda ? "learned" : "auto";
}

std::string named(const std::string& rule) { return rule.empty() ? "auto" : rule; }

std::string option_value(const LayerConfig& layer, const std::string& id) {
  if (id == "head-norm") return on_off(layer.head_norm);
  if (id == "index-heads") return to_text(std::int64_t{layer.n_index_heads});
  if (id == "index-dim") return to_text(std::int64_t{layer.index_dim});
  return mechanism_option_text(layer.mechanism, id);
}

int size_of(const std::string& id, const std::string& text, int largest) {
  const auto value = find_integer(text);
  if (!value || *value < 1 || *value > largest) {
    throw ModelError(id + " is " + text.substr(0, 40) + ", expected a whole number from 1 to " +
                     to_text(std::int64_t{largest}));
  }
  return static_cast<int>(*value);
}

void require_rule(const char* id, const std::string& rule, const std::vector<std::string>& known) {
  if (!contains(known, rule)) {
    throw ModelError(std::string(id) + ": " + unknown_name_message("source", rule, known) +
                     "; a model's layer reads no other layer's or head's vectors");
  }
}

// What of the borrowing rules the mechanism reads, resolved; the others empty.
void resolve_sources(const MechanismInfo& info, MechanismOptions& options) {
  const bool has_primes = n_key_slots(info, options.order) > 1;
  const auto resolve = [](std::string& rule, bool used, const char* id,
                          const std::vector<std::string>& known) {
    rule = !used ? "" : rule.empty() ? "own" : rule;
    if (used) {
      require_rule(id, rule, known);
    }
  };
  resolve(options.key_prime, has_primes, "key-prime", {"own", "key", "shifted-key"});
  resolve(options.value_prime, has_primes, "value-prime", {"own", "value", "ones"});
  resolve(options.second_query_key, info.needs_second_query_key, "second-query-key",
          {"own", "negated"});
}

}  // namespace

std::string mechanism_option_text(const MechanismOptions& options, const std::string& id) {
  if (id == "mechanism") return named(options.mechanism);
  if (id == "causal") return options.causal ? on_off(*options.causal) : "auto";
  if (id == "window") return window_text(options);
  if (id == "window-anchor") return options.window_anchor == WindowAnchor::key ? "key" : "query";
  if (id == "lambda") return lambda_text(options);
  if (id == "score") return options.score;
  if (id == "order") return to_text(std::int64_t{options.order});
  if (id == "key-prime") return named(options.key_prime);
  if (id == "value-prime") return named(options.value_prime);
  if (id == "second-query-key") return named(options.second_query_key);
  if (id == "negative-value") return options.negative_value;
  if (id == "key-bias") return on_off(options.key_bias);
  if (id == "value-bias") return on_off(options.value_bias);
  if (id == "output-scaling") return on_off(options.output_scaling);
  if (id == "temperature") return to_text(options.temperature);
  if (id == "select") return options.select;
  if (id == "keep") return to_text(std::int64_t{options.keep});
  if (id == "a-plus") return to_text(options.a_plus);
  if (id == "a-minus") return to_text(options.a_minus);
  if (id == "affine-a") return to_text(options.affine_a);
  BARYSCOPE_CHECK(id == "affine-b");
  return to_text(options.affine_b);
}

LayerConfig canonical_layer(LayerConfig layer) {
  MechanismOptions& options = layer.mechanism;
  if (options.mechanism.empty()) {
    options.mechanism = plain_mechanism().name;
  }
  const MechanismInfo& info = known_mechanism(options.mechanism);
  const auto reads = [&info](std::string_view id) { return contains(info.options, id); };
  MechanismOptions kept;
  kept.mechanism = options.mechanism;
  kept.window_1 = options.window_1;
  kept.window_2 =
      options.window_1 ? options.window_2.value_or(*options.window_1) : std::optional<int>();
  kept.select = options.select;
  const bool selects = kept.select != "none";
  if (selects) kept.keep = options.keep;
  if (reads("temperature")) kept.temperature = options.temperature;
  if (reads("window-anchor") && kept.window_1) kept.window_anchor = options.window_anchor;
  if (reads("score")) kept.score = options.score;
  if (reads("order")) kept.order = options.order;
  if (reads("key-bias")) kept.key_bias = options.key_bias;
  if (reads("value-bias")) kept.value_bias = options.value_bias;
  if (reads("output-scaling")) kept.output_scaling = options.output_scaling;
  if (reads("negative-value")) kept.negative_value = options.negative_value;
  if (reads("a-plus")) kept.a_plus = options.a_plus;
  if (reads("a-minus")) kept.a_minus = options.a_minus;
  if (reads("affine-a")) kept.affine_a = options.affine_a;
  if (reads("affine-b")) kept.affine_b = options.affine_b;
  if (reads("lambda")) {
    kept.lambda = options.lambda;
    kept.learned_lambda = !options.lambda;
  }
  kept.key_prime = options.key_prime;
  kept.value_prime = options.value_prime;
  kept.second_query_key = options.second_query_key;
  resolve_sources(info, kept);
  options = kept;
  layer.head_norm = layer.head_norm && info.has_head_norm;
  const bool indexes = kept.select.starts_with("indexer");
  layer.n_index_heads = !indexes                  ? 0
                        : layer.n_index_heads > 0 ? layer.n_index_heads
                                                  : default_index_heads;
  layer.index_dim = indexes ? layer.index_dim : 0;
  return layer;
}

LayerConfig layer_from_texts(const LayerTexts& texts) {
  LayerConfig layer;
  OptionValues values(mechanism_table());
  const auto name = std::find_if(texts.begin(), texts.end(),
                                 [](const auto& entry) { return entry.first == "mechanism"; });
  const MechanismInfo& info =
      name == texts.end() ? plain_mechanism() : known_mechanism(name->second);
  const std::vector<std::string> known = layer_ids(info);
  for (const auto& [id, text] : texts) {
    if (!contains(known, id)) {
      throw ModelError(
          unknown_name_message("entry", id, known) +
          (id == "causal" ? "; causal belongs to the whole model" : " (of " + info.name + ")"));
    }
    if (id == "head-norm") {
      if (text != "on" && text != "off") {
        throw ModelError("head-norm is " + text.substr(0, 40) + ", expected true or false");
      }
      layer.head_norm = text == "on";
    } else if (id == "index-heads") {
      layer.n_index_heads = size_of(id, text, max_index_heads);
    } else if (id == "index-dim") {
      layer.index_dim = size_of(id, text, max_index_dim);
    } else {
      try {
        values.set(id, text);
      } catch (const UsageError& error) {
        const std::string_view message = error.what();
        throw ModelError(std::string(message.starts_with("--") ? message.substr(2) : message));
      }
    }
  }
  layer.mechanism = make_request(values).mechanism;
  layer.mechanism.mechanism = info.name;
  return canonical_layer(layer);
}

LayerTexts layer_to_texts(const LayerConfig& layer) {
  const MechanismInfo& info = known_mechanism(layer.mechanism.mechanism);
  LayerConfig bare;
  bare.mechanism.mechanism = info.name;
  bare = canonical_layer(bare);
  LayerTexts texts;
  for (const std::string& id : layer_ids(info)) {
    const std::string text = option_value(layer, id);
    if (id == "mechanism" || id == "lambda" || text != option_value(bare, id)) {
      texts.emplace_back(id, text);
    }
  }
  return texts;
}

}  // namespace baryscope
