#include "core/model/transformer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <system_error>

#include "core/analysis/mechanism_list.h"
#include "core/base/atomic_file.h"
#include "core/model/family_list.h"
#include "core/model/model_error.h"
#include "core/model/pointwise.h"
#include "core/model/relative_bias.h"
#include "core/model/rotary.h"
#include "core/model/transformer_layer.h"
#include "core/model/weight_list.h"
#include "core/model/weight_reader.h"
#include "core/model/weights/tensor_file.h"

namespace baryscope {
namespace {

at::Tensor fresh_weight(const WeightSpec& spec, Random& random) {
  at::Tensor values = at::empty(spec.shape, at::kFloat);
  if (spec.start != WeightSpec::Start::uniform) {
    return values.fill_(spec.start == WeightSpec::Start::ones ? 1 : 0);
  }
  const double bound = 1.0 / std::sqrt(static_cast<double>(spec.fan_in));
  float* data = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.numel(); ++i) {
    data[i] = static_cast<float>((2 * random.uniform() - 1) * bound);
  }
  return values;
}

at::Tensor checked_features(const TransformerConfig& config, const at::Tensor& features) {
  if (!features.defined() || features.dim() != 2 || features.size(0) != config.vocabulary_size ||
      features.size(1) != config.n_features) {
    throw ModelError(fmt::format("token_features is {}, but the vocabulary of {} tokens brings {}",
                                 config.n_features, config.vocabulary_size,
                                 features.defined()
                                     ? fmt::format("features of {} numbers for {} tokens",
                                                   features.size(-1), features.size(0))
                                     : "none"));
  }
  return features.to(at::kFloat, /*non_blocking=*/false, /*copy=*/true).contiguous();
}

bool any_gradients(const Transformer::Parameters& parameters) {
  return c10::GradMode::is_enabled() &&
         std::any_of(parameters.begin(), parameters.end(),
                     [](const auto& entry) { return entry.second.requires_grad(); });
}

// Takes the one text of a batch of 1 out of a layer's tensors.
void unbatch(LayerCapture& seen) {
  for (const LayerTensorName& row : layer_tensor_names()) {
    at::Tensor& values = seen.*(row.tensor);
    const bool has_batch = values.defined() && row.tensor != &LayerCapture::score_bias &&
                           !(row.tensor == &LayerCapture::lambda && values.dim() == 1);
    if (has_batch) {
      values = values.select(0, 0);
    }
  }
}

// The vocabulary head is left away where the file does not hold all of it.
TransformerConfig with_stored_head(TransformerConfig config, const WeightSource& source,
                                   const at::Device& device) {
  const WeightReader reader(config, source, device);
  const std::vector<WeightSpec> list = weight_list(config);
  if (!std::all_of(list.begin(), list.end(), [&reader](const WeightSpec& spec) {
        return !spec.of_vocabulary_head || reader.has(spec);
      })) {
    config.vocabulary_head.reset();
  }
  return config;
}

}  // namespace

Transformer::Transformer(TransformerConfig config, const WeightSource& source,
                         const at::Device& device, const Watch& watch)
    : m_config(with_stored_head(checked_config(std::move(config)), source, device)) {
  const at::NoGradGuard no_gradients;
  for (const RotaryConfig& rotary : m_config.rotary) {
    static_cast<void>(rotary_tables(rotary, m_config.head_dim, 1, at::kCPU));  // finite, or throws
  }
  const WeightReader reader(m_config, source, device);
  const std::vector<WeightSpec> list = weight_list(m_config);
  Tensors tensors;
  for (std::size_t i = 0; i < list.size(); ++i) {
    watch.report(static_cast<double>(i) / static_cast<double>(list.size()), "opening the model");
    tensors.emplace(list[i].name, reader.read(list[i]));
  }
  reader.refuse_others(list);
  assemble(std::move(tensors));
}

