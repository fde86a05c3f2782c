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
    add_embeddings();
    for (std::size_t index = 0; index < m_config.layers.size(); ++index) {
      if (m_config.layers[index].weights_of < 0) {
        add_layer("layers." + to_text(static_cast<std::int64_t>(index)) + ".",
                  m_config.layers[index]);
      }
    }
    const std::int64_t attended = m_config.attention_dim();
    if (m_config.norm_place != NormPlace::after) {
      norm("norm", attended);
    }
    if (m_config.readout != ReadoutKind::none) {
      linear("readout", m_config.n_outputs, attended, m_config.bias);
    }
    if (m_config.vocabulary_head) {
      add_vocabulary_head(*m_config.vocabulary_head);
    }
    return std::move(m_list);
  }

 private:
  void add(WeightSpec spec) { m_list.push_back(std::move(spec)); }

  void linear(const std::string& name, std::int64_t n_out, std::int64_t n_in, bool has_bias) {
    add({name + ".weight", {n_out, n_in}, WeightSpec::Start::uniform, n_in});
    if (has_bias) {
      add({name + ".bias", {n_out}, WeightSpec::Start::uniform, n_in});
    }
  }

  void norm(const std::string& name, std::int64_t width) {
    if (m_config.norm == NormKind::none) {
      return;
    }
    add({name + ".weight", {width}, WeightSpec::Start::ones});
    if (m_config.norm == NormKind::layer && m_config.norm_bias.value_or(true)) {
      add({name + ".bias", {width}, WeightSpec::Start::zeros});
    }
  }

  void add_embeddings() {
    const std::int64_t width = m_config.model_dim;
    const std::int64_t table = m_config.table_dim();
    if (m_config.n_features > 0) {
      add({"embeddings.features",
           {m_config.vocabulary_size, m_config.n_features},
           WeightSpec::Start::features});
      linear("embeddings.projection", width, m_config.n_features, m_config.bias);
    } else {
      add({"embeddings.token.weight", {m_config.vocabulary_size, table}});
    }
    if (m_config.positions == PositionKind::learned) {
      const std::int64_t n_before = m_config.padding_id + 1;
      add({"embeddings.position.weight", {m_config.max_positions + n_before, table}});
    }
    if (m_config.n_segments > 0) {
      add({"embeddings.segment.weight", {m_config.n_segments, table}});
    }
    if (m_config.norms_embeddings()) {
      norm("embeddings.norm", table);
    }
    if (m_config.embedding_dim > 0) {
      linear("embeddings.projection", width, table, m_config.bias);
    }
    if (m_config.n_relative_buckets > 0) {
      add({"relative_bias.weight", {m_config.n_relative_buckets, m_config.n_heads}});
    }
  }

  void add_layer(const std::string& layer_name, const LayerConfig& layer) {
    const std::int64_t width = m_config.model_dim;
    const std::int64_t head_dim = m_config.head_dim;
    const std::string name = layer_name + "attention.";
    for (const HeadProjection& part : head_projections(m_config, layer)) {
      linear(name + part.name, std::int64_t{part.n_heads} * part.width, width,
             m_config.head_bias.value_or(m_config.bias));
    }
    if (m_config.vector_norm != VectorNorm::none) {
      const bool whole = m_config.vector_norm == VectorNorm::whole;
      add({name + "query_norm.weight",
           {whole ? head_dim * m_config.n_heads : head_dim},
           WeightSpec::Start::ones});
      add({name + "key_norm.weight",
           {whole ? head_dim * m_config.n_kv_heads : head_dim},
           WeightSpec::Start::ones});
    }
    if (has_lambda_vectors(layer)) {
      for (const char* part :
           {"lambda_query_1", "lambda_key_1", "lambda_query_2", "lambda_key_2"}) {
        add({name + part, {head_dim}, WeightSpec::Start::uniform, head_dim});
      }
    }
    if (has_lambda_projection(layer)) {
      linear(name + "lambda", m_config.n_heads, width, m_config.bias);
    }
    if (layer.head_norm && m_config.head_norm_gain) {
      add({name + "head_norm.weight", {m_config.values_dim()}, WeightSpec::Start::ones});
    }
    if (layer.n_index_heads > 0) {
      const std::int64_t n_index = std::int64_t{layer.n_index_heads} * layer.index_dim;
      linear(name + "index_query", n_index, width, m_config.bias);
      linear(name + "index_key", layer.index_dim, width, m_config.bias);
      linear(name + "index_weight", layer.n_index_heads, width, m_config.bias);
    }
    if (m_config.output_projection) {
      linear(name + "output", width, std::int64_t{m_config.n_heads} * m_config.values_dim(),
             m_config.output_bias.value_or(m_config.bias));
    }
    block_norms(layer_name + "attention",
                m_config.norms_before() ? width : m_config.attention_dim(), layer.attention_norm);
    if (m_config.mlp_dim > 0) {
      const bool mlp_bias = m_config.mlp_bias.value_or(m_config.bias);
      linear(layer_name + "mlp.up", m_config.mlp_dim, width, mlp_bias);
      if (m_config.gated_mlp) {
        linear(layer_name + "mlp.gate", m_config.mlp_dim, width, mlp_bias);
      }
      linear(layer_name + "mlp.down", width, m_config.mlp_dim, mlp_bias);
      block_norms(layer_name + "mlp", width, true);
    }
  }

  void block_norms(const std::string& block, std::int64_t width, bool before) {
    if (m_config.norm_place != NormPlace::output && before) {
      norm(block + "_norm", width);
    }
    if (m_config.norm_place == NormPlace::output || m_config.norm_place == NormPlace::around) {
      norm(block + "_output_norm", m_config.model_dim);
    }
  }

  void add_vocabulary_head(const VocabularyHead& head) {
    const std::size_t first = m_list.size();
    const std::int64_t width = head.transform ? m_config.table_dim() : m_config.model_dim;
    if (head.transform) {
      linear("vocabulary.transform", width, m_config.model_dim, head.transform_bias);
      norm("vocabulary.norm", width);
    }
    if (!head.tied) {
      add({"vocabulary.matrix.weight",
           {m_config.vocabulary_size, width},
           WeightSpec::Start::uniform,
           width});
    }
    if (head.bias) {
      add({"vocabulary.bias", {m_config.vocabulary_size}, WeightSpec::Start::zeros});
    }
    for (std::size_t index = first; index < m_list.size(); ++index) {
      m_list[index].of_vocabulary_head = true;
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
  std::vector<HeadProjection> parts;
  const auto add_query = [&](const std::string& name) {
    parts.push_back({name, config.n_heads, config.head_dim});
  };
  const auto add_key = [&](const std::string& name) {
    parts.push_back({name, config.n_kv_heads, config.head_dim});
  };
  const auto add_value = [&](const std::string& name) {
    parts.push_back({name, config.n_kv_heads, config.values_dim()});
  };
  add_query("query");
  add_key("key");
  add_value("value");
  if (options.key_prime == "own") add_key("key_prime");
  if (options.value_prime == "own") add_value("value_prime");
  for (int slot = 3; slot <= n_key_slots(info, options.order); ++slot) {
    if (options.key_prime == "own") add_key("key_" + to_text(std::int64_t{slot}));
    if (options.value_prime == "own") add_value("value_" + to_text(std::int64_t{slot}));
  }
  if (options.second_query_key == "own") {
    add_query("query_2");
    add_key("key_2");
  }
  if (info.needs_negative_value && options.negative_value == "own") {
    add_value("value_2");
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
