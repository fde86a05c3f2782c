#include "core/model/bert.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "core/model/model_error.h"
#include "core/model/tensor_file.h"

namespace baryscope {
namespace {

// In one pass without a copy: a float is NaN or infinite where all bits of its exponent are set.
bool all_finite(const at::Tensor& values) {
  if (!values.is_cpu() || !values.is_contiguous()) {
    return at::isfinite(values).all().item<bool>();
  }
  constexpr std::uint32_t exponent = 0x7f800000;
  const float* data = values.const_data_ptr<float>();
  std::atomic<bool> finite = true;
  at::parallel_for(0, values.numel(), 1 << 18, [&](std::int64_t begin, std::int64_t end) {
    std::uint32_t largest = 0;
    for (std::int64_t i = begin; i < end; ++i) {
      largest = std::max(largest, std::bit_cast<std::uint32_t>(data[i]) & exponent);
    }
    if (largest == exponent) {
      finite = false;
    }
  });
  return finite;
}

// Fetches weights by name and refuses whatever the forward pass could not use.
class WeightReader {
 public:
  WeightReader(const Safetensors& file, const at::Device& device) : m_file(file), m_device(device) {
    if (file.find_entry("embeddings.word_embeddings.weight") == nullptr &&
        file.find_entry("bert.embeddings.word_embeddings.weight") != nullptr) {
      m_prefix = "bert.";
    }
  }

  [[nodiscard]] at::Tensor read(const std::string& name, std::vector<std::int64_t> shape) const {
    std::string full = m_prefix + name;
    // Checkpoints converted from TensorFlow call a norm's gain and offset gamma and beta.
    if (m_file.find_entry(full) == nullptr && name.find("LayerNorm.") != std::string::npos) {
      const std::size_t stem = full.rfind('.') + 1;
      full.replace(stem, std::string::npos, full.ends_with("weight") ? "gamma" : "beta");
    }
    if (m_file.find_entry(full) == nullptr) {
      throw ModelError(fmt::format("{} has no tensor '{}' ({} was expected)",
                                   m_file.path().string(), m_prefix + name,
                                   fmt::format("[{}]", fmt::join(shape, ", "))));
    }
    const SafetensorsEntry& entry = m_file.entry(full);
    if (entry.shape != shape) {
      throw ModelError(fmt::format(
          "tensor '{}' of {} has the shape [{}]; config.json asks for [{}]", full,
          m_file.path().string(), fmt::join(entry.shape, ", "), fmt::join(shape, ", ")));
    }
    const at::Tensor stored = tensor(m_file, full);
    if (!at::isFloatingType(stored.scalar_type())) {
      throw ModelError(fmt::format("tensor '{}' of {} is {}; expected a floating-point type", full,
                                   m_file.path().string(), element_name(entry.type)));
    }
    at::Tensor values = stored.to(m_device, at::kFloat);
    if (!all_finite(values)) {
      throw ModelError(fmt::format("tensor '{}' of {} holds NaN or infinity; the file is damaged",
                                   full, m_file.path().string()));
    }
    return values;
  }

