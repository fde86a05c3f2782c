#include "core/model/gguf/gguf_family_configs.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace baryscope {
namespace {

using nlohmann::json;

int head_dim_of(GgufEntries& entries) {
  const int n_heads = entries.size("attention.head_count");
  const std::optional<int> told = entries.find_size("attention.key_length");
  const int width = entries.size("embedding_length");
  if (!told && width % n_heads != 0) {
    entries.fail("embedding_length",
                 fmt::format("is {}, no multiple of attention.head_count {}", width, n_heads));
  }
  const int head_dim = told.value_or(width / n_heads);
  if (entries.find_size("attention.value_length").value_or(head_dim) != head_dim) {
    entries.fail(
        "attention.value_length",
        fmt::format("differs from the head's width {}, which this version does not compute",
                    head_dim));
  }
  return head_dim;
}

// What all have, by Hugging Face's names.
json common_config(GgufEntries& entries) {
  json config;
  config["model_type"] = entries.architecture();
  config["num_hidden_layers"] = entries.size("block_count");
  config["num_attention_heads"] = entries.size("attention.head_count");
  config["hidden_size"] = entries.size("embedding_length");
  config["intermediate_size"] = entries.size("feed_forward_length");
  config["max_position_embeddings"] = entries.size("context_length");
  config["vocab_size"] = entries.n_rows("token_embd.weight");
  config["tie_word_embeddings"] = !entries.has_tensor("output.weight");
  return config;
}

// Speeds of a rotation for longer texts, by the metadata's words.
void add_told_scaling(GgufEntries& entries, json& config) {
  const std::string kind = entries.find_text("rope.scaling.type").value_or("none");
  const auto factor = entries.find_number("rope.scaling.factor");
  const auto old_factor = entries.find_number("rope.scale_linear");
  const auto original = entries.find_number("rope.scaling.original_context_length");
  const auto attention = entries.find_number("rope.scaling.attn_factor");
  // Spelt as Hugging Face has them, too.
  static const std::vector<std::string> known = {"none", "longrope", "linear", "yarn"};
  enum Place : std::ptrdiff_t { none, longrope, linear, yarn, unknown };
  const auto place = static_cast<Place>(std::ranges::find(known, kind) - known.begin());
  if (place == unknown) {
    entries.fail("rope.scaling.type", "is '" + gguf_words(kind) +
                                          "'; this version knows none, linear, yarn and longrope");
  }
  if (place == none || place == longrope) {  // of longrope the tensors tell more
    if (old_factor && *old_factor != 1) {
      config["rope_scaling"] = {{"rope_type", known[linear]}, {"factor", *old_factor}};
    }
    return;
  }
  json scaling = {{"rope_type", kind}, {"factor", factor.value_or(1)}};
  if (original && place == yarn) {
    scaling["original_max_position_embeddings"] = *original;
  }
  if (attention && place == yarn) {
    scaling["attention_factor"] = *attention;
  }
  config["rope_scaling"] = scaling;
}

// Llama 3's: factors by which the speeds of the pairs are divided, always.
void add_divisors(GgufEntries& entries, json& config) {
  const std::vector<double> divisors = entries.numbers_of("rope_freqs.weight");
  if (divisors.empty()) {
    return;
  }
  if (config.contains("rope_scaling")) {
    entries.fail("rope.scaling.type", "scales a rotation that rope_freqs.weight scales too");
  }
  config["rope_scaling"] = {
      {"rope_type", "longrope"},
      {"factor", 1},
      {"attention_factor", 1},
      {"short_factor", divisors},
      {"long_factor", divisors},
      {"original_max_position_embeddings", config["max_position_embeddings"]}};
}

json decoder_config(GgufEntries& entries) {
  json config = common_config(entries);
  const int head_dim = head_dim_of(entries);
  config["head_dim"] = head_dim;
  config["num_key_value_heads"] =
      entries.find_size("attention.head_count_kv").value_or(config["num_attention_heads"]);
  const auto epsilon = entries.find_number("attention.layer_norm_rms_epsilon");
  if (!epsilon) {
    entries.fail("attention.layer_norm_rms_epsilon", "is missing");
  }
  config["rms_norm_eps"] = *epsilon;
  config["rope_theta"] = entries.find_number("rope.freq_base").value_or(10000);
  if (entries.find_number("expert_count").value_or(0) > 0) {
    entries.fail("expert_count", "is not 0: mixtures of experts are not supported");
  }
  static_cast<void>(entries.find_number("expert_used_count"));
  add_told_scaling(entries, config);
  return config;
}

void require_whole_turn(GgufEntries& entries, const json& config) {
  const auto turned = entries.find_size("rope.dimension_count");
  if (turned && *turned != config["head_dim"]) {
    entries.fail("rope.dimension_count",
                 fmt::format("is {}, expected the head's width {}: a head turns as a whole in this "
                             "architecture",
                             *turned, config["head_dim"].get<int>()));
  }
}

}  // namespace

json gguf_llama_config(GgufEntries& entries) {
  json config = decoder_config(entries);
  require_whole_turn(entries, config);
  add_divisors(entries, config);
  return config;
}

json gguf_qwen2_config(GgufEntries& entries) {
  json config = decoder_config(entries);
  require_whole_turn(entries, config);
  config["use_sliding_window"] = false;
  return config;
}

