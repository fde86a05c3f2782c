#include "core/model/weight_reader.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <set>
#include <string_view>

#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/model/model_error.h"
#include "core/model/tensor_file.h"

namespace baryscope {
namespace {

constexpr std::string_view bert_prefix = "bert.";

// "bert." where the checkpoint has its weights under that name alone.
std::string prefix_of(const TransformerConfig& config, const Safetensors& file) {
  const std::string first = "embeddings.word_embeddings.weight";
  const bool prefixed = config.architecture == "bert" && file.find_entry(first) == nullptr &&
                        file.find_entry(std::string(bert_prefix) + first) != nullptr;
  return prefixed ? std::string(bert_prefix) : "";
}

// How many layers the checkpoint has under this prefix: one more than the largest number.
std::int64_t n_layers_in(const Safetensors& file, const std::string& prefix) {
  const std::string stem = prefix + "encoder.layer.";
  std::int64_t n_layers = 0;
  for (const std::string& name : file.names()) {
    if (name.starts_with(stem)) {
      const std::size_t end = std::min(name.find('.', stem.size()), name.size());
      const auto index =
          find_integer(std::string_view(name).substr(stem.size(), end - stem.size()));
      n_layers = std::max(n_layers, index && *index < max_layers ? *index + 1 : 0);
    }
  }
  return n_layers;
}

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

}  // namespace

WeightReader::WeightReader(const TransformerConfig& config, const Safetensors& file,
                           const at::Device& device)
    : m_file(file),
      m_device(device),
      m_is_bert(config.architecture == "bert"),
      m_prefix(prefix_of(config, file)) {}

std::string WeightReader::file_name(const WeightSpec& spec) const {
  if (!m_is_bert) {
    return spec.name;
  }
  std::string name = m_prefix + bert_weight_name(spec.name);
  // Checkpoints converted from TensorFlow call a norm's gain and offset gamma and beta.
  if (m_file.find_entry(name) == nullptr && name.find("LayerNorm.") != std::string::npos) {
    const std::size_t stem = name.rfind('.') + 1;
    std::string other = name;
    other.replace(stem, std::string::npos, name.ends_with("weight") ? "gamma" : "beta");
    if (m_file.find_entry(other) != nullptr) {
      return other;
    }
  }
  return name;
}

at::Tensor WeightReader::read(const WeightSpec& spec) const {
  const std::string name = file_name(spec);
  if (m_file.find_entry(name) == nullptr) {
    throw ModelError(fmt::format("{} has no tensor '{}' ([{}] was expected by config.json)",
                                 m_file.path().string(), name, fmt::join(spec.shape, ", ")));
  }
  const SafetensorsEntry& entry = m_file.entry(name);
  if (entry.shape != spec.shape) {
    throw ModelError(fmt::format("tensor '{}' of {} has the shape [{}]; config.json asks for [{}]",
                                 name, m_file.path().string(), fmt::join(entry.shape, ", "),
                                 fmt::join(spec.shape, ", ")));
  }
  const at::Tensor stored = tensor(m_file, name);
  if (!at::isFloatingType(stored.scalar_type())) {
    throw ModelError(fmt::format("tensor '{}' of {} is {}; expected a floating-point type", name,
                                 m_file.path().string(), element_name(entry.type)));
  }
  at::Tensor values = stored.to(m_device, at::kFloat, /*non_blocking=*/false, /*copy=*/!m_is_bert);
  if (!all_finite(values)) {
    throw ModelError(fmt::format("tensor '{}' of {} holds NaN or infinity; the file is damaged",
                                 name, m_file.path().string()));
  }
  return values;
}

void WeightReader::refuse_others(const std::vector<WeightSpec>& list) const {
  if (m_is_bert) {
    return;
  }
  std::vector<std::string> known;
  known.reserve(list.size());
  for (const WeightSpec& spec : list) {
    known.push_back(spec.name);
  }
  const std::set<std::string> names(known.begin(), known.end());
  for (const std::string& name : m_file.names()) {
    if (!names.contains(name)) {
      const auto nearest = find_nearest_name(name, known);
      throw ModelError(fmt::format("{} holds a tensor '{}' that config.json does not ask for{}",
                                   m_file.path().string(), name,
                                   nearest ? "; did you mean '" + *nearest + "'?" : ""));
    }
  }
}

std::vector<std::string> unread_weight_notes(const TransformerConfig& config,
                                             const Safetensors& file) {
  std::vector<std::string> notes;
  if (config.architecture != "bert") {
    return notes;
  }
  const std::string prefix = prefix_of(config, file);
  const auto n_shown = static_cast<std::int64_t>(config.layers.size());
  if (const std::int64_t n_layers = n_layers_in(file, prefix); n_layers > n_shown) {
    notes.push_back(
        fmt::format("{} holds {} layers, config.json asks for {}: the last {} are not read",
                    file.path().string(), n_layers, n_shown, n_layers - n_shown));
  }
  if (prefix.empty()) {
    for (const std::string& name : file.names()) {
      const std::string other = std::string(bert_prefix) + name;
      if (file.find_entry(other) != nullptr && file.bytes(name) != file.bytes(other)) {
        notes.push_back(
            fmt::format("{} holds '{}' and '{}' with different numbers: those without 'bert.' are "
                        "read",
                        file.path().string(), name, other));
        break;
      }
    }
  }
  return notes;
}

}  // namespace baryscope
