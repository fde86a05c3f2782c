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
#include "core/model/weights/tensor_file.h"

namespace baryscope {
namespace {

// The family's prefix where the checkpoint has its weights under it alone.
std::string prefix_of(const ModelFamily& family, const WeightSource& source) {
  const std::string first = family.stored_weight({"embeddings.token.weight", {}}).names.front();
  const bool prefixed =
      source.find_entry(first) == nullptr && source.find_entry(family.prefix + first) != nullptr;
  return prefixed ? family.prefix : "";
}

// How many layers the checkpoint has after this stem: one more than the largest number.
std::int64_t n_layers_in(const WeightSource& source, const std::string& stem) {
  std::int64_t n_layers = 0;
  for (const std::string& name : source.names()) {
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

WeightReader::WeightReader(const TransformerConfig& config, const WeightSource& source,
                           const at::Device& device)
    : m_family(family(config.architecture)),
      m_source(source),
      m_device(device),
      m_prefix(prefix_of(m_family, source)) {}

// The first of the names that is there, else the first.
std::string WeightReader::stored_name(const WeightSpec& spec) const {
  const StoredWeight stored = m_family.stored_weight(spec);
  for (const std::string& name : stored.names) {
    if (m_source.find_entry(m_prefix + name) != nullptr) {
      return m_prefix + name;
    }
  }
  return m_prefix + stored.names.front();
}

at::Tensor WeightReader::read(const WeightSpec& spec) const {
  const std::string name = stored_name(spec);
  if (m_source.find_entry(name) == nullptr) {
    throw ModelError(fmt::format("{} has no tensor '{}' ([{}] was expected by config.json)",
                                 m_source.path().string(), name, fmt::join(spec.shape, ", ")));
  }
  const TensorEntry& entry = m_source.entry(name);
  if (entry.shape != spec.shape) {
    throw ModelError(fmt::format("tensor '{}' of {} has the shape [{}]; config.json asks for [{}]",
                                 name, m_source.path().string(), fmt::join(entry.shape, ", "),
                                 fmt::join(spec.shape, ", ")));
  }
  const at::Tensor stored = tensor(m_source, name);
  if (!at::isFloatingType(stored.scalar_type())) {
    throw ModelError(fmt::format("tensor '{}' of {} is {}; expected a floating-point type", name,
                                 m_source.path().string(), element_name(entry.type)));
  }
  at::Tensor values =
      stored.to(m_device, at::kFloat, /*non_blocking=*/false, /*copy=*/m_family.is_native);
  if (!all_finite(values)) {
    throw ModelError(fmt::format("tensor '{}' of {} holds NaN or infinity; the file is damaged",
                                 name, m_source.path().string()));
  }
  return values;
}

void WeightReader::refuse_others(const std::vector<WeightSpec>& list) const {
  if (!m_family.is_native) {
    return;
  }
  std::vector<std::string> known;
  known.reserve(list.size());
  for (const WeightSpec& spec : list) {
    known.push_back(spec.name);
  }
  const std::set<std::string> names(known.begin(), known.end());
  for (const std::string& name : m_source.names()) {
    if (!names.contains(name)) {
      const auto nearest = find_nearest_name(name, known);
      throw ModelError(fmt::format("{} holds a tensor '{}' that config.json does not ask for{}",
                                   m_source.path().string(), name,
                                   nearest ? "; did you mean '" + *nearest + "'?" : ""));
    }
  }
}

std::vector<std::string> unread_weight_notes(const TransformerConfig& config,
                                             const WeightSource& source) {
  std::vector<std::string> notes;
  const ModelFamily& own = family(config.architecture);
  const std::string prefix = prefix_of(own, source);
  const auto n_shown = static_cast<std::int64_t>(config.layers.size());
  const std::int64_t n_layers =
      own.layer_stem.empty() ? n_shown : n_layers_in(source, prefix + own.layer_stem);
  if (n_layers > n_shown) {
    notes.push_back(
        fmt::format("{} holds {} layers, config.json asks for {}: the last {} are not read",
                    source.path().string(), n_layers, n_shown, n_layers - n_shown));
  }
  if (prefix.empty() && !own.prefix.empty()) {
    for (const std::string& name : source.names()) {
      const std::string other = own.prefix + name;
      if (source.find_entry(other) != nullptr &&
          source.read(name).bytes != source.read(other).bytes) {
        notes.push_back(fmt::format(
            "{} holds '{}' and '{}' with different numbers: those without '{}' are read",
            source.path().string(), name, other, own.prefix));
        break;
      }
    }
  }
  return notes;
}

}  // namespace baryscope
