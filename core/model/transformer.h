/// The blocks that every transformer here is made of, in batches and with gradients.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/model/capture.h"
#include "core/model/safetensors.h"
#include "core/model/transformer_config.h"

namespace baryscope {

struct TransformerOutput {
  at::Tensor stream;   ///< [batch, n_tokens, model_dim] leaving the last layer (after a last norm)
  at::Tensor answers;  ///< [batch, n_tokens, n_labels or n_outputs]; undefined without a readout
  at::Tensor auxiliary_loss;  ///< scalar: what trains indexers (DeepSeek's KL); undefined: none
};

class Transformer {
 public:
  using Parameters = std::vector<std::pair<std::string, at::Tensor>>;

  /// Weights from a file (F32 on `device`). Throws Model::Error naming a tensor that is missing,
  /// has another shape, or holds NaN or infinity.
  Transformer(TransformerConfig config, const Safetensors& file, const at::Device& device,
              const Watch& watch);
  /// Fresh weights, seeded: the same bytes everywhere for the same generator state.
  /// `features` [vocabulary_size, n_features] or undefined.
  Transformer(TransformerConfig config, const at::Tensor& features, Random& random,
              const at::Device& device);

  [[nodiscard]] const TransformerConfig& config() const { return m_config; }
  /// What is trained, in the order and by the names of the file. Shares storage with the model.
  [[nodiscard]] const Parameters& parameters() const { return m_parameters; }
  /// Fixed tensors of the file (token features).
  [[nodiscard]] const Parameters& buffers() const { return m_buffers; }
  /// A deep copy of parameters and buffers: what a snapshot is.
  [[nodiscard]] Transformer copy() const;

  /// ids int64 [batch, n_tokens], segments likewise or undefined. Differentiable where gradients
  /// are on. `captures`: null, or the layers of the one text of a batch of 1.
  [[nodiscard]] TransformerOutput run(const at::Tensor& ids, const at::Tensor& segments,
                                      Capture* capture, const Watch& watch) const;

 private:
  TransformerConfig m_config;
  Parameters m_parameters, m_buffers;
};

/// Writes config.json and model.safetensors into `folder`, each whole or not at all; what is opened
/// again is equal bit for bit.
void save_transformer(const Transformer& model, const std::filesystem::path& folder);

}  // namespace baryscope
