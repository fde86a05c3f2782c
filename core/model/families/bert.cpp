#include "core/model/families/bert.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace baryscope {
namespace {

/// The name of a native tensor in a BERT checkpoint, without the prefix.
std::string bert_weight_name(const std::string& name) {
  static const std::array<std::pair<std::string, std::string>, 9> parts = {{
      {"embeddings.token.", "embeddings.word_embeddings."},
      {"embeddings.position.", "embeddings.position_embeddings."},
      {"embeddings.segment.", "embeddings.token_type_embeddings."},
      {"embeddings.norm.", "embeddings.LayerNorm."},
      {"attention.output.", "attention.output.dense."},
      {"attention_norm.", "attention.output.LayerNorm."},
      {"mlp.up.", "intermediate.dense."},
      {"mlp.down.", "output.dense."},
      {"mlp_norm.", "output.LayerNorm."},
  }};
  const std::string layers = "layers.";
  std::string head;
  std::string rest = name;
  if (name.starts_with(layers)) {
    const std::size_t point = name.find('.', layers.size());
    head = "encoder.layer." + name.substr(layers.size(), point + 1 - layers.size());
    rest = name.substr(point + 1);
  }
  for (const auto& [ours, theirs] : parts) {
    if (rest.starts_with(ours)) {
      return head + theirs + rest.substr(ours.size());
    }
  }
  const std::string attention = "attention.";
  if (rest.starts_with(attention)) {
    return head + "attention.self." + rest.substr(attention.size());
  }
  return head + rest;
}

}  // namespace

TransformerConfig read_bert_config(ConfigEntries& entries, const std::string& /*source*/) {
  TransformerConfig config;
  const int n_layers = entries.size("num_hidden_layers", 1, max_layers);
  config.n_heads = entries.size("num_attention_heads", 1, any_size);
  config.n_kv_heads = config.n_heads;
  config.model_dim = entries.size("hidden_size", 1, any_size);
  config.mlp_dim = entries.size("intermediate_size", 1, any_size);
  config.vocabulary_size = entries.size("vocab_size", 1, any_size);
  config.max_positions = entries.size("max_position_embeddings", 1, any_size);
  config.n_segments = entries.size("type_vocab_size", 1, any_size);
  if (config.model_dim % config.n_heads != 0) {
    entries.fail(fmt::format("hidden_size {} is not a multiple of num_attention_heads {}",
                             config.model_dim, config.n_heads));
  }
  config.head_dim = config.model_dim / config.n_heads;
  config.norm_epsilon = entries.number("layer_norm_eps", 0, 1, 1e-12);
  config.activation = entries.text("hidden_act", "gelu");
  const std::string positions = entries.text("position_embedding_type", "absolute");
  if (positions != "absolute") {
    entries.fail("position_embedding_type is '" + positions + "', supported is 'absolute'");
  }
  if (entries.flag("is_decoder", false)) {
    entries.fail("is_decoder is true; only encoders of this family are supported");
  }
  config.layers.resize(static_cast<std::size_t>(n_layers));
  return config;
}

StoredWeight bert_weight(const WeightSpec& spec) {
  StoredWeight stored;
  stored.names.push_back(bert_weight_name(spec.name));
  const std::string& name = stored.names.front();
  // Checkpoints converted from TensorFlow call a norm's gain and offset gamma and beta.
  if (name.find("LayerNorm.") != std::string::npos) {
    std::string other = name.substr(0, name.rfind('.') + 1);
    other += name.ends_with("weight") ? "gamma" : "beta";
    stored.names.push_back(std::move(other));
  }
  return stored;
}

}  // namespace baryscope
