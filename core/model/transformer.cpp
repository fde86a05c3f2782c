#include "core/model/transformer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/analysis/mechanism_list.h"
#include "core/model/family_list.h"
#include "core/model/model_error.h"
#include "core/model/pointwise.h"
#include "core/model/relative_bias.h"
#include "core/model/rotary.h"
#include "core/model/transformer_layer.h"
#include "core/model/vocabulary_head.h"
#include "core/model/weight_list.h"
#include "core/model/weight_reader.h"

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

// Throws where a rotation's numbers are not finite.
void check_rotary(const TransformerConfig& config) {
  for (const RotaryConfig& rotary : config.rotary) {
    static_cast<void>(rotary_tables(rotary, config.head_dim, 1, at::kCPU));
  }
}

at::Tensor found_in(const std::map<std::string, at::Tensor, std::less<>>& tensors,
                    std::string_view name) {
  const auto found = tensors.find(name);
  return found == tensors.end() ? at::Tensor() : found->second;
}

}  // namespace

Transformer::Transformer(TransformerConfig config, const WeightSource& source,
                         const at::Device& device, const Watch& watch)
    : m_config(with_stored_head(checked_config(std::move(config)), source, device)) {
  const at::NoGradGuard no_gradients;
  check_rotary(m_config);
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

Transformer::Transformer(TransformerConfig config, std::shared_ptr<const WeightSource> source,
                         const at::Device& device, CachePlace place, const Watch& watch)
    : m_config(with_stored_head(checked_config(std::move(config)), *source, device)) {
  const at::NoGradGuard no_gradients;
  BARYSCOPE_CHECK(!family(m_config.architecture).is_native);
  watch.report(0, "opening the model");
  check_rotary(m_config);
  m_store = std::make_shared<LayerStore>(m_config, std::move(source), device, std::move(place));
  take_others(m_store->others());
  if (device.is_cpu()) {
    m_stored_tokens = m_store->tokens();
  } else {
    m_tokens = m_store->tokens_on_device();
  }
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
  take_others(tensors);
  m_tokens = found_in(tensors, "embeddings.token.weight");
  m_head = vocabulary_weights(m_config, tensors);
  for (const WeightSpec& spec : weight_list(m_config)) {
    const bool fixed = spec.start == WeightSpec::Start::features;
    (fixed ? m_buffers : m_parameters).emplace_back(spec.name, tensors.at(spec.name));
  }
}

void Transformer::take_others(const Tensors& tensors) {
  const auto pair_of = [&tensors](const std::string& name) {
    return LinearWeights{found_in(tensors, name + ".weight"), found_in(tensors, name + ".bias")};
  };
  m_features = found_in(tensors, "embeddings.features");
  m_projection = pair_of("embeddings.projection");
  m_positions = found_in(tensors, "embeddings.position.weight");
  m_segments = found_in(tensors, "embeddings.segment.weight");
  m_embedding_norm = pair_of("embeddings.norm");
  m_norm = pair_of("norm");
  m_readout = pair_of("readout");
  m_relative_bias = found_in(tensors, "relative_bias.weight");
}

Transformer Transformer::copy() const {
  BARYSCOPE_CHECK(m_store == nullptr);
  const at::NoGradGuard no_gradients;
  Tensors tensors;
  for (const Parameters* list : {&m_parameters, &m_buffers}) {
    for (const auto& [name, values] : *list) {
      tensors.emplace(name, values.detach().clone());
    }
  }
  return {m_config, std::move(tensors)};
}

at::Device Transformer::device() const {
  return m_store != nullptr ? m_store->device() : m_parameters.front().second.device();
}

std::size_t Transformer::weight_bytes() const {
  if (m_store != nullptr) {
    return m_store->n_bytes();
  }
  std::size_t n_bytes = 0;
  for (const Parameters* list : {&m_parameters, &m_buffers}) {
    for (const auto& entry : *list) {
      n_bytes += entry.second.nbytes();
    }
  }
  return n_bytes;
}

std::size_t Transformer::kept_bytes() const {
  if (m_store == nullptr) {
    return weight_bytes();
  }
  std::size_t n_bytes = 0;
  for (const at::Tensor* part :
       {&m_tokens, &m_positions, &m_segments, &m_projection.weight, &m_readout.weight}) {
    n_bytes += part->defined() ? part->nbytes() : 0;
  }
  return n_bytes;
}

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
    sum = m_tokens.defined() ? look_up(m_tokens, ids) : m_stored_tokens.look_up(ids);
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

LayerContext Transformer::start(const at::Tensor& ids) const {
  BARYSCOPE_CHECK(ids.dim() == 2 && ids.size(0) >= 1 && ids.size(1) >= 1);
  BARYSCOPE_CHECK(ids.size(1) <= m_config.max_positions);
  LayerContext context;
  context.config = &m_config;
  context.gradients = any_gradients(m_parameters);
  for (const RotaryConfig& rotary : m_config.rotary) {
    context.rotary.push_back(rotary_tables(rotary, m_config.head_dim, ids.size(1), ids.device()));
  }
  if (m_relative_bias.defined()) {
    context.score_bias = relative_bias(m_relative_bias, ids.size(1));
  }
  return context;
}

void Transformer::report_layer(std::size_t index, const Watch& watch) const {
  const std::size_t n_layers = m_config.layers.size();
  if (index == 0) {
    watch.report(0, "reading the text");
  }
  watch.report(static_cast<double>(index) / static_cast<double>(n_layers),
               fmt::format("layer {} of {}", index + 1, n_layers));
}

void Transformer::keep(LayerCapture seen, const at::Tensor& before, const TransformerLayer& layer,
                       LayerCapture& place) const {
  unbatch(seen);
  seen.residual = before.select(0, 0);
  const MechanismOptions& own = layer.config().mechanism;
  if (family(m_config.architecture).is_native || !is_plain(mechanism(own.mechanism))) {
    seen.own = own;
  }
  place = std::move(seen);
}

void Transformer::run_layer(std::size_t index, LayerContext& context, at::Tensor& stream,
                            bool has_next, Capture* capture, const Watch& watch) const {
  report_layer(index, watch);
  LayerCapture seen;
  const at::Tensor before = stream;
  const std::shared_ptr<const TransformerLayer> layer =
      m_store != nullptr ? m_store->layer(static_cast<int>(index)) : m_layers[index];
  if (m_store != nullptr && has_next) {
    m_store->read_ahead(static_cast<int>(index) + 1);
  }
  stream = layer->run(before, context, seen);
  if (capture != nullptr) {
    keep(std::move(seen), before, *layer, capture->layers[index]);
  }
}

void Transformer::look_at_layer(std::size_t index, LayerContext& context, Capture& capture,
                                const Watch& watch) const {
  report_layer(index, watch);
  LayerCapture seen;
  const std::shared_ptr<const TransformerLayer> layer =
      m_store != nullptr ? m_store->layer(static_cast<int>(index), LayerStore::Extent::heads)
                         : m_layers[index];
  layer->look(capture.stream, context, seen);
  keep(std::move(seen), capture.stream, *layer, capture.layers[index]);
}

TransformerOutput Transformer::finish(const at::Tensor& stream, const LayerContext& context,
                                      Capture* capture) const {
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

TransformerOutput Transformer::run(const at::Tensor& ids, const at::Tensor& segments,
                                   Capture* capture, const Watch& watch) const {
  BARYSCOPE_CHECK(capture == nullptr || ids.size(0) == 1);
  LayerContext context = start(ids);
  at::Tensor stream = embed(ids, segments);
  if (capture != nullptr) {
    capture->layers.resize(m_config.layers.size());
  }
  for (std::size_t index = 0; index < m_config.layers.size(); ++index) {
    run_layer(index, context, stream, index + 1 < m_config.layers.size(), capture, watch);
  }
  return finish(stream, context, capture);
}

void Transformer::run_layers(const at::Tensor& ids, const at::Tensor& segments, int n_layers,
                             Capture& capture, const Watch& watch) const {
  BARYSCOPE_CHECK(ids.size(0) == 1);
  const std::size_t n_all = m_config.layers.size();
  const std::size_t end = std::min(static_cast<std::size_t>(std::max(n_layers, 0)), n_all);
  LayerContext context = start(ids);
  capture.layers.resize(n_all);
  if (!capture.stream.defined()) {
    capture.stream = embed(ids, segments);
    capture.n_run = 0;
  }
  const auto continue_from = [&](std::size_t index) {
    if (index > 0) {
      context.previous_query = capture.layers[index - 1].query.unsqueeze(0);
      context.previous_key = capture.layers[index - 1].key.unsqueeze(0);
    }
  };
  // A cancelled run goes on from its last whole layer.
  const std::size_t n_whole = end == n_all || end == 0 ? end : end - 1;
  while (static_cast<std::size_t>(capture.n_run) < n_whole) {
    const auto index = static_cast<std::size_t>(capture.n_run);
    continue_from(index);
    run_layer(index, context, capture.stream, index + 1 < n_whole, &capture, watch);
    ++capture.n_run;
  }
  if (n_whole < end && !capture.layers[n_whole].query.defined()) {
    continue_from(n_whole);
    look_at_layer(n_whole, context, capture, watch);
  }
  if (end == n_all) {
    static_cast<void>(finish(capture.stream, context, &capture));
    capture.stream.reset();
  }
}

at::Tensor Transformer::logits(const at::Tensor& rows) const {
  if (!has_logits()) {
    throw ModelError("the model's files hold no weights that give logits over the vocabulary");
  }
  return vocabulary_logits(
      m_config,
      m_store != nullptr ? vocabulary_weights(m_config, *m_store->vocabulary_head()) : m_head,
      rows);
}

}  // namespace baryscope
