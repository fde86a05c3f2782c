/// What a transformer is made of, whatever file says so: every family runs on the same blocks. Free
/// of ATen.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
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
  int rotary = 0;               ///< which of the config's rotations; -1: none
  std::optional<int> window;    ///< keys that a query sees up to itself, itself included
  int window_after = 0;         ///< with a window: how many keys after the query it sees too
  std::optional<double> scale;  ///< of the scores, in place of 1/√head_dim
  bool attention_norm = true;   ///< false: no norm before the attention (where norms are)
  int weights_of = -1;  ///< the earlier layer whose weights this one runs again; -1: its own

  friend bool operator==(const LayerConfig&, const LayerConfig&) = default;
};

enum class NormKind { none, layer, rms };
/// Where a block f is normed; all but `after` norm the last layer's stream too.
enum class NormPlace {
  before,  ///< x + f(norm(x))
  after,   ///< norm(x + f(x)), and the sum of the embeddings (BERT)
  output,  ///< x + norm(f(x)) (OLMo 2)
  around   ///< x + norm(f(norm(x))) (Gemma 2)
};
enum class PositionKind { none, learned, rotary };
enum class ReadoutKind { none, token_classes, token_vector };
/// RMS norms of queries and keys before they are turned.
enum class VectorNorm {
  none,
  heads,  ///< each head's vector, one gain for all heads (Qwen 3)
  whole   ///< all heads' numbers together (OLMo 2)
};

/// How a rotation's speeds are made for longer texts than it was trained on.
enum class RotaryScaling { none, linear, dynamic, yarn, longrope, llama3 };

/// Rotary position embeddings (Su et al. 2021) and their scalings, by the names that config.json
/// has for them.
struct RotaryConfig {
  double base = 10000;
  int dim = 0;               ///< the first numbers of a head, which turn; 0: all
  bool interleaved = false;  ///< pairs (2l, 2l+1), else halves (l, l + dim/2)
  bool in_single = false;    ///< speeds and angles in F32, as the checkpoint's own program has them
  RotaryScaling scaling = RotaryScaling::none;
  double factor = 1;
  double original_positions = 0;                    ///< the length that it was trained on
  double low_frequency = 1, high_frequency = 4;     ///< llama3
  double fast_turns = 32, slow_turns = 1;           ///< yarn's beta_fast and beta_slow
  bool truncated = true;                            ///< yarn: whole dimensions bound the ramp
  std::optional<double> attention_factor;           ///< of cos and sin; else the scaling's own
  double mscale = 0, mscale_all = 0;                ///< yarn; 0: not told
  std::vector<double> short_factors, long_factors;  ///< longrope, one a pair

  friend bool operator==(const RotaryConfig&, const RotaryConfig&) = default;
};

/// What makes logits over the vocabulary of the last stream: a matrix (by default the embeddings'
/// own), with what stands before and behind it.
struct VocabularyHead {
  bool transform = false;  ///< a projection to embedding width, an activation and a norm before
  std::string activation = "gelu";
  bool transform_bias = true;
  bool tied = true;  ///< the matrix is the tokens' embeddings, unless the file holds another
  bool bias = false;
  double cap = 0;  ///< c·tanh(x/c); 0: none

  friend bool operator==(const VocabularyHead&, const VocabularyHead&) = default;
};

