/// What every layer and head of a model saw for one text.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/expectation.h"
#include "core/analysis/request.h"
#include "core/base/error.h"
#include "core/model/transformer_config.h"
#include "core/text/token_layout.h"
#include "core/text/tokens.h"

namespace baryscope {

/// What a layer does to a head's output before it is projected: factor·RMSNorm.
struct HeadNorm {
  double factor = 1;  ///< 1 − λ_init
  double epsilon = 1e-5;
  at::Tensor gain;  ///< [value_dim]; undefined: 1
};

/// Tensors of one layer; undefined where the model has none. Shapes [n_heads or n_kv_heads,
/// n_tokens, head_dim], all F64 or all F32 (F16 and BF16 files are computed in F32).
struct LayerCapture {
  at::Tensor query, key, value;
  at::Tensor key_prime, value_prime, query_2, key_2, value_2;
  at::Tensor key_3, value_3, key_4, value_4;
  at::Tensor output;  ///< [n_heads, n_tokens, value_dim] per-head attention output
  at::Tensor lambda;  ///< [n_heads] or [n_heads, n_tokens]
  at::Tensor index_query, index_key, index_weight;
  at::Tensor residual;  ///< [n_tokens, model_dim] entering the layer; undefined in capture files
  std::optional<MechanismOptions> own;  ///< the layer's own mechanism with its options
  /// How the layer makes weights of query and key, whatever mechanism is laid over them.
  std::optional<double> scale;  ///< of the scores, in place of the capture's and 1/√head_dim
  double score_cap = 0;         ///< scores of single keys become c·tanh(s/c); 0: none
  at::Tensor score_bias;        ///< [n_heads, n_tokens, n_tokens], added to those; or undefined
  std::optional<int> window;    ///< keys that a query sees up to itself, itself included
  int window_after = 0;         ///< with a window: keys after the query that it sees too
  std::optional<HeadNorm> head_norm;  ///< `output` is what it is before
  /// Bool [n_tokens, n_tokens], the keys that each query may read by rules of its own, beside mask
  /// and window; a row without any has no query here. Undefined: all. Layers share equal ones.
  at::Tensor allowed;
  std::string name;               ///< what the model calls it, "decoder 3 cross"; empty: its number
  std::vector<int> head_numbers;  ///< the model's numbers of these heads; empty: from 0 on
};

struct Capture {
  class Error : public baryscope::Error {
   public:
    using baryscope::Error::Error;
  };

  std::string model;         ///< name as a person says it
  std::string architecture;  ///< "bert", "capture"
  std::string path;
  std::string task;  ///< what the model was trained on; empty: unknown
  Tokens tokens;
  TokenLayout layout;  ///< sequences and patches among the tokens
  bool causal = false;
  std::optional<std::string> mechanism;  ///< the model's own; nothing: pairwise
  std::optional<double> scale;           ///< in place of 1/√head_dim
  int model_dim = 0;
  int max_positions = 0;
  std::vector<LayerCapture> layers;
  at::Tensor residual;  ///< [n_tokens, model_dim] leaving the last layer; undefined in captures
  at::Tensor stream;    ///< [1, n_tokens, width] entering layer n_run, where later layers have not
                        ///< been run yet: their tensors are undefined
  int n_run = 0;        ///< with a stream: the layers that have been run; of the next one perhaps
                        ///< the heads
  at::Tensor answers;   ///< [n_tokens, n_labels or n_outputs] of a readout; classes: probabilities
  ReadoutKind readout = ReadoutKind::none;  ///< what the answers are
  std::vector<std::string> labels;  ///< of the classes; of a vector's entries where they have names
  std::optional<Token> masked;      ///< what stood where the model read its mask
  Expectations expectations;        ///< of a model that reads and writes tokens
  std::vector<std::string> notes;   ///< what a person should know about the model's files
};

/// The tensors of a layer by their names in a capture file, in the file's documented order.
struct LayerTensorName {
  const char* name;
  at::Tensor LayerCapture::* tensor;
};
const std::vector<LayerTensorName>& layer_tensor_names();

/// product.md §4. Throws Capture::Error (or Safetensors::Error) naming file, tensor and rule.
Capture load_capture(const std::filesystem::path& path);
void save_capture(const Capture& capture, const std::filesystem::path& target);

}  // namespace baryscope
