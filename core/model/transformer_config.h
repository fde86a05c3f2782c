/// What a transformer is made of, whatever file says so: every family runs on the same blocks. Free
/// of ATen.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/analysis/request.h"
#include "core/model/model_error.h"

namespace baryscope {

/// One layer: its mechanism with its options (names and values as in product.md §2), sizes that
/// belong to it alone. `key_prime`, `value_prime`, `second_query_key`, `negative_value` are "own"
/// where the layer has projections for them.
struct LayerConfig {
  MechanismOptions mechanism;
  bool head_norm = false;  ///< differential family: (1 − λ_init)·RMSNorm per head
  int n_index_heads = 0;   ///< select indexer
  int index_dim = 0;

  friend bool operator==(const LayerConfig&, const LayerConfig&) = default;
};

enum class NormKind { none, layer, rms };
enum class PositionKind { none, learned, rotary };
enum class ReadoutKind { none, token_classes, token_vector };

struct TransformerConfig {
  std::string architecture;  ///< the family's name (family_list.h)
  int model_dim = 0;
  int n_heads = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  int mlp_dim = 0;  ///< 0: layers without MLP
  int vocabulary_size = 0;
  int max_positions = 0;
  int n_segments = 0;
  NormKind norm = NormKind::layer;
  bool norm_first = false;  ///< pre-norm, with a last norm at the end; else after each sum (BERT),
                            ///< and after the embeddings
  double norm_epsilon = 1e-12;
  std::string activation = "gelu";  ///< gelu, gelu_new, gelu_pytorch_tanh, relu, silu
  PositionKind positions = PositionKind::learned;
  double rotary_base = 10000;
  bool causal = false;
  bool residual = true;           ///< false: a block's output replaces the stream
  bool bias = true;               ///< of every projection
  bool output_projection = true;  ///< false: the heads side by side are the output
  int n_features = 0;             ///< > 0: embeddings are a linear image of fixed token features
  ReadoutKind readout = ReadoutKind::none;
  std::vector<std::string> labels;  ///< of token_classes; of token_vector's entries, or empty
  int n_outputs = 0;                ///< of token_vector; n_labels of token_classes
  std::vector<LayerConfig> layers;
  std::string title;                           ///< as a person says it; empty: the folder's name
  std::string task;                            ///< what it was trained on; empty: unknown
  std::map<std::string, std::string> example;  ///< option ids and values that show it best

  /// Width of the stream behind the attention: model_dim, or n_heads·head_dim without an output
  /// projection.
  [[nodiscard]] int attention_dim() const {
    return output_projection ? model_dim : n_heads * head_dim;
  }

  friend bool operator==(const TransformerConfig&, const TransformerConfig&) = default;
};

/// Most layers that a config may have.
inline constexpr int max_layers = 4096;

/// The same with every default of its layers resolved (λ of the differential family: learned) and
/// options reset that its mechanisms do not read. Throws Model::Error naming the entry, its value
/// and what was expected where the sizes do not fit each other.
TransformerConfig checked_config(TransformerConfig config);

/// Reads any family's config.json. Throws Model::Error naming file, entry, value, what is known.
TransformerConfig load_transformer_config(const std::filesystem::path& config_json);
/// The text of a native config.json (resources/docs/formats.md); reads back equal to
/// checked_config(config).
std::string to_config_json(const TransformerConfig& config);

/// The entries of a config's `layers` alone: how a capture file keeps what its layers are.
std::string to_layers_json(const std::vector<LayerConfig>& layers);
/// Throws Model::Error naming the entry.
std::vector<LayerConfig> layers_from_json(const std::string& text);

}  // namespace baryscope
