#include "core/model/layer_store.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "core/base/number_text.h"
#include "core/model/transformer_layer.h"

namespace baryscope {
namespace {

constexpr const char* tokens_name = "embeddings.token.weight";

std::int64_t n_numbers(const WeightSpec& spec) {
  return std::accumulate(spec.shape.begin(), spec.shape.end(), std::int64_t{1},
                         std::multiplies<>());
}

// Whether a layer's heads need it to say what they see.
bool is_for_heads(const WeightSpec& spec) {
  const std::size_t number = spec.name.find('.');
  const std::string part = spec.name.substr(spec.name.find('.', number + 1) + 1);
  return part.starts_with("attention_norm.") ||
         (part.starts_with("attention.") && !part.starts_with("attention.output."));
}

// In a block every tensor begins at a multiple of 64 bytes.
std::int64_t place_size(const WeightSpec& spec) {
  constexpr std::int64_t step = 16;
  return (n_numbers(spec) + step - 1) / step * step;
}

// The layer that "layers.12.mlp.up.weight" belongs to; -1: none.
int layer_of(const std::string& name) {
  const std::string stem = "layers.";
  if (!name.starts_with(stem)) {
    return -1;
  }
  const auto index = find_integer(
      std::string_view(name).substr(stem.size(), name.find('.', stem.size()) - stem.size()));
  return static_cast<int>(index.value());
}

// The weights of the head projections first and in their order: side by side in a block they are
// the one matrix that the layer multiplies with.
std::vector<WeightSpec> projections_first(const TransformerConfig& config, int layer,
                                          std::vector<WeightSpec> specs) {
  std::vector<std::string> first;
  for (const HeadProjection& part :
       head_projections(config, config.layers[static_cast<std::size_t>(layer)])) {
    first.push_back(fmt::format("layers.{}.attention.{}.weight", layer, part.name));
  }
  std::ranges::stable_sort(specs, {}, [&first](const WeightSpec& spec) {
    return std::find(first.begin(), first.end(), spec.name) - first.begin();
  });
  return specs;
}

}  // namespace

LayerStore::LayerStore(TransformerConfig config, std::shared_ptr<const WeightSource> source,
                       const at::Device& device, CachePlace place)
    : m_config(std::move(config)),
      m_source(std::move(source)),
      m_device(device),
      m_reader(m_config, *m_source, device),
      m_place(std::move(place)),
      m_layer_specs(m_config.layers.size()) {
  for (WeightSpec& spec : weight_list(m_config)) {
    m_reader.check(spec);
    m_n_bytes += static_cast<std::size_t>(n_numbers(spec)) * sizeof(float);
    if (const int layer = layer_of(spec.name); layer >= 0) {
      m_layer_specs[static_cast<std::size_t>(layer)].push_back(std::move(spec));
    } else if (spec.name == tokens_name) {
      m_tokens = std::move(spec);
    } else {
      (spec.of_vocabulary_head ? m_head_specs : m_other_specs).push_back(std::move(spec));
    }
  }
  for (std::size_t layer = 0; layer < m_layer_specs.size(); ++layer) {
    m_layer_specs[layer] =
        projections_first(m_config, static_cast<int>(layer), std::move(m_layer_specs[layer]));
  }
  if (m_config.vocabulary_head && m_config.vocabulary_head->tied) {
    m_head_specs.push_back(m_tokens);
  }
}

LayerStore::~LayerStore() {
  for (const auto& item : m_made) {
    m_place.cache->remove(item.second.id);
  }
}

LayerStore::Tensors LayerStore::others() const {
  Tensors tensors;
  for (const WeightSpec& spec : m_other_specs) {
    tensors.emplace(spec.name, m_reader.read(spec));
  }
  return tensors;
}

void LayerStore::read_ahead(int index) const {
  const int shared = m_config.layers[static_cast<std::size_t>(index)].weights_of;
  const int key = shared >= 0 ? shared : index;
  if (m_made.contains(key)) {
    return;
  }
  for (const WeightSpec& spec : m_layer_specs[static_cast<std::size_t>(key)]) {
    m_reader.read_ahead(spec);
  }
}

LayerStore::Parts LayerStore::parts_of(const std::vector<WeightSpec>& specs) const {
  const auto is_converted = [this](const WeightSpec& spec) {
    return m_device.is_cpu() && !m_reader.is_in_place(spec);
  };
  Parts parts;
  std::int64_t n_converted = 0;
  for (const WeightSpec& spec : specs) {
    m_reader.read_ahead(spec);
    if (is_converted(spec)) {
      n_converted += place_size(spec);
    } else if (!m_device.is_cpu()) {
      parts.n_bytes += static_cast<std::size_t>(n_numbers(spec)) * sizeof(float);
    }
  }
  parts.n_bytes += static_cast<std::size_t>(n_converted) * sizeof(float);
  m_place.cache->make_room(parts.n_bytes, m_place.owner);
  const at::Tensor block = n_converted > 0 ? m_blocks.take(n_converted) : at::Tensor();
  std::int64_t begin = 0;
  for (const WeightSpec& spec : specs) {
    if (is_converted(spec)) {
      parts.tensors.emplace(spec.name,
                            m_reader.read_into(spec, block.narrow(0, begin, place_size(spec))));
      begin += place_size(spec);
    } else {
      parts.tensors.emplace(spec.name, m_reader.read(spec));
    }
  }
  return parts;
}

LayerStore::Made* LayerStore::find(int key) {
  const auto found = m_made.find(key);
  if (found == m_made.end()) {
    return nullptr;
  }
  m_place.cache->touch(found->second.id);
  return &found->second;
}

LayerStore::Made& LayerStore::keep(int key, Made made, std::size_t n_bytes) {
  Made& kept = m_made.insert_or_assign(key, std::move(made)).first->second;
  kept.id = m_place.cache->add(n_bytes, [this, key] { m_made.erase(key); }, m_place.owner);
  return kept;
}

std::shared_ptr<const TransformerLayer> LayerStore::layer(int index, Extent extent) {
  const int shared = m_config.layers[static_cast<std::size_t>(index)].weights_of;
  const int key = shared >= 0 ? shared : index;
  if (const Made* made = find(key)) {
    if (made->extent == Extent::whole || extent == Extent::heads) {
      return made->layer;
    }
    m_place.cache->remove(made->id);
    m_made.erase(key);
  }
  const at::NoGradGuard no_gradients;
  std::vector<WeightSpec> specs = m_layer_specs[static_cast<std::size_t>(key)];
  if (extent == Extent::heads) {
    std::erase_if(specs, [](const WeightSpec& spec) { return !is_for_heads(spec); });
  }
  Parts parts = parts_of(specs);
  const Tensors before = parts.tensors;
  Made made;
  made.extent = extent;
  made.layer = std::make_shared<const TransformerLayer>(m_config, key, parts.tensors);
  // Weights that the layer has stacked anew.
  for (const auto& [name, values] : parts.tensors) {
    if (values.const_data_ptr() != before.at(name).const_data_ptr()) {
      parts.n_bytes += values.nbytes();
    }
  }
  return keep(key, std::move(made), parts.n_bytes).layer;
}

std::shared_ptr<const LayerStore::Tensors> LayerStore::vocabulary_head() {
  if (const Made* made = find(k_head)) {
    return made->head;
  }
  const at::NoGradGuard no_gradients;
  Parts parts = parts_of(m_head_specs);
  Made made;
  made.head = std::make_shared<const Tensors>(std::move(parts.tensors));
  return keep(k_head, std::move(made), parts.n_bytes).head;
}

}  // namespace baryscope
