#include "core/model/families/bert.h"

#include <utility>

#include "core/model/families/family_entries.h"
#include "core/model/families/weight_names.h"

namespace baryscope {
namespace {

WeightNames bert_names(NameTable head) {
  WeightNames names;
  names.layer_stem = "encoder.layer.";
  names.names = {
      {"attention.", "attention.self."},
      {"attention.output.", "attention.output.dense."},
      {"attention_norm.", "attention.output.LayerNorm."},
      {"mlp.up.", "intermediate.dense."},
      {"mlp.down.", "output.dense."},
      {"mlp_norm.", "output.LayerNorm."},
  };
  names.others = {
      {"embeddings.token.", "embeddings.word_embeddings."},
      {"embeddings.position.", "embeddings.position_embeddings."},
      {"embeddings.segment.", "embeddings.token_type_embeddings."},
      {"embeddings.norm.", "embeddings.LayerNorm."},
      {"embeddings.projection.", "embeddings_project."},
  };
  names.head = std::move(head);
  return names;
}

// Checkpoints converted from TensorFlow call a norm's gain and offset gamma and beta.
StoredWeight with_older_norms(StoredWeight stored) {
  const std::string name = stored.names.front();
  if (name.find("LayerNorm.") != std::string::npos) {
    std::string other = name.substr(0, name.rfind('.') + 1);
    other += name.ends_with("weight") ? "gamma" : "beta";
    stored.names.push_back(std::move(other));
  }
  return stored;
}

TransformerConfig read_encoder(ConfigEntries& entries) {
  TransformerConfig config;
  read_sizes(entries, {}, config);
  config.mlp_dim = entries.size("intermediate_size", 1, any_size);
  config.n_segments = entries.size("type_vocab_size", 1, any_size, 2);
  config.norm_epsilon = entries.number("layer_norm_eps", 0, 1, 1e-12);
  config.activation = activation_entry(entries, {"hidden_act"}, "gelu");
  const std::string positions = entries.text("position_embedding_type", "absolute");
  if (positions != "absolute") {
    entries.fail("position_embedding_type is '" + positions + "', supported is 'absolute'");
  }
  require_flag(entries, "is_decoder", false, "only encoders of this family are supported");
  require_flag(entries, "add_cross_attention", false, "only encoders of this family are supported");
  require_flag(entries, "is_encoder_decoder", false, "only encoders of this family are supported");
  VocabularyHead head;
  head.transform = true;
  head.bias = true;
  head.activation = config.activation;
  head.tied = entries.flag("tie_word_embeddings", true);
  config.vocabulary_head = head;
  return config;
}

}  // namespace

TransformerConfig read_bert_config(ConfigEntries& entries, const std::string& /*source*/) {
  TransformerConfig config = read_encoder(entries);
  refuse_what_may_count(entries);
  return config;
}

StoredWeight bert_weight(const TransformerConfig& /*config*/, const WeightSpec& spec) {
  static const WeightNames names = bert_names({
      {"vocabulary.transform.", "cls.predictions.transform.dense."},
      {"vocabulary.norm.", "cls.predictions.transform.LayerNorm."},
      {"vocabulary.matrix.", "cls.predictions.decoder."},
      {"vocabulary.bias", "cls.predictions.bias"},
  });
  return with_older_norms(named_weight(names, spec));
}

TransformerConfig read_roberta_config(ConfigEntries& entries, const std::string& /*source*/) {
  TransformerConfig config = read_encoder(entries);
  config.padding_id = entries.size("pad_token_id", 0, config.max_positions, 1);
  config.max_positions -= config.padding_id + 1;
  config.vocabulary_head->activation = "gelu";
  refuse_what_may_count(entries);
  return config;
}

StoredWeight roberta_weight(const TransformerConfig& /*config*/, const WeightSpec& spec) {
  static const WeightNames names = bert_names({
      {"vocabulary.transform.", "lm_head.dense."},
      {"vocabulary.norm.", "lm_head.layer_norm."},
      {"vocabulary.matrix.", "lm_head.decoder."},
      {"vocabulary.bias", "lm_head.bias"},
  });
  return with_older_norms(named_weight(names, spec));
}

TransformerConfig read_electra_config(ConfigEntries& entries, const std::string& /*source*/) {
  TransformerConfig config = read_encoder(entries);
  const int table = entries.size("embedding_size", 1, any_size, 128);
  config.embedding_dim = table == config.model_dim ? 0 : table;
  config.vocabulary_head->activation = "gelu";
  refuse_what_may_count(entries);
  return config;
}

StoredWeight electra_weight(const TransformerConfig& /*config*/, const WeightSpec& spec) {
  static const WeightNames names = bert_names({
      {"vocabulary.transform.", "generator_predictions.dense."},
      {"vocabulary.norm.", "generator_predictions.LayerNorm."},
      {"vocabulary.matrix.", "generator_lm_head."},
      {"vocabulary.bias", "generator_lm_head.bias"},
  });
  return with_older_norms(named_weight(names, spec));
}

}  // namespace baryscope