Transformer::Transformer(TransformerConfig config, const at::Tensor& features, Random& random,
                         const at::Device& device)
    : m_config(checked_config(std::move(config))) {
  const at::NoGradGuard no_gradients;
  Tensors tensors;
  for (const WeightSpec& spec : weight_list(m_config)) {
    tensors.emplace(
        spec.name, (spec.start == WeightSpec::Start::features ? checked_features(m_config, features)
                                                              : fresh_weight(spec, random))
                       .to(device));
  }
  assemble(std::move(tensors));
}

Transformer::Transformer(TransformerConfig config, Tensors tensors) : m_config(std::move(config)) {
  assemble(std::move(tensors));
}

void Transformer::assemble(Tensors tensors) {
  for (std::size_t index = 0; index < m_config.layers.size(); ++index) {
    const int shared = m_config.layers[index].weights_of;
    m_layers.push_back(shared >= 0 ? m_layers[static_cast<std::size_t>(shared)]
                                   : std::make_shared<const TransformerLayer>(
                                         m_config, static_cast<int>(index), tensors));
  }
  const auto find = [&tensors](const char* name) {
    const auto found = tensors.find(name);
    return found == tensors.end() ? at::Tensor() : found->second;
  };
  m_features = find("embeddings.features");
  m_projection = {find("embeddings.projection.weight"), find("embeddings.projection.bias")};
  m_tokens = find("embeddings.token.weight");
  m_positions = find("embeddings.position.weight");
  m_segments = find("embeddings.segment.weight");
  m_embedding_norm = {find("embeddings.norm.weight"), find("embeddings.norm.bias")};
  m_norm = {find("norm.weight"), find("norm.bias")};
  m_readout = {find("readout.weight"), find("readout.bias")};
  m_relative_bias = find("relative_bias.weight");
  m_head_transform = {find("vocabulary.transform.weight"), find("vocabulary.transform.bias")};
  m_head_norm = {find("vocabulary.norm.weight"), find("vocabulary.norm.bias")};
  m_head = {find("vocabulary.matrix.weight"), find("vocabulary.bias")};
  if (m_config.vocabulary_head && m_config.vocabulary_head->tied) {
    m_head.weight = m_tokens;
  }
  for (const WeightSpec& spec : weight_list(m_config)) {
    const bool fixed = spec.start == WeightSpec::Start::features;
    (fixed ? m_buffers : m_parameters).emplace_back(spec.name, tensors.at(spec.name));
  }
}

Transformer Transformer::copy() const {
  const at::NoGradGuard no_gradients;
  Tensors tensors;
  for (const Parameters* list : {&m_parameters, &m_buffers}) {
    for (const auto& [name, values] : *list) {
      tensors.emplace(name, values.detach().clone());
    }
  }
  return {m_config, std::move(tensors)};
}

at::Device Transformer::device() const { return m_parameters.front().second.device(); }

// Rows of the table of positions. Of a model that counts from its padding token on, that token has
// the row of its own id and is not counted.
at::Tensor Transformer::position_rows(const at::Tensor& ids) const {
  if (m_config.padding_id < 0) {
    return m_positions.narrow(0, 0, ids.size(1));
  }
  const at::Tensor counted = (ids != m_config.padding_id).to(at::kLong);
  return at::embedding(m_positions, counted.cumsum(1) * counted + m_config.padding_id);
}

at::Tensor Transformer::embed(const at::Tensor& ids, const at::Tensor& segments) const {
  const auto look_up = [](const at::Tensor& rows, const at::Tensor& which) {
    return at::embedding(rows, which);
  };
  at::Tensor sum;
  if (!m_features.defined()) {
    sum = look_up(m_tokens, ids);
    if (m_config.embedding_scale != 1) {
      sum = sum * m_config.embedding_scale;
    }
  } else if (m_features.size(0) <= ids.numel()) {
    // Fewer tokens in the vocabulary than in the batch: their images first.
    sum = look_up(at::linear(m_features, m_projection.weight, m_projection.bias), ids);
  } else {
    sum = at::linear(look_up(m_features, ids), m_projection.weight, m_projection.bias);
  }
  if (m_segments.defined()) {
    sum = sum + (segments.defined() ? look_up(m_segments, segments) : m_segments.select(0, 0));
  }
  if (m_positions.defined()) {
    sum = sum + position_rows(ids);
  }
  if (m_config.norms_embeddings()) {
    sum = apply_norm(m_config, m_embedding_norm, sum);
  }
  return m_config.embedding_dim > 0 ? at::linear(sum, m_projection.weight, m_projection.bias) : sum;
}

