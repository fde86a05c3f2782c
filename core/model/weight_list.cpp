#include "core/model/weight_list.h"

#include <utility>

#include "core/analysis/mechanism_list.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

class WeightLister {
 public:
  explicit WeightLister(const TransformerConfig& config) : m_config(config) {}

  std::vector<WeightSpec> list() {
    const std::int64_t width = m_config.model_dim;
    const std::int64_t attended = m_config.attention_dim();
    if (m_config.n_features > 0) {
      add({"embeddings.features",
           {m_config.vocabulary_size, m_config.n_features},
           WeightSpec::Start::features});
      linear("embeddings.projection", width, m_config.n_features);
    } else {
      add({"embeddings.token.weight", {m_config.vocabulary_size, width}});
    }
    if (m_config.positions == PositionKind::learned) {
      add({"embeddings.position.weight", {m_config.max_positions, width}});
    }
    if (m_config.n_segments > 0) {
      add({"embeddings.segment.weight", {m_config.n_segments, width}});
    }
    if (!m_config.norm_first) {
      norm("embeddings.norm", width);
    }
    for (std::size_t index = 0; index < m_config.layers.size(); ++index) {
      add_layer("layers." + to_text(static_cast<std::int64_t>(index)) + ".",
                m_config.layers[index]);
    }
    if (m_config.norm_first) {
      norm("norm", attended);
    }
    if (m_config.readout != ReadoutKind::none) {
      linear("readout", m_config.n_outputs, attended);
    }
    return std::move(m_list);
  }

 private:
  void add(WeightSpec spec) { m_list.push_back(std::move(spec)); }

  void linear(const std::string& name, std::int64_t n_out, std::int64_t n_in) {
    add({name + ".weight", {n_out, n_in}, WeightSpec::Start::uniform, n_in});
    if (m_config.bias) {
      add({name + ".bias", {n_out}, WeightSpec::Start::uniform, n_in});
    }
  }

  void norm(const std::string& name, std::int64_t width) {
    if (m_config.norm == NormKind::none) {
      return;
    }
    add({name + ".weight", {width}, WeightSpec::Start::ones});
    if (m_config.norm == NormKind::layer) {
      add({name + ".bias", {width}, WeightSpec::Start::zeros});
    }
  }

  void add_layer(const std::string& layer_name, const LayerConfig& layer) {
    const std::int64_t width = m_config.model_dim;
    const std::int64_t attended = m_config.attention_dim();
    const std::int64_t head_dim = m_config.head_dim;
    const std::string name = layer_name + "attention.";
    for (const HeadProjection& part : head_projections(m_config, layer)) {
      linear(name + part.name, part.n_heads * head_dim, width);
    }
    if (has_lambda_vectors(layer)) {
      for (const char* part :
           {"lambda_query_1", "lambda_key_1", "lambda_query_2", "lambda_key_2"}) {
        add({name + part, {head_dim}, WeightSpec::Start::uniform, head_dim});
      }
    }
    if (has_lambda_projection(layer)) {
      linear(name + "lambda", m_config.n_heads, width);
    }
    if (layer.head_norm) {
      add({name + "head_norm.weight", {head_dim}, WeightSpec::Start::ones});
    }
    if (layer.n_index_heads > 0) {
      linear(name + "index_query", std::int64_t{layer.n_index_heads} * layer.index_dim, width);
      linear(name + "index_key", layer.index_dim, width);
      linear(name + "index_weight", layer.n_index_heads, width);
    }
    if (m_config.output_projection) {
      linear(name + "output", width, std::int64_t{m_config.n_heads} * head_dim);
    }
    norm(layer_name + "attention_norm", m_config.norm_first ? width : attended);
    if (m_config.mlp_dim > 0) {
      linear(layer_name + "mlp.up", m_config.mlp_dim, width);
      linear(layer_name + "mlp.down", width, m_config.mlp_dim);
      norm(layer_name + "mlp_norm", width);
    }
  }

  const TransformerConfig& m_config;
  std::vector<WeightSpec> m_list;
};

}  // namespace

std::vector<WeightSpec> weight_list(const TransformerConfig& config) {
  return WeightLister(config).list();
}

std::vector<HeadProjection> head_projections(const TransformerConfig& config,
                                             const LayerConfig& layer) {
  const MechanismOptions& options = layer.mechanism;
  const MechanismInfo& info = mechanism(options.mechanism);
  std::vector<HeadProjection> parts = {
      {"query", config.n_heads}, {"key", config.n_kv_heads}, {"value", config.n_kv_heads}};
  if (options.key_prime == "own") {
    parts.push_back({"key_prime", config.n_kv_heads});
  }
  if (options.value_prime == "own") {
    parts.push_back({"value_prime", config.n_kv_heads});
  }
  for (int slot = 3; slot <= n_key_slots(info, options.order); ++slot) {
    if (options.key_prime == "own") {
      parts.push_back({"key_" + to_text(std::int64_t{slot}), config.n_kv_heads});
    }
    if (options.value_prime == "own") {
      parts.push_back({"value_" + to_text(std::int64_t{slot}), config.n_kv_heads});
    }
  }
  if (options.second_query_key == "own") {
    parts.push_back({"query_2", config.n_heads});
    parts.push_back({"key_2", config.n_kv_heads});
  }
  if (info.needs_negative_value && options.negative_value == "own") {
    parts.push_back({"value_2", config.n_kv_heads});
  }
  return parts;
}

bool has_lambda_vectors(const LayerConfig& layer) {
  return layer.mechanism.learned_lambda && !has_lambda_projection(layer);
}

bool has_lambda_projection(const LayerConfig& layer) {
  return layer.mechanism.learned_lambda &&
         mechanism(layer.mechanism.mechanism).lambda == LambdaRule::tokens;
}

}  // namespace baryscope