 private:
  const Safetensors& m_file;
  at::Device m_device;
  std::string m_prefix;
};

}  // namespace

Bert::Bert(const ModelConfig& config, const Safetensors& file, const at::Device& device,
           const Watch& watch)
    : m_config(config), m_device(device) {
  const at::NoGradGuard no_gradients;
  const WeightReader weights(file, device);
  const std::int64_t width = config.model_dim;
  const std::int64_t inner = config.intermediate_dim;
  const auto linear = [&weights](const std::string& name, std::int64_t n_out, std::int64_t n_in) {
    return Linear{weights.read(name + ".weight", {n_out, n_in}),
                  weights.read(name + ".bias", {n_out})};
  };
  const auto norm = [&weights, width](const std::string& name) {
    return Linear{weights.read(name + ".LayerNorm.weight", {width}),
                  weights.read(name + ".LayerNorm.bias", {width})};
  };
  m_word_embedding =
      weights.read("embeddings.word_embeddings.weight", {config.vocabulary_size, width});
  m_position_embedding =
      weights.read("embeddings.position_embeddings.weight", {config.max_positions, width});
  m_segment_embedding =
      weights.read("embeddings.token_type_embeddings.weight", {config.n_segments, width});
  m_embedding_norm = norm("embeddings");
  for (int index = 0; index < config.n_layers; ++index) {
    watch.report(static_cast<double>(index) / config.n_layers, "opening the model");
    const std::string name = fmt::format("encoder.layer.{}.", index);
    const Linear query = linear(name + "attention.self.query", width, width);
    const Linear key = linear(name + "attention.self.key", width, width);
    const Linear value = linear(name + "attention.self.value", width, width);
    Layer layer;
    layer.query_key_value = {at::cat({query.weight, key.weight, value.weight}),
                             at::cat({query.bias, key.bias, value.bias})};
    layer.attention_output = linear(name + "attention.output.dense", width, width);
    layer.attention_norm = norm(name + "attention.output");
    layer.intermediate = linear(name + "intermediate.dense", inner, width);
    layer.output = linear(name + "output.dense", width, inner);
    layer.output_norm = norm(name + "output");
    m_layers.push_back(std::move(layer));
  }
}

at::Tensor Bert::normalize(const at::Tensor& values, const Linear& norm) const {
  return at::layer_norm(values, {m_config.model_dim}, norm.weight, norm.bias,
                        m_config.norm_epsilon);
}

at::Tensor Bert::activate(const at::Tensor& values) const {
  if (m_config.activation == "relu") {
    return at::relu(values);
  }
  return at::gelu(values, m_config.activation == "gelu" ? "none" : "tanh");
}

at::Tensor Bert::embed(const Tokens& tokens) const {
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> segments;
  for (const Token& token : tokens) {
    BARYSCOPE_CHECK(token.id && *token.id >= 0);
    if (*token.id >= m_config.vocabulary_size) {
      throw ModelError(fmt::format(
          "token '{}' has the id {}, but the model's vocabulary has {} entries; tokenizer.json "
          "belongs to another model",
          token.text, *token.id, m_config.vocabulary_size));
    }
    if (token.segment >= m_config.n_segments) {
      throw ModelError(fmt::format("the model knows {} segment(s): it cannot read a sentence pair",
                                   m_config.n_segments));
    }
    ids.push_back(*token.id);
    segments.push_back(token.segment);
  }
  const at::Tensor rows = at::tensor(ids, at::kLong).to(m_device);
  const at::Tensor kinds = at::tensor(segments, at::kLong).to(m_device);
  const at::Tensor sum = m_word_embedding.index_select(0, rows) +
                         m_segment_embedding.index_select(0, kinds) +
                         m_position_embedding.narrow(0, 0, rows.size(0));
  return normalize(sum, m_embedding_norm);
}

void Bert::run_layer(const Layer& layer, at::Tensor& residual, LayerCapture& seen) const {
  const std::int64_t n_tokens = residual.size(0);
  const std::int64_t n_heads = m_config.n_heads;
  const std::int64_t head_dim = m_config.head_dim();
  seen.residual = residual;
  const at::Tensor stacked =
      at::linear(residual, layer.query_key_value.weight, layer.query_key_value.bias)
          .view({n_tokens, 3, n_heads, head_dim})
          .permute({1, 2, 0, 3})
          .contiguous();  // [3, n_heads, n_tokens, head_dim]
  seen.query = stacked[0];
  seen.key = stacked[1];
  seen.value = stacked[2];

  at::Tensor weights = at::bmm(seen.query, seen.key.transpose(1, 2));
  weights.mul_(1.0 / std::sqrt(static_cast<double>(head_dim)));
  seen.output = at::bmm(at::softmax(weights, -1), seen.value);

  const at::Tensor joined = seen.output.transpose(0, 1).reshape({n_tokens, n_heads * head_dim});
  at::Tensor attended =
      at::linear(joined, layer.attention_output.weight, layer.attention_output.bias);
  attended = normalize(attended.add_(residual), layer.attention_norm);
  const at::Tensor inner =
      activate(at::linear(attended, layer.intermediate.weight, layer.intermediate.bias));
  residual = at::linear(inner, layer.output.weight, layer.output.bias);
  residual = normalize(residual.add_(attended), layer.output_norm);
}

void Bert::run(const Tokens& tokens, Capture& capture, const Watch& watch) const {
  const at::NoGradGuard no_gradients;
  at::Tensor residual = embed(tokens);
  capture.layers.resize(m_layers.size());
  for (std::size_t index = 0; index < m_layers.size(); ++index) {
    watch.report(static_cast<double>(index) / static_cast<double>(m_layers.size()),
                 "reading the text");
    run_layer(m_layers[index], residual, capture.layers[index]);
  }
  capture.residual = residual;
}

}  // namespace baryscope