TransformerOutput Transformer::run(const at::Tensor& ids, const at::Tensor& segments,
                                   Capture* capture, const Watch& watch) const {
  BARYSCOPE_CHECK(ids.dim() == 2 && ids.size(0) >= 1 && ids.size(1) >= 1);
  BARYSCOPE_CHECK(ids.size(1) <= m_config.max_positions);
  BARYSCOPE_CHECK(capture == nullptr || ids.size(0) == 1);
  LayerContext context;
  context.config = &m_config;
  context.gradients = any_gradients(m_parameters);
  for (const RotaryConfig& rotary : m_config.rotary) {
    context.rotary.push_back(rotary_tables(rotary, m_config.head_dim, ids.size(1), ids.device()));
  }
  if (m_relative_bias.defined()) {
    context.score_bias = relative_bias(m_relative_bias, ids.size(1));
  }
  at::Tensor stream = embed(ids, segments);
  const bool is_native = family(m_config.architecture).is_native;
  if (capture != nullptr) {
    capture->layers.resize(m_layers.size());
  }
  for (std::size_t index = 0; index < m_layers.size(); ++index) {
    watch.report(static_cast<double>(index) / static_cast<double>(m_layers.size()),
                 "reading the text");
    LayerCapture seen;
    const at::Tensor before = stream;
    stream = m_layers[index]->run(before, context, seen);
    if (capture != nullptr) {
      unbatch(seen);
      seen.residual = before.select(0, 0);
      const MechanismOptions& own = m_layers[index]->config().mechanism;
      if (is_native || !is_plain(mechanism(own.mechanism))) {
        seen.own = own;
      }
      capture->layers[index] = std::move(seen);
    }
  }
  TransformerOutput output;
  output.stream =
      m_config.norm_place == NormPlace::after ? stream : apply_norm(m_config, m_norm, stream);
  output.auxiliary_loss = context.auxiliary_loss;
  if (m_readout.weight.defined()) {
    output.answers = at::linear(output.stream, m_readout.weight, m_readout.bias);
  }
  if (capture != nullptr) {
    capture->residual = output.stream.select(0, 0);
    if (output.answers.defined()) {
      capture->answers = m_config.readout == ReadoutKind::token_classes
                             ? at::softmax(output.answers.select(0, 0), -1)
                             : output.answers.select(0, 0);
      capture->readout = m_config.readout;
      capture->labels = m_config.labels;
    }
  }
  return output;
}

at::Tensor Transformer::logits(const at::Tensor& rows) const {
  if (!has_logits()) {
    throw ModelError("the model's files hold no weights that give logits over the vocabulary");
  }
  const VocabularyHead& head = *m_config.vocabulary_head;
  at::Tensor values = rows;
  if (head.transform) {
    values = at::linear(values, m_head_transform.weight, m_head_transform.bias);
    values = apply_norm(m_config, m_head_norm, activate(head.activation, values));
  }
  values = at::linear(values, m_head.weight, m_head.bias);
  return head.cap > 0 ? at::tanh(values / head.cap) * head.cap : values;
}

void save_transformer(const Transformer& model, const std::filesystem::path& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) {
    throw ModelError("cannot make the folder " + folder.string() + ": " + problem.message());
  }
  const at::NoGradGuard no_gradients;
  Transformer::Parameters tensors = model.parameters();
  tensors.insert(tensors.end(), model.buffers().begin(), model.buffers().end());
  for (auto& [name, values] : tensors) {
    values = values.detach();
  }
  write_tensors(tensors, {{"format", "pt"}}, folder / "model.safetensors");
  write_file(folder / "config.json", to_config_json(model.config()));
}

}  // namespace baryscope
