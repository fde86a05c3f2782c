#include "core/model/families/decoder.h"

#include "core/model/families/family_entries.h"

namespace baryscope {

TransformerConfig read_decoder(ConfigEntries& entries, const std::string& source,
                               const DecoderRules& rules) {
  TransformerConfig config;
  SizeRules sizes;
  sizes.grouped = true;
  sizes.n_kv_default = rules.n_kv_default;
  sizes.head_dim = rules.head_dim;
  sizes.own_head_dim = true;
  read_sizes(entries, sizes, config);
  config.mlp_dim = entries.size("intermediate_size", 1, any_size);
  config.norm = NormKind::rms;
  config.norm_place = NormPlace::before;
  config.norm_epsilon = entries.number("rms_norm_eps", 0, 1, rules.norm_epsilon);
  config.activation =
      activation_entry(entries, {"hidden_activation", "hidden_act"}, rules.activation);
  config.gated_mlp = true;
  config.bias = false;
  config.causal = true;
  for (const char* key : {"is_encoder_decoder", "add_cross_attention"}) {
    require_flag(entries, key, false, "only decoders alone are supported");
  }
  static_cast<void>(entries.flag("is_decoder", true));
  if (rules.one_rotation) {
    read_rotary(entries, source, rules.rotary, config);
  }
  VocabularyHead head;
  head.tied = entries.flag("tie_word_embeddings", rules.tied);
  config.vocabulary_head = head;
  return config;
}

std::optional<int> window_entry(ConfigEntries& entries, std::optional<int> fallback) {
  const char* key = "sliding_window";
  if (entries.is_null(key) || (entries.find(key) == nullptr && !fallback)) {
    return std::nullopt;
  }
  return entries.size(key, 1, any_size, fallback);
}

}  // namespace baryscope
