#include "core/model/transformer_layer.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/mechanism_list.h"
#include "core/model/key_index.h"
#include "core/model/pointwise.h"
#include "core/model/softmax_attention.h"

namespace baryscope {
namespace {

at::Tensor linear(const at::Tensor& values, const LinearWeights& weights) {
  return at::linear(values, weights.weight, weights.bias);
}

at::Tensor LayerCapture::* capture_tensor(const std::string& name) {
  const auto& rows = layer_tensor_names();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&name](const LayerTensorName& item) { return name == item.name; });
  BARYSCOPE_CHECK(row != rows.end());
  return row->tensor;
}

// One tensor of all rows: the parts themselves where they lie one behind the other.
at::Tensor stacked(const std::vector<at::Tensor>& parts) {
  const at::Tensor& first = parts.front();
  std::int64_t end = first.storage_offset();
  std::int64_t n_rows = 0;
  for (const at::Tensor& part : parts) {
    if (!part.is_contiguous() || !part.is_alias_of(first) || part.storage_offset() != end) {
      return at::cat(parts);
    }
    end += part.numel();
    n_rows += part.size(0);
  }
  std::vector<std::int64_t> sizes = first.sizes().vec();
  sizes.front() = n_rows;
  return first.as_strided(sizes, first.strides(), first.storage_offset());
}

at::Tensor shifted(const at::Tensor& key) {
  return at::cat({key.narrow(2, 0, 1), key.narrow(2, 0, key.size(2) - 1)}, 2);
}

}  // namespace

AttentionSpec attention_spec(const MechanismOptions& options, bool causal,
                             std::optional<double> scale) {
  AttentionSpec spec;
  spec.mechanism = options.mechanism;
  spec.score = options.score;
  spec.order = options.order;
  spec.causal = causal;
  spec.window_1 = options.window_1;
  spec.window_2 = options.window_2;
  spec.window_anchor = options.window_anchor == WindowAnchor::key ? "key" : "query";
  spec.temperature = options.temperature;
  spec.key_bias = options.key_bias;
  spec.value_bias = options.value_bias;
  spec.output_scaling = options.output_scaling;
  spec.a_plus = options.a_plus;
  spec.a_minus = options.a_minus;
  spec.affine_a = options.affine_a;
  spec.affine_b = options.affine_b;
  spec.scale = scale;
  return spec;
}

TransformerLayer::TransformerLayer(const TransformerConfig& config, int index, Tensors& tensors)
    : m_config(config.layers[static_cast<std::size_t>(index)]),
      m_spec(attention_spec(m_config.mechanism, config.causal, {})),
      m_traits(mechanism(m_spec.mechanism)),
      m_index(index),
      m_head_dim(config.head_dim) {
  m_spec.scale = m_config.scale;
  m_spec.score_cap = config.score_cap;
  if (m_config.window) {
    m_spec.window_1 = *m_config.window;
    m_spec.window_after = config.causal ? 0 : m_config.window_after;
  }
  const std::string name = fmt::format("layers.{}.", index);
  const auto find = [&tensors](const std::string& full) {
    const auto found = tensors.find(full);
    return found == tensors.end() ? at::Tensor() : found->second;
  };
  const auto pair_of = [&](const std::string& part) {
    return LinearWeights{find(name + part + ".weight"), find(name + part + ".bias")};
  };
  // One product gives all heads' vectors; each parameter is a view of the stacked weights, so that
  // updating it in place updates the product.
  std::vector<at::Tensor> weights;
  std::vector<at::Tensor> biases;
  const bool has_bias = config.head_bias.value_or(config.bias);
  for (const HeadProjection& part : head_projections(config, m_config)) {
    const LinearWeights own = pair_of("attention." + part.name);
    m_parts.push_back({capture_tensor(part.name), part.n_heads, part.width, {}});
    weights.push_back(own.weight);
    biases.push_back(own.bias);
  }
  m_stacked.weight = stacked(weights);
  if (has_bias) {
    m_stacked.bias = at::cat(biases);
  }
  std::int64_t row = 0;
  const std::vector<HeadProjection> names = head_projections(config, m_config);
  for (std::size_t i = 0; i < m_parts.size(); ++i) {
    const std::int64_t n_rows = std::int64_t{m_parts[i].n_heads} * m_parts[i].width;
    LinearWeights& own = m_parts[i].weights;
    own.weight = m_stacked.weight.narrow(0, row, n_rows).detach();
    tensors[name + "attention." + names[i].name + ".weight"] = own.weight;
    if (has_bias) {
      own.bias = m_stacked.bias.narrow(0, row, n_rows).detach();
      tensors[name + "attention." + names[i].name + ".bias"] = own.bias;
    }
    row += n_rows;
  }
  m_lambda = pair_of("attention.lambda");
  static const char* const vectors[] = {"lambda_query_1", "lambda_key_1", "lambda_query_2",
                                        "lambda_key_2"};
  for (std::size_t i = 0; i < std::size(vectors); ++i) {
    m_lambda_vectors[i] = find(name + "attention." + vectors[i]);
  }
  m_head_norm = find(name + "attention.head_norm.weight");
  m_index_query = pair_of("attention.index_query");
  m_index_key = pair_of("attention.index_key");
  m_index_weight = pair_of("attention.index_weight");
  m_output = pair_of("attention.output");
  m_up = pair_of("mlp.up");
  m_gate = pair_of("mlp.gate");
  m_down = pair_of("mlp.down");
  m_attention_norm = pair_of("attention_norm");
  m_attention_output_norm = pair_of("attention_output_norm");
  m_mlp_norm = pair_of("mlp_norm");
  m_mlp_output_norm = pair_of("mlp_output_norm");
  m_query_norm = find(name + "attention.query_norm.weight");
  m_key_norm = find(name + "attention.key_norm.weight");
}

