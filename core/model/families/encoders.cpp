#include "core/model/families/encoders.h"

#include <fmt/format.h>

#include "core/base/number_text.h"
#include "core/model/families/family_entries.h"
#include "core/model/families/rotary_entries.h"
#include "core/model/families/weight_names.h"

namespace baryscope {
namespace {

VocabularyHead encoder_head(ConfigEntries& entries, const std::string& activation) {
  VocabularyHead head;
  head.transform = true;
  head.bias = true;
  head.activation = activation;
  head.tied = entries.flag("tie_word_embeddings", true);
  return head;
}

void refuse_decoders(ConfigEntries& entries) {
  for (const char* key : {"is_decoder", "add_cross_attention", "is_encoder_decoder"}) {
    require_flag(entries, key, false, "only encoders of this family are supported");
  }
}

// The widest number of buckets and the farthest distance are fixed in MPNet's own program.
constexpr int mpnet_buckets = 32;

}  // namespace

TransformerConfig read_distilbert_config(ConfigEntries& entries, const std::string& /*source*/) {
  TransformerConfig config;
  read_sizes(entries, {}, config);
  config.mlp_dim =
      entries.size(entries.spelling({"hidden_dim", "intermediate_size"}), 1, any_size, 4 * 768);
  config.activation = activation_entry(entries, {"activation", "hidden_act"}, "gelu");
  static_cast<void>(entries.flag("sinusoidal_pos_embds", false));  // the file holds the waves
  refuse_decoders(entries);
  config.vocabulary_head = encoder_head(entries, config.activation);
  refuse_what_may_count(entries);
  return config;
}

StoredWeight distilbert_weight(const TransformerConfig& /*config*/, const WeightSpec& spec) {
  static const WeightNames names = {"transformer.layer.",
                                    {{"attention.query.", "attention.q_lin."},
                                     {"attention.key.", "attention.k_lin."},
                                     {"attention.value.", "attention.v_lin."},
                                     {"attention.output.", "attention.out_lin."},
                                     {"attention_norm.", "sa_layer_norm."},
                                     {"mlp.up.", "ffn.lin1."},
                                     {"mlp.down.", "ffn.lin2."},
                                     {"mlp_norm.", "output_layer_norm."}},
                                    {{"embeddings.token.", "embeddings.word_embeddings."},
                                     {"embeddings.position.", "embeddings.position_embeddings."},
                                     {"embeddings.norm.", "embeddings.LayerNorm."}},
                                    {{"vocabulary.transform.", "vocab_transform."},
                                     {"vocabulary.norm.", "vocab_layer_norm."},
                                     {"vocabulary.matrix.", "vocab_projector."},
                                     {"vocabulary.bias", "vocab_projector.bias"}}};
  return named_weight(names, spec);
}

TransformerConfig read_mpnet_config(ConfigEntries& entries, const std::string& /*source*/) {
  TransformerConfig config;
  read_sizes(entries, {}, config);
  config.mlp_dim = entries.size("intermediate_size", 1, any_size);
  config.norm_epsilon = entries.number("layer_norm_eps", 0, 1, 1e-12);
  config.activation = activation_entry(entries, {"hidden_act"}, "gelu");
  config.padding_id = 1;
  if (config.max_positions <= 2) {
    entries.fail("max_position_embeddings is 2 or less, of which two are never used");
  }
  config.max_positions -= config.padding_id + 1;
  config.n_relative_buckets =
      entries.size("relative_attention_num_buckets", mpnet_buckets, mpnet_buckets, mpnet_buckets);
  refuse_decoders(entries);
  config.vocabulary_head = encoder_head(entries, "gelu");
  refuse_what_may_count(entries);
  return config;
}

StoredWeight mpnet_weight(const TransformerConfig& /*config*/, const WeightSpec& spec) {
  static const WeightNames names = {"encoder.layer.",
                                    {{"attention.query.", "attention.attn.q."},
                                     {"attention.key.", "attention.attn.k."},
                                     {"attention.value.", "attention.attn.v."},
                                     {"attention.output.", "attention.attn.o."},
                                     {"attention_norm.", "attention.LayerNorm."},
                                     {"mlp.up.", "intermediate.dense."},
                                     {"mlp.down.", "output.dense."},
                                     {"mlp_norm.", "output.LayerNorm."}},
                                    {{"embeddings.token.", "embeddings.word_embeddings."},
                                     {"embeddings.position.", "embeddings.position_embeddings."},
                                     {"embeddings.norm.", "embeddings.LayerNorm."},
                                     {"relative_bias.", "encoder.relative_attention_bias."}},
                                    {{"vocabulary.transform.", "lm_head.dense."},
                                     {"vocabulary.norm.", "lm_head.layer_norm."},
                                     {"vocabulary.matrix.", "lm_head.decoder."},
                                     {"vocabulary.bias", "lm_head.bias"}}};
  return named_weight(names, spec);
}

TransformerConfig read_albert_config(ConfigEntries& entries, const std::string& /*source*/) {
  TransformerConfig config;
  read_sizes(entries, {}, config);
  config.mlp_dim = entries.size("intermediate_size", 1, any_size);
  config.n_segments = entries.size("type_vocab_size", 1, any_size, 2);
  config.embedding_dim = entries.size("embedding_size", 1, any_size, 128);
  config.norm_epsilon = entries.number("layer_norm_eps", 0, 1, 1e-12);
  config.activation = activation_entry(entries, {"hidden_act"}, "gelu_new");
  const std::string positions = entries.text("position_embedding_type", "absolute");
  if (positions != "absolute") {
    entries.fail("position_embedding_type is '" + positions + "', supported is 'absolute'");
  }
  refuse_decoders(entries);
  // Layer i of n runs group ⌊i / (n / n_groups)⌋, which is `inner` blocks one after the other.
  const auto n_layers = static_cast<int>(config.layers.size());
  const int n_groups = entries.size("num_hidden_groups", 1, n_layers, 1);
  const int inner = entries.size("inner_group_num", 1, max_layers / n_layers, 1);
  const double per_group = static_cast<double>(n_layers) / n_groups;
  config.layers.resize(static_cast<std::size_t>(n_layers) * static_cast<std::size_t>(inner));
  std::vector<int> first_of(static_cast<std::size_t>(n_groups) * static_cast<std::size_t>(inner),
                            -1);
  for (int index = 0; index < n_layers * inner; ++index) {
    const int layer = index / inner;
    const auto group = static_cast<std::size_t>(layer / per_group);
    int& first =
        first_of[group * static_cast<std::size_t>(inner) + static_cast<std::size_t>(index % inner)];
    config.layers[static_cast<std::size_t>(index)].weights_of = first;
    first = first < 0 ? index : first;
  }
  config.vocabulary_head = encoder_head(entries, config.activation);
  refuse_what_may_count(entries);
  return config;
}

namespace {

// "layers.7.…" → 7.
int layer_of(const std::string& name) {
  const std::size_t begin = name.find('.') + 1;
  return static_cast<int>(find_integer(name.substr(begin, name.find('.', begin) - begin)).value());
}

// Which block of which group a layer with weights of its own is: groups are first seen in order,
// and the blocks of one follow each other.
std::string albert_block(const TransformerConfig& config, int layer) {
  int before = 0;
  for (int index = 0; index < layer; ++index) {
    before += config.layers[static_cast<std::size_t>(index)].weights_of < 0 ? 1 : 0;
  }
  int n_inner = 1;
  while (static_cast<std::size_t>(n_inner) < config.layers.size() &&
         config.layers[static_cast<std::size_t>(n_inner)].weights_of < 0) {
    ++n_inner;
  }
  return fmt::format("encoder.albert_layer_groups.{}.albert_layers.{}.", before / n_inner,
                     before % n_inner);
}

}  // namespace

StoredWeight albert_weight(const TransformerConfig& config, const WeightSpec& spec) {
  static const WeightNames names = {
      "",
      {{"attention.output.", "attention.dense."},
       {"attention_norm.", "attention.LayerNorm."},
       {"mlp.up.", "ffn."},
       {"mlp.down.", "ffn_output."},
       {"mlp_norm.", "full_layer_layer_norm."}},
      {{"embeddings.token.", "embeddings.word_embeddings."},
       {"embeddings.position.", "embeddings.position_embeddings."},
       {"embeddings.segment.", "embeddings.token_type_embeddings."},
       {"embeddings.norm.", "embeddings.LayerNorm."},
       {"embeddings.projection.", "encoder.embedding_hidden_mapping_in."}},
      {{"vocabulary.transform.", "predictions.dense."},
       {"vocabulary.norm.", "predictions.LayerNorm."},
       {"vocabulary.matrix.", "predictions.decoder."},
       {"vocabulary.bias", "predictions.bias"}}};
  StoredWeight stored = named_weight(names, spec);
  if (spec.name.starts_with("layers.")) {
    std::string& name = stored.names.front();
    name = albert_block(config, layer_of(spec.name)) + name.substr(name.find('.') + 1);
  }
  return stored;
}

TransformerConfig read_modernbert_config(ConfigEntries& entries, const std::string& source) {
  TransformerConfig config;
  read_sizes(entries, {}, config);
  config.mlp_dim = entries.size("intermediate_size", 1, any_size);
  config.norm_place = NormPlace::before;
  config.embedding_norm = true;
  config.norm_epsilon = entries.number("norm_eps", 0, 1, 1e-5);
  config.norm_bias = entries.flag("norm_bias", false);
  config.head_bias = config.output_bias = entries.flag("attention_bias", false);
  config.mlp_bias = entries.flag("mlp_bias", false);
  config.gated_mlp = true;
  config.activation = activation_entry(entries, {"hidden_activation"}, "gelu");
  // Left over from BERT: this family reads neither.
  for (const char* key : {"position_embedding_type", "layer_norm_eps"}) {
    static_cast<void>(entries.find(key));
  }
  refuse_decoders(entries);
  LayerRotaryRules rotary;
  rotary.full_base = "global_rope_theta";
  rotary.local_base = "local_rope_theta";
  rotary.full_default = 160'000;
  rotary.scaling_for_both = true;
  read_layer_rotary(entries, source, rotary, config);
  const int half = entries.size("local_attention", 2, any_size, 128) / 2;
  const int every = entries.size("global_attn_every_n_layers", 1, any_size, 3);
  const std::vector<bool> sliding = sliding_layers(
      entries, config.layers.size(),
      [](std::size_t layer, int n) { return layer % static_cast<std::size_t>(n) != 0; }, every);
  for (std::size_t layer = 0; layer < sliding.size(); ++layer) {
    config.layers[layer].attention_norm = layer > 0;
    config.layers[layer].rotary = sliding[layer] ? 1 : 0;
    if (sliding[layer]) {
      config.layers[layer].window = half + 1;
      config.layers[layer].window_after = half;
    }
  }
  VocabularyHead head =
      encoder_head(entries, activation_entry(entries, {"classifier_activation"}, "gelu"));
  head.transform_bias = entries.flag("classifier_bias", false);
  head.bias = entries.flag("decoder_bias", true);
  config.vocabulary_head = head;
  refuse_what_may_count(entries);
  return config;
}

StoredWeight modernbert_weight(const TransformerConfig& config, const WeightSpec& spec) {
  static const WeightNames names = {
      "layers.",
      {{"attention.query.", "attn.Wqkv."},
       {"attention.key.", "attn.Wqkv."},
       {"attention.value.", "attn.Wqkv."},
       {"attention.output.", "attn.Wo."},
       {"attention_norm.", "attn_norm."},
       {"mlp.up.", "mlp.Wi."},
       {"mlp.gate.", "mlp.Wi."},
       {"mlp.down.", "mlp.Wo."}},
      {{"embeddings.token.", "embeddings.tok_embeddings."}, {"norm.", "final_norm."}},
      {{"vocabulary.transform.", "head.dense."},
       {"vocabulary.norm.", "head.norm."},
       {"vocabulary.matrix.", "decoder."},
       {"vocabulary.bias", "decoder.bias"}}};
  StoredWeight stored = named_weight(names, spec);
  take_from_fused(config, spec, stored);
  take_from_gated(config, spec, stored);
  return stored;
}

}  // namespace baryscope
