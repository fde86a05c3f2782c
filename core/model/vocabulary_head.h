/// What makes logits over the vocabulary of the last stream.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <map>
#include <string>

#include "core/model/linear_weights.h"
#include "core/model/transformer_config.h"

namespace baryscope {

struct VocabularyWeights {
  LinearWeights transform, norm, matrix;
};

/// By the names of weight_list(); undefined where there is no such tensor.
VocabularyWeights vocabulary_weights(const TransformerConfig& config,
                                     const std::map<std::string, at::Tensor, std::less<>>& tensors);

/// [n_rows, model_dim] → [n_rows, vocabulary_size]. The config has a vocabulary head.
at::Tensor vocabulary_logits(const TransformerConfig& config, const VocabularyWeights& weights,
                             const at::Tensor& rows);

}  // namespace baryscope