json gguf_phi3_config(GgufEntries& entries) {
  json config = decoder_config(entries);
  const int head_dim = config["head_dim"];
  config.erase("head_dim");  // the family's own config has none
  const int turned = entries.find_size("rope.dimension_count").value_or(head_dim);
  config["partial_rotary_factor"] = static_cast<double>(turned) / head_dim;
  const bool is_told = entries.find_number("attention.sliding_window").value_or(0) != 0;
  config["sliding_window"] =
      is_told ? json(*entries.find_size("attention.sliding_window")) : json();
  const std::vector<double> short_factors = entries.numbers_of("rope_factors_short.weight");
  const std::vector<double> long_factors = entries.numbers_of("rope_factors_long.weight");
  if (short_factors.empty() && long_factors.empty()) {
    return config;
  }
  const auto original = entries.find_number("rope.scaling.original_context_length");
  if (!original) {
    entries.fail("rope.scaling.original_context_length",
                 "is missing, and rope_factors_long.weight needs it");
  }
  json scaling = {
      {"rope_type", "longrope"}, {"short_factor", short_factors}, {"long_factor", long_factors}};
  if (const auto attention = entries.find_number("rope.scaling.attn_factor")) {
    scaling["attention_factor"] = *attention;
  }
  config["rope_scaling"] = scaling;
  config["original_max_position_embeddings"] = *original;
  return config;
}

namespace {

// Gemma's largest models divide scores by another width than the heads'; files do not say so, and
// the programs that read them know these models by their number of layers.
void add_gemma_scale(json& config, int layers_of_largest) {
  const int n_heads = config["num_attention_heads"];
  const int width = config["hidden_size"];
  config["query_pre_attn_scalar"] = config["num_hidden_layers"] == layers_of_largest
                                        ? static_cast<double>(width) / n_heads
                                        : config["head_dim"].get<double>();
}

void add_cap(GgufEntries& entries, const char* key, json& config) {
  const auto cap = entries.find_number(key);
  config[key] = cap && *cap > 0 ? json(*cap) : json();
}

}  // namespace

json gguf_gemma2_config(GgufEntries& entries) {
  constexpr int layers_of_27b = 46;
  json config = decoder_config(entries);
  require_whole_turn(entries, config);
  add_gemma_scale(config, layers_of_27b);
  add_cap(entries, "attn_logit_softcapping", config);
  add_cap(entries, "final_logit_softcapping", config);
  config["sliding_window"] = entries.find_size("attention.sliding_window").value_or(4096);
  return config;
}

namespace {

// Layers that see everything: every sixth, or as the file says.
void add_gemma3_pattern(GgufEntries& entries, json& config) {
  const std::vector<bool> sliding = entries.flags("attention.sliding_window_pattern");
  if (sliding.empty()) {
    config["sliding_window_pattern"] =
        entries.find_size("attention.sliding_window_pattern").value_or(6);
    return;
  }
  json types = json::array();
  for (const bool slides : sliding) {
    types.push_back(slides ? "sliding_attention" : "full_attention");
  }
  config["layer_types"] = types;
}

}  // namespace

json gguf_gemma3_config(GgufEntries& entries) {
  constexpr int layers_of_27b = 62;
  constexpr double local_base = 10000;
  json config = decoder_config(entries);
  if (!entries.has_tensor("blk.0.attn_q_norm.weight")) {
    entries.fail("block_count", "counts layers without norms of queries, which Gemma 3 has");
  }
  require_whole_turn(entries, config);
  // The second spelling is Ollama's.
  const auto base = entries.find_number("rope.global.freq_base");
  const auto own_local_base = entries.find_number("rope.local.freq_base");
  config["rope_theta"] = entries.find_number("rope.freq_base").value_or(base.value_or(1'000'000));
  config["rope_local_base_freq"] =
      entries.find_number("rope.freq_base_swa").value_or(own_local_base.value_or(local_base));
  add_gemma_scale(config, layers_of_27b);
  add_cap(entries, "final_logit_softcapping", config);
  const auto window = entries.find_size("attention.sliding_window");
  config["sliding_window"] = window.value_or(1024);
  add_gemma3_pattern(entries, config);
  return config;
}

namespace {

double norm_epsilon(GgufEntries& entries) {
  const auto epsilon = entries.find_number("attention.layer_norm_epsilon");
  if (!epsilon) {
    entries.fail("attention.layer_norm_epsilon", "is missing");
  }
  return *epsilon;
}

}  // namespace

json gguf_gpt2_config(GgufEntries& entries) {
  json config = common_config(entries);
  config["n_inner"] = config["intermediate_size"];
  config.erase("intermediate_size");
  config["max_position_embeddings"] = entries.n_rows("position_embd.weight");
  config["layer_norm_epsilon"] = norm_epsilon(entries);
  return config;
}

json gguf_bert_config(GgufEntries& entries) {
  json config = common_config(entries);
  config["max_position_embeddings"] = entries.n_rows("position_embd.weight");
  config["type_vocab_size"] = entries.n_rows("token_types.weight");
  config["layer_norm_eps"] = norm_epsilon(entries);
  config.erase("tie_word_embeddings");
  return config;
}

}  // namespace baryscope
