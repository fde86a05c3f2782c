/// A task's examples as tensors, and how wrong a model's answers are.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/model/transformer_config.h"
#include "core/tasks/task.h"
#include "core/training/training_request.h"

namespace baryscope {

/// On the model's device.
struct BatchTensors {
  at::Tensor ids;     ///< int64 [n_examples, n_tokens]
  at::Tensor labels;  ///< int64 [n_examples, n_tokens], −1 where nothing is asked; classes only
  at::Tensor truth;   ///< F32 [n_examples, n_tokens, vector_dim]; vectors only
  at::Tensor asked;   ///< F32 [n_examples, n_tokens] 1 or 0; vectors only
};

BatchTensors batch_tensors(const TaskBatch& batch, int vector_dim, const at::Device& device);

/// Classes: mean cross-entropy in nats over the asked tokens. Vectors: mean squared error over the
/// asked tokens and the vector's entries. answers [n_examples, n_tokens, n_labels or vector_dim].
at::Tensor answer_loss(const at::Tensor& answers, const BatchTensors& batch);

/// The transformer that a request trains for this task: its readout, features, title and example.
/// Throws UsageError for a shape that makes none.
TransformerConfig requested_transformer(const TrainingRequest& request, const Task& task);
/// [vocabulary_size, n_features] F32 on the CPU; undefined where the task's tokens have none.
at::Tensor feature_tensor(const TaskVocabulary& vocabulary);

}  // namespace baryscope
