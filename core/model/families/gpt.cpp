#include "core/model/families/gpt.h"

#include <algorithm>
#include <cmath>

#include "core/model/families/family_entries.h"
#include "core/model/families/rotary_entries.h"
#include "core/model/families/weight_names.h"

namespace baryscope {

TransformerConfig read_gpt2_config(ConfigEntries& entries, const std::string& /*source*/) {
  TransformerConfig config;
  read_sizes(entries, {}, config);
  const char* inner = entries.spelling({"n_inner", "intermediate_size"});
  config.mlp_dim =
      entries.find(inner) != nullptr
          ? entries.size(inner, 1, any_size)
          : static_cast<int>(std::min<std::int64_t>(std::int64_t{4} * config.model_dim, any_size));
  config.norm_place = NormPlace::before;
  config.norm_epsilon = entries.number("layer_norm_epsilon", 0, 1, 1e-5);
  config.activation = activation_entry(entries, {"activation_function"}, "gelu_new");
  config.causal = true;
  require_flag(entries, "add_cross_attention", false, "only decoders alone are supported");
  require_flag(entries, "is_encoder_decoder", false, "only decoders alone are supported");
  static_cast<void>(entries.flag("is_decoder", true));
  const double scale = entries.flag("scale_attn_weights", true)
                           ? 1.0 / std::sqrt(static_cast<double>(config.head_dim))
                           : 1.0;
  const bool by_layer = entries.flag("scale_attn_by_inverse_layer_idx", false);
  for (std::size_t layer = 0; layer < config.layers.size(); ++layer) {
    const double share = by_layer ? static_cast<double>(layer + 1) : 1.0;
    const bool is_usual = share == 1 && scale != 1.0;
    if (!is_usual) {
      config.layers[layer].scale = scale / share;
    }
  }
  VocabularyHead head;
  head.tied = entries.flag("tie_word_embeddings", true);
  config.vocabulary_head = head;
  refuse_what_may_count(entries);
  return config;
}

StoredWeight gpt2_weight(const TransformerConfig& config, const WeightSpec& spec) {
  static const WeightNames names = {
      "h.",
      {{"attention.query.", "attn.c_attn."},
       {"attention.key.", "attn.c_attn."},
       {"attention.value.", "attn.c_attn."},
       {"attention.output.", "attn.c_proj."},
       {"attention_norm.", "ln_1."},
       {"mlp.up.", "mlp.c_fc."},
       {"mlp.down.", "mlp.c_proj."},
       {"mlp_norm.", "ln_2."}},
      {{"embeddings.token.", "wte."}, {"embeddings.position.", "wpe."}, {"norm.", "ln_f."}},
      {{"vocabulary.matrix.", "lm_head."}}};
  StoredWeight stored = named_weight(names, spec);
  const bool of_layer = spec.name.starts_with("layers.");
  stored.transposed = of_layer && spec.shape.size() == 2;
  take_from_fused(config, spec, stored);
  return stored;
}

TransformerConfig read_gpt_neox_config(ConfigEntries& entries, const std::string& source) {
  TransformerConfig config;
  read_sizes(entries, {}, config);
  config.mlp_dim = entries.size("intermediate_size", 1, any_size);
  config.norm_place = NormPlace::before;
  config.norm_epsilon = entries.number("layer_norm_eps", 0, 1, 1e-5);
  config.activation = activation_entry(entries, {"hidden_act"}, "gelu");
  config.causal = true;
  config.parallel_blocks = entries.flag("use_parallel_residual", true);
  config.head_bias = config.output_bias = entries.flag("attention_bias", true);
  static_cast<void>(entries.flag("is_decoder", true));
  RotaryRules rotary;
  rotary.part = 0.25;
  rotary.partial = true;
  read_rotary(entries, source, rotary, config);
  VocabularyHead head;
  head.tied = entries.flag("tie_word_embeddings", false);
  config.vocabulary_head = head;
  refuse_what_may_count(entries);
  return config;
}

StoredWeight gpt_neox_weight(const TransformerConfig& config, const WeightSpec& spec) {
  static const WeightNames names = {
      "layers.",
      {{"attention.query.", "attention.query_key_value."},
       {"attention.key.", "attention.query_key_value."},
       {"attention.value.", "attention.query_key_value."},
       {"attention.output.", "attention.dense."},
       {"attention_norm.", "input_layernorm."},
       {"mlp.up.", "mlp.dense_h_to_4h."},
       {"mlp.down.", "mlp.dense_4h_to_h."},
       {"mlp_norm.", "post_attention_layernorm."}},
      {{"embeddings.token.", "embed_in."}, {"norm.", "final_layer_norm."}},
      {{"vocabulary.matrix.", "lm_head."}}};
  StoredWeight stored = named_weight(names, spec);
  if (stored.names.front() == "lm_head.weight") {
    stored.names.emplace_back("embed_out.weight");
  }
  // Query, key and value of one head stand together.
  if (const int part = fused_part(spec); part >= 0) {
    const std::int64_t head_dim = config.head_dim;
    const std::int64_t n_heads = config.n_heads;
    stored.rows = {part * head_dim, {n_heads, head_dim}, {3 * head_dim, 1}, 3 * n_heads * head_dim};
  }
  return stored;
}

}  // namespace baryscope