void TransformerLayer::project(const at::Tensor& stream, const LayerContext& context,
                               LayerCapture& seen) const {
  const std::int64_t n_batch = stream.size(0);
  const std::int64_t n_tokens = stream.size(1);
  static const at::Tensor no_gain;
  at::Tensor all;
  if (context.gradients) {
    std::vector<at::Tensor> weights;
    std::vector<at::Tensor> biases;
    for (const Part& part : m_parts) {
      weights.push_back(part.weights.weight);
      biases.push_back(part.weights.bias);
    }
    all = at::linear(stream, at::cat(weights),
                     m_stacked.bias.defined() ? at::cat(biases) : at::Tensor());
  } else {
    all = linear(stream, m_stacked);
  }
  const bool whole = context.config->vector_norm == VectorNorm::whole;
  const double epsilon = context.config->norm_epsilon;
  std::int64_t column = 0;
  for (const Part& part : m_parts) {
    const at::Tensor& gain = part.tensor == &LayerCapture::query ? m_query_norm
                             : part.tensor == &LayerCapture::key ? m_key_norm
                                                                 : no_gain;
    const std::int64_t width = std::int64_t{part.n_heads} * part.width;
    at::Tensor numbers = all.narrow(2, column, width);
    if (gain.defined() && whole) {
      numbers = at::rms_norm(numbers.contiguous(), {width}, gain, epsilon);
    }
    at::Tensor vectors =
        numbers.view({n_batch, n_tokens, part.n_heads, part.width}).transpose(1, 2).contiguous();
    if (gain.defined() && !whole) {
      vectors = at::rms_norm(vectors, {part.width}, gain, epsilon);
    }
    seen.*(part.tensor) = vectors;
    column += width;
  }
}

// Triple-wise and longer scores are not invariant under a shared rotation: their vectors stay.
void TransformerLayer::turn(const LayerContext& context, LayerCapture& seen) const {
  if (context.rotary.empty() || m_config.rotary < 0 || reads_tuples(m_traits)) {
    return;
  }
  const RotaryTables& tables = context.rotary[static_cast<std::size_t>(m_config.rotary)];
  for (at::Tensor* vectors : {&seen.query, &seen.key, &seen.query_2, &seen.key_2}) {
    if (vectors->defined()) {
      *vectors = turned(*vectors, tables);
    }
  }
}

