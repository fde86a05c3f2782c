#include "core/model/transformer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/model/family_list.h"
#include "core/model/model_error.h"
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
    const bool has_batch =
        values.defined() && !(row.tensor == &LayerCapture::lambda && values.dim() == 1);
    if (has_batch) {
      values = values.select(0, 0);
    }
  }
}

// cos and sin of position·base^(−2l/d), each [n_tokens, head_dim/2].
void add_rotation(LayerContext& context, const TransformerConfig& config, std::int64_t n_tokens,
                  const at::Device& device) {
  const at::Tensor place = at::arange(config.head_dim / 2, at::kDouble);
  const at::Tensor speed = at::pow(config.rotary_base, place * (-2.0 / config.head_dim));
  const at::Tensor angle = at::outer(at::arange(n_tokens, at::kDouble), speed);
  context.rotary_cos = angle.cos().to(device, at::kFloat);
  context.rotary_sin = angle.sin().to(device, at::kFloat);
}

}  // namespace

Transformer::Transformer(TransformerConfig config, const WeightSource& source,
                         const at::Device& device, const Watch& watch)
    : m_config(checked_config(std::move(config))) {
  const at::NoGradGuard no_gradients;
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
    m_layers.push_back(
        std::make_shared<const TransformerLayer>(m_config, static_cast<int>(index), tensors));
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

at::Tensor Transformer::embed(const at::Tensor& ids, const at::Tensor& segments) const {
  const auto look_up = [](const at::Tensor& rows, const at::Tensor& which) {
    return at::embedding(rows, which);
  };
  at::Tensor sum;
  if (!m_features.defined()) {
    sum = look_up(m_tokens, ids);
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
    sum = sum + m_positions.narrow(0, 0, ids.size(1));
  }
  return m_config.norm_first ? sum : apply_norm(m_config, m_embedding_norm, sum);
}

TransformerOutput Transformer::run(const at::Tensor& ids, const at::Tensor& segments,
                                   Capture* capture, const Watch& watch) const {
  BARYSCOPE_CHECK(ids.dim() == 2 && ids.size(0) >= 1 && ids.size(1) >= 1);
  BARYSCOPE_CHECK(ids.size(1) <= m_config.max_positions);
  BARYSCOPE_CHECK(capture == nullptr || ids.size(0) == 1);
  LayerContext context;
  context.config = &m_config;
  context.gradients = any_gradients(m_parameters);
  if (m_config.positions == PositionKind::rotary) {
    add_rotation(context, m_config, ids.size(1), ids.device());
  }
  at::Tensor stream = embed(ids, segments);
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
      if (family(m_config.architecture).is_native) {
        seen.own = m_layers[index]->config().mechanism;
      }
      capture->layers[index] = std::move(seen);
    }
  }
  TransformerOutput output;
  output.stream = m_config.norm_first ? apply_norm(m_config, m_norm, stream) : stream;
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
