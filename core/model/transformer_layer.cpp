#include "core/model/transformer_layer.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/mechanism_list.h"
#include "core/model/key_index.h"

namespace baryscope {
namespace {

at::Tensor linear(const at::Tensor& values, const LinearWeights& weights) {
  return at::linear(values, weights.weight, weights.bias);
}

at::Tensor activate(const std::string& name, const at::Tensor& values) {
  if (name == "relu") return at::relu(values);
  if (name == "silu") return at::silu(values);
  return at::gelu(values, name == "gelu" ? "none" : "tanh");
}

at::Tensor LayerCapture::* capture_tensor(const std::string& name) {
  const auto& rows = layer_tensor_names();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&name](const LayerTensorName& item) { return name == item.name; });
  BARYSCOPE_CHECK(row != rows.end());
  return row->tensor;
}

// (x₁, x₂) → (x₁ cos − x₂ sin, x₂ cos + x₁ sin), halves of the last dimension (Su et al. 2021, in
// the order of Llama's checkpoints).
at::Tensor turned(const at::Tensor& vectors, const at::Tensor& cos, const at::Tensor& sin) {
  const std::int64_t half = vectors.size(3) / 2;
  const at::Tensor first = vectors.narrow(3, 0, half);
  const at::Tensor second = vectors.narrow(3, half, half);
  return at::cat({first * cos - second * sin, second * cos + first * sin}, 3);
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

at::Tensor apply_norm(const TransformerConfig& config, const LinearWeights& norm,
                      const at::Tensor& values) {
  if (config.norm == NormKind::none) {
    return values;
  }
  const std::int64_t width = values.size(-1);
  return config.norm == NormKind::layer
             ? at::layer_norm(values, {width}, norm.weight, norm.bias, config.norm_epsilon)
             : at::rms_norm(values, {width}, norm.weight, config.norm_epsilon);
}

TransformerLayer::TransformerLayer(const TransformerConfig& config, int index, Tensors& tensors)
    : m_config(config.layers[static_cast<std::size_t>(index)]),
      m_spec(attention_spec(m_config.mechanism, config.causal, {})),
      m_traits(mechanism(m_spec.mechanism)),
      m_index(index),
      m_head_dim(config.head_dim) {
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
  for (const HeadProjection& part : head_projections(config, m_config)) {
    const LinearWeights own = pair_of("attention." + part.name);
    m_parts.push_back({capture_tensor(part.name), part.n_heads, {}});
    weights.push_back(own.weight);
    biases.push_back(own.bias);
  }
  m_stacked.weight = at::cat(weights);
  if (config.bias) {
    m_stacked.bias = at::cat(biases);
  }
  std::int64_t row = 0;
  const std::vector<HeadProjection> names = head_projections(config, m_config);
  for (std::size_t i = 0; i < m_parts.size(); ++i) {
    const std::int64_t n_rows = std::int64_t{m_parts[i].n_heads} * m_head_dim;
    LinearWeights& own = m_parts[i].weights;
    own.weight = m_stacked.weight.narrow(0, row, n_rows).detach();
    tensors[name + "attention." + names[i].name + ".weight"] = own.weight;
    if (config.bias) {
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
  m_down = pair_of("mlp.down");
  m_attention_norm = pair_of("attention_norm");
  m_mlp_norm = pair_of("mlp_norm");
}

void TransformerLayer::project(const at::Tensor& stream, const LayerContext& context,
                               LayerCapture& seen) const {
  const std::int64_t n_batch = stream.size(0);
  const std::int64_t n_tokens = stream.size(1);
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
  std::int64_t column = 0;
  for (const Part& part : m_parts) {
    const std::int64_t width = std::int64_t{part.n_heads} * m_head_dim;
    seen.*(part.tensor) = all.narrow(2, column, width)
                              .view({n_batch, n_tokens, part.n_heads, m_head_dim})
                              .transpose(1, 2)
                              .contiguous();
    column += width;
  }
}

// Triple-wise and longer scores are not invariant under a shared rotation: their vectors stay.
void TransformerLayer::turn(const LayerContext& context, LayerCapture& seen) const {
  if (!context.rotary_cos.defined() || reads_tuples(m_traits)) {
    return;
  }
  for (at::Tensor* vectors : {&seen.query, &seen.key, &seen.query_2, &seen.key_2}) {
    if (vectors->defined()) {
      *vectors = turned(*vectors, context.rotary_cos, context.rotary_sin);
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

// What every pairwise layer without window and selection is: two products and a softmax.
at::Tensor TransformerLayer::softmax_attention(const LayerContext& context,
                                               const LayerCapture& seen) const {
  const std::int64_t n_batch = seen.query.size(0);
  const std::int64_t n_heads = seen.query.size(1);
  const std::int64_t n_tokens = seen.query.size(2);
  const auto joined = [&](const at::Tensor& vectors) {
    const std::int64_t shared = n_heads / vectors.size(1);
    return (shared == 1 ? vectors : vectors.repeat_interleave(shared, 1))
        .view({n_batch * n_heads, n_tokens, m_head_dim});
  };
  const double scale = 1.0 / (std::sqrt(static_cast<double>(m_head_dim)) * m_spec.temperature);
  at::Tensor scores = at::bmm(joined(seen.query), joined(seen.key).transpose(1, 2));
  scores = context.gradients ? scores * scale : scores.mul_(scale);
  if (m_spec.causal) {
    const at::Tensor later =
        at::ones({n_tokens, n_tokens}, seen.query.options().dtype(at::kBool)).triu_(1);
    scores = scores.masked_fill(later, -std::numeric_limits<double>::infinity());
  }
  return at::bmm(at::softmax(scores, -1), joined(seen.value))
      .view({n_batch, n_heads, n_tokens, m_head_dim});
}

at::Tensor TransformerLayer::attend(const LayerContext& context, const LayerCapture& seen,
                                    const at::Tensor& kept) const {
  if (is_plain(m_traits) && !m_spec.window_1 && !kept.defined()) {
    return softmax_attention(context, seen);
  }
  AttentionInput input = mechanism_tensors(seen);
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
  if (m_head_norm.defined()) {
    heads = differential_norm(heads, differential_lambda_init(m_index), m_head_norm);
  }
  const at::Tensor joined =
      heads.transpose(1, 2).reshape({stream.size(0), stream.size(1), heads.size(1) * m_head_dim});
  return m_output.weight.defined() ? linear(joined, m_output) : joined;
}

at::Tensor TransformerLayer::run(const at::Tensor& stream, LayerContext& context,
                                 LayerCapture& seen) const {
  const TransformerConfig& config = *context.config;
  // In place where nothing else can hold the block's own result.
  const auto with_residual = [&](const at::Tensor& block, const at::Tensor& before, bool fresh) {
    if (!config.residual) return block;
    return fresh && !context.gradients ? block.add_(before) : block + before;
  };
  const bool projects = m_output.weight.defined();
  const auto perceptron = [&](const at::Tensor& values) {
    return linear(activate(config.activation, linear(values, m_up)), m_down);
  };
  if (config.norm_first) {
    at::Tensor values =
        with_residual(attention_block(apply_norm(config, m_attention_norm, stream), context, seen),
                      stream, projects);
    if (config.mlp_dim > 0) {
      values = with_residual(perceptron(apply_norm(config, m_mlp_norm, values)), values, true);
    }
    return values;
  }
  at::Tensor values =
      apply_norm(config, m_attention_norm,
                 with_residual(attention_block(stream, context, seen), stream, projects));
  if (config.mlp_dim > 0) {
    values = apply_norm(config, m_mlp_norm, with_residual(perceptron(values), values, true));
  }
  return values;
}

}  // namespace baryscope