at::Tensor TransformerLayer::learned_lambda(const at::Tensor& stream) const {
  if (m_lambda.weight.defined()) {
    return at::sigmoid(linear(stream, m_lambda)).transpose(1, 2).contiguous();
  }
  // λ = exp(λq1·λk1) − exp(λq2·λk2) + λ_init(l), one for all heads of a layer (science.md §3).
  const at::Tensor value = (m_lambda_vectors[0] * m_lambda_vectors[1]).sum().exp() -
                           (m_lambda_vectors[2] * m_lambda_vectors[3]).sum().exp() +
                           differential_lambda_init(m_index);
  return value.expand({m_parts.front().n_heads}).contiguous();
}

AttentionInput TransformerLayer::mechanism_tensors(const LayerCapture& seen) const {
  const MechanismOptions& options = m_config.mechanism;
  AttentionInput input;
  input.query = seen.query;
  input.key = seen.key;
  input.value = seen.value;
  input.lambda = seen.lambda;
  input.value_2 = seen.value_2;
  const auto key_of = [&](const at::Tensor& own) {
    return options.key_prime == "own"   ? own
           : options.key_prime == "key" ? seen.key
                                        : shifted(seen.key);
  };
  const auto value_of = [&](const at::Tensor& own) {
    return options.value_prime == "own"     ? own
           : options.value_prime == "value" ? seen.value
                                            : at::ones_like(seen.value);
  };
  if (!options.key_prime.empty()) {
    input.key_prime = key_of(seen.key_prime);
    input.value_prime = value_of(seen.value_prime);
    const int order = n_key_slots(m_traits, options.order);
    if (order > 2) {
      input.more_keys.push_back(key_of(seen.key_3));
      input.more_values.push_back(value_of(seen.value_3));
    }
    if (order > 3) {
      input.more_keys.push_back(key_of(seen.key_4));
      input.more_values.push_back(value_of(seen.value_4));
    }
  }
  if (m_traits.needs_second_query_key) {
    const bool own = options.second_query_key == "own";
    input.query_2 = own ? seen.query_2 : seen.query.neg();
    input.key_2 = own ? seen.key_2 : seen.key;
    if (!input.lambda.defined()) {
      input.lambda = at::full({seen.query.size(1)}, *options.lambda, seen.query.options());
    }
  }
  return input;
}

at::Tensor TransformerLayer::attend(const LayerContext& context, const LayerCapture& seen,
                                    const at::Tensor& kept) const {
  AttentionInput input = mechanism_tensors(seen);
  if (is_plain(m_traits) && !m_config.mechanism.window_1 && !kept.defined()) {
    input.score_bias = context.score_bias;
    return softmax_attention(input, m_spec, context.gradients);
  }
  input.kept = kept;
  return attend_batch(input, m_spec);
}

at::Tensor TransformerLayer::select(const at::Tensor& stream, LayerContext& context,
                                    LayerCapture& seen) const {
  const MechanismOptions& options = m_config.mechanism;
  if (options.select == "none") {
    return {};
  }
  const std::int64_t n_batch = stream.size(0);
  const std::int64_t n_tokens = stream.size(1);
  const at::Tensor allowed = allowed_keys(m_spec, n_tokens, stream.device());
  if (options.select == "previous-layer") {
    const at::Tensor weights =
        mean_softmax_weights(context.previous_query, context.previous_key, m_spec.causal);
    return batched_top_keys(weights, allowed, options.keep, /*always_keep_query=*/true);
  }
  // The indexer learns from its own loss alone, as published.
  const at::Tensor source = stream.detach();
  const bool softmax = options.select == "indexer-softmax";
  seen.index_query = linear(source, m_index_query)
                         .view({n_batch, n_tokens, m_config.n_index_heads, m_config.index_dim})
                         .transpose(1, 2);
  seen.index_key = linear(source, m_index_key);
  seen.index_weight = linear(source, m_index_weight);
  const at::Tensor scores =
      batched_index_scores(seen.index_query, seen.index_key, seen.index_weight, allowed, softmax);
  if (context.gradients) {
    const at::Tensor loss = indexer_loss(mechanism_tensors(seen), m_spec, scores, allowed);
    context.auxiliary_loss =
        context.auxiliary_loss.defined() ? context.auxiliary_loss + loss : loss;
  }
  return batched_top_keys(scores, allowed, options.keep, /*always_keep_query=*/false);
}

