/// A model folder's config.json. Free of ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace baryscope {

/// Sizes and choices of a BERT-like model; the names in brackets are the file's.
struct ModelConfig {
  std::string architecture;     ///< "bert", one of the families that model.h can run
  int n_layers = 0;             ///< [num_hidden_layers]
  int n_heads = 0;              ///< [num_attention_heads]
  int model_dim = 0;            ///< [hidden_size]
  int intermediate_dim = 0;     ///< [intermediate_size]
  int vocabulary_size = 0;      ///< [vocab_size]
  int max_positions = 0;        ///< [max_position_embeddings]
  int n_segments = 0;           ///< [type_vocab_size]
  double norm_epsilon = 1e-12;  ///< [layer_norm_eps]
  std::string activation;       ///< [hidden_act]: "gelu", "gelu_new", "gelu_pytorch_tanh", "relu"

  [[nodiscard]] int head_dim() const { return model_dim / n_heads; }
};

/// Throws Model::Error naming the file, the entry, its value and what is supported. An unknown
/// architecture is named with the known ones.
ModelConfig load_config(const std::filesystem::path& config_json);

}  // namespace baryscope