struct TransformerConfig {
  std::string architecture;  ///< the family's name (family_list.h)
  int model_dim = 0;
  int n_heads = 0;
  int n_kv_heads = 0;
  int head_dim = 0;
  int value_dim = 0;      ///< of a head's values; 0: head_dim
  int embedding_dim = 0;  ///< of embeddings that are projected to model_dim; 0: model_dim
  int mlp_dim = 0;        ///< 0: layers without MLP
  int vocabulary_size = 0;
  int max_positions = 0;
  int n_segments = 0;
  NormKind norm = NormKind::layer;
  NormPlace norm_place = NormPlace::after;
  bool embedding_norm = false;  ///< also where norms are not `after`
  double norm_epsilon = 1e-12;
  VectorNorm vector_norm = VectorNorm::none;
  std::string activation = "gelu";  ///< one of activation_names()
  bool gated_mlp = false;           ///< down(activation(gate x) ∘ up x)
  PositionKind positions = PositionKind::learned;
  int padding_id = -1;  ///< learned positions count from this + 1, and this token has none; -1: no
  std::vector<RotaryConfig> rotary;  ///< by LayerConfig::rotary; native models have one
  int n_relative_buckets = 0;  ///< > 0: a bias of every score by distance, shared by the layers
  double embedding_scale = 1;
  double score_cap = 0;  ///< scores s become c·tanh(s/c); 0: none
  bool causal = false;
  bool residual = true;          ///< false: a block's output replaces the stream
  bool parallel_blocks = false;  ///< attention and MLP read one stream, both are added to it
  bool bias = true;              ///< of every projection but those that are told apart here
  std::optional<bool> head_bias, output_bias, mlp_bias, norm_bias;
  double head_norm_epsilon = 1e-5;  ///< of LayerConfig::head_norm
  bool head_norm_gain = true;
  bool output_projection = true;  ///< false: the heads side by side are the output
  int n_features = 0;             ///< > 0: embeddings are a linear image of fixed token features
  ReadoutKind readout = ReadoutKind::none;
  std::vector<std::string> labels;  ///< of token_classes; of token_vector's entries, or empty
  int n_outputs = 0;                ///< of token_vector; n_labels of token_classes
  std::optional<VocabularyHead> vocabulary_head;
  std::vector<LayerConfig> layers;
  std::string title;                           ///< as a person says it; empty: the folder's name
  std::string task;                            ///< what it was trained on; empty: unknown
  std::map<std::string, std::string> example;  ///< option ids and values that show it best

  /// Width of the stream behind the attention: model_dim, or n_heads·head_dim without an output
  /// projection.
  [[nodiscard]] int attention_dim() const {
    return output_projection ? model_dim : n_heads * values_dim();
  }
  /// Width of a head's values.
  [[nodiscard]] int values_dim() const { return value_dim > 0 ? value_dim : head_dim; }
  /// Width of the tables that tokens are looked up in.
  [[nodiscard]] int table_dim() const { return embedding_dim > 0 ? embedding_dim : model_dim; }
  [[nodiscard]] bool norms_embeddings() const {
    return norm_place == NormPlace::after || embedding_norm;
  }
  [[nodiscard]] bool norms_before() const {
    return norm_place == NormPlace::before || norm_place == NormPlace::around;
  }

  friend bool operator==(const TransformerConfig&, const TransformerConfig&) = default;
};

/// The activations that a config may name, as Hugging Face spells them.
const std::vector<std::string>& activation_names();

/// Most layers that a config may have.
inline constexpr int max_layers = 4096;

/// The same with every default of its layers resolved (λ of the differential family: learned) and
/// options reset that its mechanisms do not read. Throws Model::Error naming the entry, its value
/// and what was expected where the sizes do not fit each other.
TransformerConfig checked_config(TransformerConfig config);

/// Reads any family's config.json. Throws Model::Error naming file, entry, value, what is known.
TransformerConfig load_transformer_config(const std::filesystem::path& config_json);
/// The same of a config that is at hand; complaints begin with `source`.
TransformerConfig read_transformer_config(const nlohmann::json& root, const std::string& source);
/// The text of a native config.json (resources/docs/formats.md); reads back equal to
/// checked_config(config).
std::string to_config_json(const TransformerConfig& config);

/// The entries of a config's `layers` alone: how a capture file keeps what its layers are.
std::string to_layers_json(const std::vector<LayerConfig>& layers);
/// Throws Model::Error naming the entry.
std::vector<LayerConfig> layers_from_json(const std::string& text);

}  // namespace baryscope