at::Tensor TransformerLayer::attention_block(const at::Tensor& stream, LayerContext& context,
                                             LayerCapture& seen) const {
  project(stream, context, seen);
  turn(context, seen);
  if (m_config.mechanism.learned_lambda) {
    seen.lambda = learned_lambda(stream);
  }
  const at::Tensor kept = select(stream, context, seen);
  seen.output = attend(context, seen, kept);
  context.previous_query = seen.query;
  context.previous_key = seen.key;
  at::Tensor heads = seen.output;
  if (m_config.head_norm) {
    heads = differential_norm(heads, differential_lambda_init(m_index), m_head_norm,
                              context.config->head_norm_epsilon);
  }
  const at::Tensor joined = heads.transpose(1, 2).reshape(
      {stream.size(0), stream.size(1), heads.size(1) * heads.size(3)});
  return m_output.weight.defined() ? linear(joined, m_output) : joined;
}

at::Tensor TransformerLayer::perceptron(const TransformerConfig& config,
                                        const at::Tensor& values) const {
  at::Tensor inner = linear(values, m_up);
  if (!m_gate.weight.defined()) {
    return linear(activate(config.activation, inner), m_down);
  }
  return linear(activate(config.activation, linear(values, m_gate)) * inner, m_down);
}

// What the heads' numbers do not say about how the layer uses them.
void TransformerLayer::tell(const LayerContext& context, LayerCapture& seen) const {
  seen.scale = m_config.scale;
  seen.score_cap = m_spec.score_cap;
  seen.score_bias = context.score_bias;
  if (m_config.head_norm) {
    seen.head_norm = {1 - differential_lambda_init(m_index), context.config->head_norm_epsilon,
                      m_head_norm.defined() ? m_head_norm.clone() : m_head_norm};
  }
  if (m_config.window) {
    seen.window = *m_config.window;
    seen.window_after = static_cast<int>(m_spec.window_after);
  }
}

void TransformerLayer::look(const at::Tensor& stream, LayerContext& context,
                            LayerCapture& seen) const {
  const TransformerConfig& config = *context.config;
  tell(context, seen);
  const bool is_normed =
      config.parallel_blocks || (config.norms_before() && m_config.attention_norm);
  static_cast<void>(attention_block(
      is_normed ? apply_norm(config, m_attention_norm, stream) : stream, context, seen));
}

at::Tensor TransformerLayer::run_parallel(const at::Tensor& stream, LayerContext& context,
                                          LayerCapture& seen) const {
  const TransformerConfig& config = *context.config;
  const at::Tensor attended =
      attention_block(apply_norm(config, m_attention_norm, stream), context, seen);
  const at::Tensor thought = perceptron(config, apply_norm(config, m_mlp_norm, stream));
  return thought + attended + stream;
}

at::Tensor TransformerLayer::run(const at::Tensor& stream, LayerContext& context,
                                 LayerCapture& seen) const {
  const TransformerConfig& config = *context.config;
  tell(context, seen);
  if (config.parallel_blocks) {
    return run_parallel(stream, context, seen);
  }
  // In place where nothing else can hold the block's own result.
  const auto with_residual = [&](const at::Tensor& block, const at::Tensor& before, bool fresh) {
    if (!config.residual) return block;
    return fresh && !context.gradients ? block.add_(before) : block + before;
  };
  const bool norms_before = config.norms_before();
  const bool norms_output =
      config.norm_place == NormPlace::output || config.norm_place == NormPlace::around;
  const auto block_of = [&](const at::Tensor& values, const LinearWeights& before,
                            const LinearWeights& behind, bool is_normed, bool fresh,
                            const auto& run_block) {
    at::Tensor block =
        run_block(norms_before && is_normed ? apply_norm(config, before, values) : values);
    if (norms_output) {
      block = apply_norm(config, behind, block);
    }
    const at::Tensor sum = with_residual(block, values, fresh);
    return config.norm_place == NormPlace::after ? apply_norm(config, before, sum) : sum;
  };
  at::Tensor values =
      block_of(stream, m_attention_norm, m_attention_output_norm, m_config.attention_norm,
               m_output.weight.defined(),
               [&](const at::Tensor& input) { return attention_block(input, context, seen); });
  if (config.mlp_dim > 0) {
    values = block_of(values, m_mlp_norm, m_mlp_output_norm, true, true,
                      [&](const at::Tensor& input) { return perceptron(config, input); });
  }
  return values;
}

}  // namespace baryscope
