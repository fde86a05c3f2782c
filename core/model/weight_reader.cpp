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

#include "core/base/nearest_name.h"
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

}  // namespace

WeightReader::WeightReader(const TransformerConfig& config, const Safetensors& file,
                           const at::Device& device)
    : m_file(file), m_device(device), m_is_bert(config.architecture == "bert") {
  if (m_is_bert && file.find_entry("embeddings.word_embeddings.weight") == nullptr &&
      file.find_entry("bert.embeddings.word_embeddings.weight") != nullptr) {
    m_prefix = "bert.";
  }
}

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

}  // namespace baryscope
