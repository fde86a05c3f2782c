/// BERT encoders (Devlin et al. 2018, arXiv 1810.04805): post-norm, absolute positions.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/model/capture.h"
#include "core/model/config.h"
#include "core/model/safetensors.h"
#include "core/text/tokens.h"

namespace baryscope {

class Bert {
 public:
  /// Reads the weights of `file` (names with or without the prefix "bert."), as F32 on `device`.
  /// Throws Model::Error naming the tensor that is missing, has another shape, or holds NaN or
  /// infinity.
  Bert(const ModelConfig& config, const Safetensors& file, const at::Device& device,
       const Watch& watch);

  /// One forward pass over tokens with ids below the vocabulary's size, at most max_positions of
  /// them. Fills `layers` and `residual` of `capture`.
  void run(const Tokens& tokens, Capture& capture, const Watch& watch) const;

 private:
  struct Linear {
    at::Tensor weight, bias;
  };
  struct Layer {
    Linear query_key_value;  ///< the three stacked: [3·model_dim, model_dim]
    Linear attention_output, intermediate, output;
    Linear attention_norm, output_norm;  ///< gain and offset
  };

  [[nodiscard]] at::Tensor embed(const Tokens& tokens) const;
  [[nodiscard]] at::Tensor activate(const at::Tensor& values) const;
  [[nodiscard]] at::Tensor normalize(const at::Tensor& values, const Linear& norm) const;
  void run_layer(const Layer& layer, at::Tensor& residual, LayerCapture& seen) const;

  ModelConfig m_config;
  at::Device m_device;
  at::Tensor m_word_embedding, m_position_embedding, m_segment_embedding;
  Linear m_embedding_norm;
  std::vector<Layer> m_layers;
};

}  // namespace baryscope
