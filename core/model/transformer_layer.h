/// One block: attention of any mechanism, and a two-layer perceptron.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/analysis/mechanism_traits.h"
#include "core/attention/attention.h"
#include "core/model/capture.h"
#include "core/model/rotary.h"
#include "core/model/transformer.h"
#include "core/model/weight_list.h"

namespace baryscope {

/// The spec of a mechanism for attend() and attend_batch(). `options.mechanism` is not empty.
AttentionSpec attention_spec(const MechanismOptions& options, bool causal,
                             std::optional<double> scale);

/// What all layers of one forward pass share.
struct LayerContext {
  const TransformerConfig* config = nullptr;
  bool gradients = false;
  std::vector<RotaryTables> rotary;         ///< by LayerConfig::rotary
  at::Tensor score_bias;                    ///< [n_heads, n_tokens, n_tokens] or undefined
  at::Tensor previous_query, previous_key;  ///< of the layer before, [batch, heads, n, head_dim]
  at::Tensor auxiliary_loss;                ///< sum so far; undefined: none
};

class TransformerLayer {
 public:
  using Tensors = std::map<std::string, at::Tensor, std::less<>>;

  /// Takes its weights out of `tensors` by name; those of the head projections are replaced there
  /// by views of one stacked tensor.
  TransformerLayer(const TransformerConfig& config, int index, Tensors& tensors);

  /// The stream [batch, n_tokens, width] after this layer. `seen` is filled with what the heads
  /// saw, a batch in front of every tensor.
  [[nodiscard]] at::Tensor run(const at::Tensor& stream, LayerContext& context,
                               LayerCapture& seen) const;

  /// Fills `seen` and no more. What stands behind the heads may be missing.
  void look(const at::Tensor& stream, LayerContext& context, LayerCapture& seen) const;

  [[nodiscard]] const LayerConfig& config() const { return m_config; }

 private:
  struct Part {
    at::Tensor LayerCapture::* tensor;  ///< where the capture keeps it
    int n_heads;
    int width;  ///< of a head
    LinearWeights weights;
  };

  void project(const at::Tensor& stream, const LayerContext& context, LayerCapture& seen) const;
  void turn(const LayerContext& context, LayerCapture& seen) const;
  [[nodiscard]] at::Tensor attend(const LayerContext& context, const LayerCapture& seen,
                                  const at::Tensor& kept) const;
  [[nodiscard]] AttentionInput mechanism_tensors(const LayerCapture& seen) const;
  [[nodiscard]] at::Tensor perceptron(const TransformerConfig& config,
                                      const at::Tensor& values) const;
  [[nodiscard]] at::Tensor run_parallel(const at::Tensor& stream, LayerContext& context,
                                        LayerCapture& seen) const;
  void tell(const LayerContext& context, LayerCapture& seen) const;
  [[nodiscard]] at::Tensor learned_lambda(const at::Tensor& stream) const;
  [[nodiscard]] at::Tensor select(const at::Tensor& stream, LayerContext& context,
                                  LayerCapture& seen) const;
  [[nodiscard]] at::Tensor attention_block(const at::Tensor& stream, LayerContext& context,
                                           LayerCapture& seen) const;

  LayerConfig m_config;
  AttentionSpec m_spec;
  MechanismTraits m_traits;
  int m_index;
  int m_head_dim;
  std::vector<Part> m_parts;
  LinearWeights m_stacked;  ///< of all parts; their weights are views of it
  LinearWeights m_lambda, m_index_query, m_index_key, m_index_weight, m_output, m_up, m_gate,
      m_down;
  LinearWeights m_attention_norm, m_attention_output_norm, m_mlp_norm, m_mlp_output_norm;
  at::Tensor m_query_norm, m_key_norm;  ///< gains; undefined: none
  at::Tensor m_lambda_vectors[4];       ///< query 1, key 1, query 2, key 2; [head_dim]
  at::Tensor m_head_norm;
};

}  // namespace baryscope
