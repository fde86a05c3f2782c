#include "core/model/vocabulary_head.h"

#include <ATen/ATen.h>

#include "core/model/pointwise.h"

namespace baryscope {

VocabularyWeights vocabulary_weights(
    const TransformerConfig& config,
    const std::map<std::string, at::Tensor, std::less<>>& tensors) {
  const auto find = [&tensors](const char* name) {
    const auto found = tensors.find(name);
    return found == tensors.end() ? at::Tensor() : found->second;
  };
  const bool is_tied = config.vocabulary_head && config.vocabulary_head->tied;
  return {{find("vocabulary.transform.weight"), find("vocabulary.transform.bias")},
          {find("vocabulary.norm.weight"), find("vocabulary.norm.bias")},
          {find(is_tied ? "embeddings.token.weight" : "vocabulary.matrix.weight"),
           find("vocabulary.bias")}};
}

at::Tensor vocabulary_logits(const TransformerConfig& config, const VocabularyWeights& weights,
                             const at::Tensor& rows) {
  const VocabularyHead& head = *config.vocabulary_head;
  at::Tensor values = rows;
  if (head.transform) {
    values = at::linear(values, weights.transform.weight, weights.transform.bias);
    values = apply_norm(config, weights.norm, activate(head.activation, values));
  }
  values = at::linear(values, weights.matrix.weight, weights.matrix.bias);
  return head.cap > 0 ? at::tanh(values / head.cap) * head.cap : values;
}

}  // namespace baryscope
