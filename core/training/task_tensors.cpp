#include "core/training/task_tensors.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"
#include "core/model/family_list.h"
#include "core/model/model_error.h"

namespace baryscope {
namespace {

template <class Element>
at::Tensor owned_copy(const std::vector<Element>& numbers, at::IntArrayRef shape,
                      at::ScalarType type) {
  // from_blob only reads here: clone() owns its bytes.
  return at::from_blob(const_cast<Element*>(numbers.data()), shape, at::TensorOptions(type))
      .clone();
}

bool is_pairwise_layer(const ModelShape& shape, int layer) {
  return (layer + 1) % shape.every != 0 ||
         (shape.softmax_ends && (layer == 0 || layer + 1 == shape.n_layers));
}

std::string title_of(const Task& task) {
  for (const TaskInfo& info : tasks()) {
    if (info.name == task.options().name) {
      return info.title;
    }
  }
  return task.options().name;
}

}  // namespace

BatchTensors batch_tensors(const TaskBatch& batch, int vector_dim, const at::Device& device) {
  BatchTensors tensors;
  const std::int64_t n = batch.n_examples, length = batch.n_tokens;
  tensors.ids = owned_copy(batch.ids, {n, length}, at::kLong).to(device);
  if (batch.vectors.empty()) {
    std::vector<std::int64_t> labels = batch.labels;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (batch.asked[i] == 0) {
        labels[i] = -1;
      }
    }
    tensors.labels = owned_copy(labels, {n, length}, at::kLong).to(device);
  } else {
    tensors.truth = owned_copy(batch.vectors, {n, length, vector_dim}, at::kFloat).to(device);
    tensors.asked = owned_copy(batch.asked, {n, length}, at::kByte).to(at::kFloat).to(device);
  }
  return tensors;
}

at::Tensor answer_loss(const at::Tensor& answers, const BatchTensors& batch) {
  if (batch.labels.defined()) {
    return at::cross_entropy_loss(answers.flatten(0, 1), batch.labels.flatten(), {},
                                  at::Reduction::Mean, /*ignore_index=*/-1);
  }
  const at::Tensor errors = (answers - batch.truth).square().mean(-1);
  return (errors * batch.asked).sum() / batch.asked.sum();
}

TransformerConfig requested_transformer(const TrainingRequest& request, const Task& task) {
  const ModelShape& shape = request.shape;
  const TaskVocabulary& vocabulary = task.vocabulary();
  TransformerConfig config;
  config.architecture = native_family().name;
  config.model_dim = shape.model_dim;
  config.n_heads = shape.n_heads;
  config.n_kv_heads = shape.n_heads;
  config.head_dim = shape.head_dim;
  config.mlp_dim = shape.mlp_dim;
  config.vocabulary_size = static_cast<int>(vocabulary.tokens.size());
  // Without positions a text is a set: longer ones than the task's can be read, and looked at.
  constexpr int longest_set = 4096;
  config.max_positions =
      shape.positions ? task.max_tokens() : std::max(longest_set, task.max_tokens());
  config.norm = shape.norms ? NormKind::rms : NormKind::none;
  config.norm_place = shape.norms ? NormPlace::before : NormPlace::after;
  config.norm_epsilon = 1e-5;
  config.positions = shape.positions ? PositionKind::learned : PositionKind::none;
  config.causal = request.mechanism.causal.value_or(false);
  config.residual = shape.residual;
  config.bias = true;
  // The readout of a lone attention layer reads its heads as they are.
  config.output_projection = shape.residual || shape.n_layers > 1 || shape.mlp_dim > 0;
  config.n_features = vocabulary.features.n_rows > 0 ? vocabulary.features.n_columns : 0;
  if (task.labels().empty()) {
    config.readout = ReadoutKind::token_vector;
    config.n_outputs = task.vector_dim();
    config.labels = task.vector_names();
  } else {
    config.readout = ReadoutKind::token_classes;
    config.n_outputs = static_cast<int>(task.labels().size());
    config.labels = task.labels();
  }
  for (int layer = 0; layer < shape.n_layers; ++layer) {
    LayerConfig entry;
    if (is_pairwise_layer(shape, layer)) {
      entry.mechanism.mechanism = plain_mechanism().name;
    } else {
      entry.mechanism = request.mechanism;
      entry.mechanism.causal.reset();
      entry.index_dim = request.mechanism.select.starts_with("indexer") ? shape.head_dim : 0;
    }
    config.layers.push_back(entry);
  }
  config.title = title_of(task);
  config.task = task.options().name;
  config.example = {{"text", task.example_text()}, {"query", task.example_query()}};
  try {
    return checked_config(std::move(config));
  } catch (const ModelError& error) {
    throw UsageError(std::string("these options make no model: ") + error.what());
  }
}

at::Tensor feature_tensor(const TaskVocabulary& vocabulary) {
  const Matrix& features = vocabulary.features;
  if (features.n_rows == 0) {
    return {};
  }
  return owned_copy(features.data, {features.n_rows, features.n_columns}, at::kDouble)
      .to(at::kFloat);
}

}  // namespace baryscope
