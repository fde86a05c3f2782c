/// The blocks that every transformer here is made of, in batches and with gradients.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/model/capture.h"
#include "core/model/layer_store.h"
#include "core/model/linear_weights.h"
#include "core/model/transformer_config.h"
#include "core/model/vocabulary_head.h"
#include "core/model/weights/weight_source.h"

namespace baryscope {

struct TransformerOutput {
  at::Tensor stream;   ///< [batch, n_tokens, attention_dim] leaving the last layer (after a last
                       ///< norm)
  at::Tensor answers;  ///< [batch, n_tokens, n_labels or n_outputs], before any softmax; undefined
                       ///< without a readout
  at::Tensor auxiliary_loss;  ///< scalar: what trains indexers, to be added to the loss; undefined
                              ///< without indexers or gradients
};

class TransformerLayer;
struct LayerContext;

/// Copies share their tensors; copy() does not.
class Transformer {
 public:
  using Parameters = std::vector<std::pair<std::string, at::Tensor>>;

  /// Weights from files (F32 on `device`). Throws Model::Error naming a tensor that is missing,
  /// has another shape, holds NaN or infinity, or (native models) is one too many.
  Transformer(TransformerConfig config, const WeightSource& source, const at::Device& device,
              const Watch& watch);
  /// The same of a checkpoint that is not trained: layers and what makes logits are read when they
  /// are needed, into `place`'s cache, and say then what holds NaN or infinity. Without parameters.
  Transformer(TransformerConfig config, std::shared_ptr<const WeightSource> source,
              const at::Device& device, CachePlace place, const Watch& watch);
  /// Fresh weights, seeded: the same bytes everywhere for the same generator state. Uniform in
  /// ±1/√fan_in (±1 for rows that are looked up), norms 1 and 0, drawn in the order of
  /// parameters(). `features` [vocabulary_size, n_features] or undefined.
  Transformer(TransformerConfig config, const at::Tensor& features, Random& random,
              const at::Device& device);

  [[nodiscard]] const TransformerConfig& config() const { return m_config; }
  /// What is trained, in the order and by the names of the file. Leaves that share storage with the
  /// model: set requires_grad and update them in place.
  [[nodiscard]] const Parameters& parameters() const { return m_parameters; }
  /// Fixed tensors of the file (token features).
  [[nodiscard]] const Parameters& buffers() const { return m_buffers; }
  /// A deep copy of parameters and buffers, without gradients: what a snapshot is. Not of a
  /// checkpoint whose layers are read when they are needed.
  [[nodiscard]] Transformer copy() const;
  [[nodiscard]] at::Device device() const;

  /// ids int64 [batch, n_tokens] below the vocabulary's size, segments likewise or undefined.
  /// Differentiable where gradients are on. `capture`: null, or filled with layers, residual and
  /// answers of the one text of a batch of 1.
  [[nodiscard]] TransformerOutput run(const at::Tensor& ids, const at::Tensor& segments,
                                      Capture* capture, const Watch& watch) const;
  /// What run() does up to the first `n_layers` layers, or from where the capture stopped: fills
  /// `capture` (its `stream` and `n_run` with it), and its answers behind the last layer. Of the
  /// last layer asked for, where others follow, the heads alone.
  void run_layers(const at::Tensor& ids, const at::Tensor& segments, int n_layers, Capture& capture,
                  const Watch& watch) const;
  /// Whether all weights can be kept ready in memory; true of weights that are no checkpoint's.
  [[nodiscard]] bool fits() const { return m_store == nullptr || m_store->fits(); }
  /// What is kept as long as the model is, in bytes.
  [[nodiscard]] std::size_t kept_bytes() const;
  /// All weights in F32.
  [[nodiscard]] std::size_t weight_bytes() const;

  /// Whether the file held what gives logits over the vocabulary.
  [[nodiscard]] bool has_logits() const { return m_config.vocabulary_head.has_value(); }
  /// Rows of TransformerOutput::stream, [n_rows, model_dim] → [n_rows, vocabulary_size]: of the
  /// positions that are asked for alone, since those of all may not fit into memory.
  [[nodiscard]] at::Tensor logits(const at::Tensor& rows) const;

 private:
  using Tensors = std::map<std::string, at::Tensor, std::less<>>;
  Transformer(TransformerConfig config, Tensors tensors);
  void assemble(Tensors tensors);
  void take_others(const Tensors& tensors);
  [[nodiscard]] LayerContext start(const at::Tensor& ids) const;
  void run_layer(std::size_t index, LayerContext& context, at::Tensor& stream, bool has_next,
                 Capture* capture, const Watch& watch) const;
  void look_at_layer(std::size_t index, LayerContext& context, Capture& capture,
                     const Watch& watch) const;
  void report_layer(std::size_t index, const Watch& watch) const;
  void keep(LayerCapture seen, const at::Tensor& before, const TransformerLayer& layer,
            LayerCapture& place) const;
  [[nodiscard]] TransformerOutput finish(const at::Tensor& stream, const LayerContext& context,
                                         Capture* capture) const;
  [[nodiscard]] at::Tensor embed(const at::Tensor& ids, const at::Tensor& segments) const;
  [[nodiscard]] at::Tensor position_rows(const at::Tensor& ids) const;

  TransformerConfig m_config;
  Parameters m_parameters, m_buffers;
  std::vector<std::shared_ptr<const TransformerLayer>> m_layers;
  at::Tensor m_features;
  LinearWeights m_projection;  ///< of features, or of embeddings that are narrower
  at::Tensor m_tokens, m_positions, m_segments, m_relative_bias;
  LinearWeights m_embedding_norm, m_norm, m_readout;
  VocabularyWeights m_head;
  std::shared_ptr<LayerStore> m_store;  ///< of a checkpoint: the layers, the head
  StoredTable m_stored_tokens;          ///< in place of m_tokens, with a store on the CPU
};

/// Writes config.json and model.safetensors into `folder`, each whole or not at all; what is opened
/// again is equal bit for bit. The folder is made where it is missing.
void save_transformer(const Transformer& model, const std::filesystem::path& folder);

}  // namespace baryscope
