#include "core/model/families/gemma.h"

#include <cmath>

#include "core/model/families/decoder.h"
#include "core/model/families/family_entries.h"
#include "core/model/families/llama.h"

namespace baryscope {
namespace {

TransformerConfig read_common(ConfigEntries& entries, const std::string& source,
                              DecoderRules rules) {
  rules.tied = true;
  rules.activation = "gelu_pytorch_tanh";
  rules.head_dim = 256;
  TransformerConfig config = read_decoder(entries, source, rules);
  config.embedding_scale = std::sqrt(static_cast<double>(config.model_dim));
  config.head_bias = config.output_bias = entries.flag("attention_bias", false);
  require_flag(entries, "use_bidirectional_attention", false,
               "only decoders of this family are supported");
  return config;
}

// What Gemma 2 and 3 add: norms around blocks, a scale of their own, caps, windows.
void read_later(ConfigEntries& entries, bool (*is_sliding)(std::size_t, int), int pattern,
                double cap, double final_cap, TransformerConfig& config) {
  config.norm_place = NormPlace::around;
  const auto cap_entry = [&entries](const char* key, double fallback) {
    return entries.is_null(key) ? 0 : entries.number(key, 0, 1e6, fallback);
  };
  config.score_cap = cap_entry("attn_logit_softcapping", cap);
  if (config.score_cap > 0 && cap == 0) {
    entries.fail("attn_logit_softcapping is set; scores of this family are not capped");
  }
  config.vocabulary_head->cap = cap_entry("final_logit_softcapping", final_cap);
  const double scalar = entries.number("query_pre_attn_scalar", 1e-6, 1e12, 256);
  const std::optional<int> window = window_entry(entries, 4096);
  const std::vector<bool> sliding =
      sliding_layers(entries, config.layers.size(), is_sliding, pattern);
  for (std::size_t index = 0; index < sliding.size(); ++index) {
    LayerConfig& layer = config.layers[index];
    layer.scale = 1 / std::sqrt(scalar);
    layer.rotary = sliding[index] && config.rotary.size() > 1 ? 1 : 0;
    if (sliding[index]) {
      if (!window) {
        entries.fail("sliding_window is null, but layers are to have a window");
      }
      layer.window = window;
    }
  }
}

}  // namespace

TransformerConfig read_gemma_config(ConfigEntries& entries, const std::string& source) {
  TransformerConfig config = read_common(entries, source, {});
  if (config.activation == "gelu") {
    config.activation = "gelu_pytorch_tanh";  // what the first releases meant by it
  }
  refuse_what_may_count(entries);
  return config;
}

TransformerConfig read_gemma2_config(ConfigEntries& entries, const std::string& source) {
  DecoderRules rules;
  rules.n_kv_default = 4;
  TransformerConfig config = read_common(entries, source, rules);
  read_later(entries, [](std::size_t layer, int) { return layer % 2 == 0; }, 2, 50, 30, config);
  refuse_what_may_count(entries);
  return config;
}

TransformerConfig read_gemma3_config(ConfigEntries& entries, const std::string& source) {
  DecoderRules rules;
  rules.n_kv_default = 4;
  rules.one_rotation = false;
  TransformerConfig config = read_common(entries, source, rules);
  config.vector_norm = VectorNorm::heads;
  read_layer_rotary(entries, source, {}, config);
  const int pattern = entries.size(
      entries.spelling({"sliding_window_pattern", "_sliding_window_pattern"}), 1, any_size, 6);
  read_later(
      entries,
      [](std::size_t layer, int n) { return (layer + 1) % static_cast<std::size_t>(n) != 0; },
      pattern, 0, 0, config);
  refuse_what_may_count(entries);
  return config;
}

StoredWeight gemma_weight(const TransformerConfig& config, const WeightSpec& spec) {
  StoredWeight stored = llama_weight(config, spec);
  std::string& name = stored.names.front();
  const auto rename = [&name](const char* ours, const char* theirs) {
    const std::size_t place = name.find(ours);
    if (place != std::string::npos) {
      name = name.substr(0, place) + theirs + name.substr(place + std::string(ours).size());
    }
  };
  if (config.norm_place == NormPlace::around) {
    rename("post_attention_layernorm.", "pre_feedforward_layernorm.");
    rename("attention_output_norm.", "post_attention_layernorm.");
    rename("mlp_output_norm.", "post_feedforward_layernorm.");
  }
  stored.added = name.find("norm.weight") != std::string::npos ? 1 : 0;
  return stored;
}

}  // namespace baryscope
