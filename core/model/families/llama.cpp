#include "core/model/families/llama.h"

#include <fmt/format.h>

#include <string_view>

#include "core/analysis/mechanism_list.h"
#include "core/model/families/decoder.h"
#include "core/model/families/family_entries.h"
#include "core/model/families/rotary_entries.h"
#include "core/model/families/weight_names.h"

namespace baryscope {
namespace {

// A window for the layers that have one, or for none.
void give_windows(const std::vector<bool>& sliding, std::optional<int> window,
                  TransformerConfig& config) {
  for (std::size_t layer = 0; layer < sliding.size(); ++layer) {
    if (sliding[layer] && window) {
      config.layers[layer].window = window;
    }
  }
}

// Qwen's layers from `max_window_layers` on have a window, where windows are used at all.
void read_late_windows(ConfigEntries& entries, TransformerConfig& config) {
  const std::optional<int> window = window_entry(entries, 4096);
  const bool used = entries.flag("use_sliding_window", false);
  const int n_full = entries.size("max_window_layers", 0, any_size, 28);
  const std::vector<bool> sliding = sliding_layers(
      entries, config.layers.size(),
      [](std::size_t layer, int n) { return layer >= static_cast<std::size_t>(n); }, n_full);
  require_flag(entries, "use_mrope", false, "positions of pictures are not supported");
  give_windows(sliding, used ? window : std::nullopt, config);
}

// Some configs say so of what the family never has.
void require_no_mlp_bias(ConfigEntries& entries) {
  require_flag(entries, "mlp_bias", false, "this family's MLP has no biases");
}

WeightNames llama_names() {
  WeightNames names;
  names.layer_stem = "layers.";
  names.names = {{"attention.query.", "self_attn.q_proj."},
                 {"attention.key.", "self_attn.k_proj."},
                 {"attention.value.", "self_attn.v_proj."},
                 {"attention.output.", "self_attn.o_proj."},
                 {"attention.query_norm.", "self_attn.q_norm."},
                 {"attention.key_norm.", "self_attn.k_norm."},
                 {"attention_norm.", "input_layernorm."},
                 {"mlp.up.", "mlp.up_proj."},
                 {"mlp.gate.", "mlp.gate_proj."},
                 {"mlp.down.", "mlp.down_proj."},
                 {"mlp_norm.", "post_attention_layernorm."}};
  names.others = {{"embeddings.token.", "embed_tokens."}, {"norm.", "norm."}};
  names.head = {{"vocabulary.matrix.", "lm_head."}};
  return names;
}

}  // namespace

TransformerConfig read_llama_config(ConfigEntries& entries, const std::string& source) {
  TransformerConfig config = read_decoder(entries, source, {});
  config.head_bias = config.output_bias = entries.flag("attention_bias", false);
  config.mlp_bias = entries.flag("mlp_bias", false);
  refuse_what_may_count(entries);
  return config;
}

TransformerConfig read_mistral_config(ConfigEntries& entries, const std::string& source) {
  DecoderRules rules;
  rules.n_kv_default = 8;
  TransformerConfig config = read_decoder(entries, source, rules);
  require_flag(entries, "attention_bias", false, "this family's projections have no biases");
  give_windows(std::vector<bool>(config.layers.size(), true), window_entry(entries, 4096), config);
  require_no_mlp_bias(entries);
  refuse_what_may_count(entries);
  return config;
}

TransformerConfig read_qwen2_config(ConfigEntries& entries, const std::string& source) {
  DecoderRules rules;
  rules.n_kv_default = 32;
  TransformerConfig config = read_decoder(entries, source, rules);
  config.head_bias = true;
  read_late_windows(entries, config);
  require_no_mlp_bias(entries);
  refuse_what_may_count(entries);
  return config;
}

TransformerConfig read_qwen3_config(ConfigEntries& entries, const std::string& source) {
  DecoderRules rules;
  rules.n_kv_default = 32;
  rules.head_dim = 128;
  TransformerConfig config = read_decoder(entries, source, rules);
  config.vector_norm = VectorNorm::heads;
  config.head_bias = config.output_bias = entries.flag("attention_bias", false);
  read_late_windows(entries, config);
  require_no_mlp_bias(entries);
  refuse_what_may_count(entries);
  return config;
}

TransformerConfig read_phi3_config(ConfigEntries& entries, const std::string& source) {
  DecoderRules rules;
  rules.norm_epsilon = 1e-5;
  rules.rotary.partial = true;
  rules.rotary.all_longrope = true;
  rules.rotary.original_positions = 4096;
  TransformerConfig config = read_decoder(entries, source, rules);
  require_flag(entries, "attention_bias", false, "this family's projections have no biases");
  give_windows(std::vector<bool>(config.layers.size(), true), window_entry(entries, {}), config);
  require_no_mlp_bias(entries);
  refuse_what_may_count(entries);
  return config;
}

TransformerConfig read_olmo2_config(ConfigEntries& entries, const std::string& source) {
  DecoderRules rules;
  rules.norm_epsilon = 1e-5;
  TransformerConfig config = read_decoder(entries, source, rules);
  config.norm_place = NormPlace::output;
  config.vector_norm = VectorNorm::whole;
  config.head_bias = config.output_bias = entries.flag("attention_bias", false);
  require_no_mlp_bias(entries);
  refuse_what_may_count(entries);
  return config;
}

TransformerConfig read_diffllama_config(ConfigEntries& entries, const std::string& source) {
  DecoderRules rules;
  rules.norm_epsilon = 1e-5;
  TransformerConfig config = read_decoder(entries, source, rules);
  config.head_bias = config.output_bias = entries.flag("attention_bias", false);
  if (config.n_heads % 2 != 0 || config.n_kv_heads % 2 != 0) {
    entries.fail(fmt::format(
        "num_attention_heads {} and num_key_value_heads {} must be even: two heads are one "
        "differential head",
        config.n_heads, config.n_kv_heads));
  }
  config.n_heads /= 2;
  config.n_kv_heads /= 2;
  config.value_dim = 2 * config.head_dim;
  config.head_norm_gain = false;
  config.head_norm_epsilon = config.norm_epsilon;
  for (LayerConfig& layer : config.layers) {
    layer.mechanism.mechanism = mechanism_of(WeightRule::difference).name;
    layer.mechanism.learned_lambda = true;
    layer.head_norm = true;
  }
  require_no_mlp_bias(entries);
  refuse_what_may_count(entries);
  return config;
}

StoredWeight llama_weight(const TransformerConfig& /*config*/, const WeightSpec& spec) {
  static const WeightNames names = llama_names();
  return named_weight(names, spec);
}

StoredWeight phi3_weight(const TransformerConfig& config, const WeightSpec& spec) {
  static const WeightNames names = [] {
    WeightNames changed = llama_names();
    for (auto& [ours, theirs] : changed.names) {
      if (ours == "attention.query." || ours == "attention.key." || ours == "attention.value.") {
        theirs = "self_attn.qkv_proj.";
      } else if (ours == "mlp.up." || ours == "mlp.gate.") {
        theirs = "mlp.gate_up_proj.";
      }
    }
    return changed;
  }();
  StoredWeight stored = named_weight(names, spec);
  take_from_fused(config, spec, stored);
  take_from_gated(config, spec, stored);
  return stored;
}

StoredWeight olmo2_weight(const TransformerConfig& /*config*/, const WeightSpec& spec) {
  static const WeightNames names = [] {
    WeightNames changed = llama_names();
    changed.names.emplace_back("attention_output_norm.", "post_attention_layernorm.");
    changed.names.emplace_back("mlp_output_norm.", "post_feedforward_layernorm.");
    return changed;
  }();
  return named_weight(names, spec);
}

StoredWeight diffllama_weight(const TransformerConfig& config, const WeightSpec& spec) {
  static const WeightNames names = [] {
    WeightNames changed = llama_names();
    changed.names.emplace_back("attention.query_2.", "self_attn.q_proj.");
    changed.names.emplace_back("attention.key_2.", "self_attn.k_proj.");
    changed.names.emplace_back("attention.lambda_query_1", "self_attn.lambda_q1");
    changed.names.emplace_back("attention.lambda_key_1", "self_attn.lambda_k1");
    changed.names.emplace_back("attention.lambda_query_2", "self_attn.lambda_q2");
    changed.names.emplace_back("attention.lambda_key_2", "self_attn.lambda_k2");
    return changed;
  }();
  StoredWeight stored = named_weight(names, spec);
  const auto is = [&spec](std::string_view part) {
    return spec.name.find(part) != std::string::npos;
  };
  const std::int64_t width = config.head_dim;
  const std::int64_t queries = config.n_heads * width;
  const std::int64_t keys = config.n_kv_heads * width;
  if (is(".attention.query.") || is(".attention.query_2.")) {
    stored.rows = {is("query_2.") ? queries : 0, {queries}, {1}, 2 * queries};
  } else if (is(".attention.key.") || is(".attention.key_2.")) {
    stored.rows = {is("key_2.") ? keys : 0, {keys}, {1}, 2 * keys};
  } else if (is(".attention.value.")) {
    // A head's values are those of head i and of head i + H_kv/2, side by side.
    stored.rows = {0, {config.n_kv_heads, 2, width}, {width, keys, 1}, 2 * keys};
  }
  return stored;
}

}  // namespace baryscope
