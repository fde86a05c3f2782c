#include "core/model/weight_reader.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>

#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/model/finite_copy.h"
#include "core/model/gguf/ggml_names.h"
#include "core/model/gguf/gguf_family_list.h"
#include "core/model/model_error.h"
#include "core/model/stored_rows.h"
#include "core/model/weights/gguf_types.h"
#include "core/model/weights/tensor_file.h"

namespace baryscope {
namespace {

// What a model of texts and pictures puts before the names of its text model.
constexpr std::string_view outer_prefixes[] = {"", "language_model.", "model.language_model."};

// What the source's names follow: the family's own scheme, or ggml's.
struct Scheme {
  StoredWeight (*stored_weight)(const TransformerConfig& config, const WeightSpec& spec);
  std::string prefix, layer_stem;
};

Scheme scheme_of(const TransformerConfig& config, const WeightSource& source) {
  if (source.naming() == TensorNaming::ggml) {
    const GgufFamily* row = find_gguf_family(config.architecture);
    BARYSCOPE_CHECK(row != nullptr);
    return {row->stored_weight, "", ggml_layer_stem};
  }
  const ModelFamily& own = family(config.architecture);
  return {own.stored_weight, own.prefix, own.layer_stem};
}

// The prefix that the checkpoint has its weights under: none, the family's, or with an outer one.
std::string prefix_of(const TransformerConfig& config, const Scheme& scheme,
                      const WeightSource& source) {
  const std::string first =
      scheme.stored_weight(config, {"embeddings.token.weight", {}}).names.front();
  for (const std::string_view outer : outer_prefixes) {
    for (const std::string_view inner : {std::string_view(), std::string_view(scheme.prefix)}) {
      std::string prefix = std::string(outer).append(inner);
      if (source.find_entry(prefix + first) != nullptr) {
        return prefix;
      }
    }
  }
  return "";
}

// The shape of the tensor that holds ours.
std::vector<std::int64_t> stored_shape(const WeightSpec& spec, const StoredWeight& stored) {
  std::vector<std::int64_t> shape = spec.shape;
  if (!stored.rows.counts.empty()) {
    shape.front() = stored.rows.n_stored;
  }
  if (stored.transposed) {
    std::reverse(shape.begin(), shape.end());
  }
  return shape;
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

// Buffers that programs store beside weights: masks, speeds of rotations.
bool is_buffer(std::string_view name) {
  for (const std::string_view ending :
       {".inv_freq", ".masked_bias", ".attn.bias", ".attention.bias"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

// What layers that are read hold beside what is read of them: "'h.0.attn.q_norm.weight' and 3
// more".
std::string unread_parts(const TransformerConfig& config, const Scheme& scheme,
                         const WeightSource& source, const std::string& prefix) {
  std::set<std::string> asked;
  for (const WeightSpec& spec : weight_list(config)) {
    for (const std::string& name : scheme.stored_weight(config, spec).names) {
      asked.insert(prefix + name);
    }
  }
  const std::string stem = prefix + scheme.layer_stem;
  std::string first;
  int n_more = -1;
  for (const std::string& name : source.names()) {
    if (!name.starts_with(stem) || asked.contains(name) || is_buffer(name)) continue;
    const auto index = find_integer(std::string_view(name).substr(
        stem.size(), std::min(name.find('.', stem.size()), name.size()) - stem.size()));
    if (index && *index < static_cast<std::int64_t>(config.layers.size())) {
      first = first.empty() ? name : first;
      ++n_more;
    }
  }
  return n_more < 0    ? ""
         : n_more == 0 ? "'" + first + "'"
                       : fmt::format("'{}' and {} more", first, n_more);
}

bool is_floating(ElementType type) {
  return type == ElementType::f16 || type == ElementType::bf16 || type == ElementType::f32 ||
         type == ElementType::f64;
}

}  // namespace

WeightReader::WeightReader(const TransformerConfig& config, const WeightSource& source,
                           const at::Device& device)
    : m_config(config),
      m_source(source),
      m_device(device),
      m_stored_weight(scheme_of(config, source).stored_weight),
      m_prefix(prefix_of(config, scheme_of(config, source), source)),
      m_is_native(family(config.architecture).is_native) {}

// The first of the names that is there, else the first.
std::string WeightReader::stored_name(const StoredWeight& stored) const {
  for (const std::string& name : stored.names) {
    if (!stored.outside) {
      if (m_source.find_entry(m_prefix + name) != nullptr) return m_prefix + name;
      continue;
    }
    for (const std::string_view outer : outer_prefixes) {
      std::string full = std::string(outer) + name;
      if (m_source.find_entry(full) != nullptr) return full;
    }
  }
  return (stored.outside ? "" : m_prefix) + stored.names.front();
}

bool WeightReader::has(const WeightSpec& spec) const {
  return m_source.find_entry(stored_name(m_stored_weight(m_config, spec))) != nullptr;
}

WeightReader::Found WeightReader::found(const WeightSpec& spec) const {
  Found result;
  result.where = m_stored_weight(m_config, spec);
  result.name = stored_name(result.where);
  const std::string& name = result.name;
  const std::vector<std::int64_t> shape = stored_shape(spec, result.where);
  const TensorEntry* entry = m_source.find_entry(name);
  if (entry == nullptr) {
    throw ModelError(fmt::format("{} has no tensor '{}' ([{}] was expected by config.json)",
                                 m_source.path().string(), name, fmt::join(shape, ", ")));
  }
  if (entry->shape != shape) {
    throw ModelError(fmt::format("tensor '{}' of {} has the shape [{}]; config.json asks for [{}]",
                                 name, m_source.path().string(), fmt::join(entry->shape, ", "),
                                 fmt::join(shape, ", ")));
  }
  if (!entry->is_readable) {
    throw ModelError(fmt::format("tensor '{}' of {} is {}", name, m_source.path().string(),
                                 unread_type_words(entry->coding)));
  }
  if (!is_floating(entry->type)) {
    throw ModelError(fmt::format("tensor '{}' of {} is {}; expected a floating-point type", name,
                                 m_source.path().string(), element_name(entry->type)));
  }
  result.type = entry->type;
  result.is_coded = !entry->coding.empty();
  return result;
}

void WeightReader::check(const WeightSpec& spec) const { static_cast<void>(found(spec)); }

bool WeightReader::is_in_place(const WeightSpec& spec) const {
  const Found stored = found(spec);
  return !m_is_native && m_device.is_cpu() && stored.type == ElementType::f32 && !stored.is_coded &&
         stored.where.added == 0;
}

void WeightReader::refuse(const std::string& name) const {
  throw ModelError(fmt::format("tensor '{}' of {} holds NaN or infinity; the file is damaged", name,
                               m_source.path().string()));
}

void WeightReader::read_ahead(const WeightSpec& spec) const {
  m_source.read_ahead(found(spec).name);
}

at::Tensor WeightReader::read(const WeightSpec& spec) const {
  const Found stored = found(spec);
  if (stored.is_coded) {
    const at::Tensor values = at::empty(spec.shape, at::kFloat);
    decode(stored, spec, values);
    return values.to(m_device);
  }
  const at::Tensor values = viewed(tensor(m_source, stored.name), spec, stored.where)
                                .to(m_device, at::kFloat, /*non_blocking=*/false,
                                    /*copy=*/m_is_native);
  if (!all_finite(values)) {
    refuse(stored.name);
  }
  return stored.where.added == 0 ? values : values + stored.where.added;
}

at::Tensor WeightReader::read_into(const WeightSpec& spec, const at::Tensor& memory) const {
  const Found stored = found(spec);
  if (stored.is_coded) {
    at::Tensor values = memory.as_strided(spec.shape, at::empty(spec.shape, at::kMeta).strides(),
                                          memory.storage_offset());
    decode(stored, spec, values);
    return values;
  }
  const at::Tensor source = viewed(tensor(m_source, stored.name), spec, stored.where);
  at::Tensor values =
      memory.as_strided(source.sizes(), dense_strides(source), memory.storage_offset());
  if (!copy_finite(source, values)) {
    refuse(stored.name);
  }
  return stored.where.added == 0 ? values : values.add_(stored.where.added);
}

void WeightReader::decode(const Found& stored, const WeightSpec& spec,
                          const at::Tensor& values) const {
  BARYSCOPE_CHECK(!stored.where.transposed && values.is_contiguous());
  const std::int64_t width = spec.shape.back();
  const std::int64_t n_rows = values.numel() / std::max<std::int64_t>(width, 1);
  auto* numbers = values.mutable_data_ptr<float>();
  constexpr std::int64_t least_numbers = 1 << 15;
  const std::int64_t grain =
      std::max<std::int64_t>(1, least_numbers / std::max<std::int64_t>(width, 1));
  at::parallel_for(0, n_rows, grain, [&](std::int64_t begin, std::int64_t end) {
    for (const RowRun& run : stored_runs(stored.where.rows, begin, end)) {
      m_source.decode_rows(stored.name, run.stored, run.n, numbers + run.ours * width);
    }
  });
  if (!all_finite(values)) {
    refuse(stored.name);
  }
  if (stored.where.added != 0) {
    values.add_(stored.where.added);
  }
}

StoredTable WeightReader::table(const WeightSpec& spec) const {
  const Found stored = found(spec);
  if (stored.is_coded) {
    BARYSCOPE_CHECK(stored.where.rows.counts.empty());
    StoredTable table{{}, stored.where.added, stored.name, m_source.path().string()};
    table.coded = &m_source;
    table.width = spec.shape.back();
    return table;
  }
  const at::Tensor rows = viewed(tensor(m_source, stored.name), spec, stored.where);
  return {rows, stored.where.added, stored.name, m_source.path().string()};
}

at::Tensor StoredTable::decoded(const at::Tensor& ids) const {
  std::vector<std::int64_t> shape = ids.sizes().vec();
  shape.push_back(width);
  at::Tensor found = at::empty(shape, at::kFloat);
  const at::Tensor flat = ids.contiguous();
  const auto* id = flat.const_data_ptr<std::int64_t>();
  for (std::int64_t index = 0; index < flat.numel(); ++index) {
    coded->decode_rows(name, id[index], 1, found.mutable_data_ptr<float>() + index * width);
  }
  return found;
}

at::Tensor StoredTable::look_up(const at::Tensor& ids) const {
  at::Tensor found = coded != nullptr ? decoded(ids) : at::embedding(rows, ids).to(at::kFloat);
  if (!all_finite(found)) {
    throw ModelError(
        fmt::format("tensor '{}' of {} holds NaN or infinity; the file is damaged", name, file));
  }
  return added == 0 ? found : found + added;
}

void WeightReader::refuse_others(const std::vector<WeightSpec>& list) const {
  if (!m_is_native) {
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
  const Scheme own = scheme_of(config, source);
  const std::string prefix = prefix_of(config, own, source);
  const auto n_shown = static_cast<std::int64_t>(config.layers.size());
  const std::int64_t n_layers =
      own.layer_stem.empty() ? n_shown : n_layers_in(source, prefix + own.layer_stem);
  if (n_layers > n_shown) {
    notes.push_back(
        fmt::format("{} holds {} layers, config.json asks for {}: the last {} are not read",
                    source.path().string(), n_layers, n_shown, n_layers - n_shown));
  }
  if (!own.layer_stem.empty()) {
    if (const std::string parts = unread_parts(config, own, source, prefix); !parts.empty()) {
      notes.push_back(
          fmt::format("{} holds {} in its layers, which config.json does not ask for: not read",
                      source.path().string(), parts));
    }
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
