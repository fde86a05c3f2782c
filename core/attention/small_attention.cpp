#include "core/attention/small_attention.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "core/attention/cpu/small_problem.h"
#include "core/attention/mask.h"
#include "core/attention/prepared_input.h"
#include "core/attention/score.h"

namespace baryscope::operators {
namespace {

using cpu::SmallMechanism;
using cpu::SmallScore;

constexpr std::int64_t most_tokens = 128, most_dims = 256;
/// Scores of one query's tuples: what a core's own cache holds.
constexpr std::int64_t most_scores = std::int64_t{1} << 16;

bool shapes_are_small(const at::Tensor& query, const at::Tensor& value,
                      const std::vector<at::Tensor>& others) {
  if (!query.is_cpu() || (query.dim() != 3 && query.dim() != 4)) return false;
  for (const at::Tensor& tensor : others) {
    if (!tensor.defined()) continue;
    if (tensor.dim() != query.dim()) return false;
    if (query.dim() == 4 && tensor.size(0) != query.size(0)) return false;
  }
  const std::int64_t n_items = query.dim() == 4 ? query.size(0) : 1;
  const std::int64_t n_tokens = value.size(-2);
  // Items run side by side, the heads of one in turn: a single large item is better cut elsewhere.
  const bool fills_threads = n_items >= at::get_num_threads() || n_tokens <= 16;
  return n_items >= 1 && fills_threads && query.size(-2) <= most_tokens &&
         n_tokens <= most_tokens && query.size(-1) <= most_dims && value.size(-1) <= most_dims;
}

/// A call's tensors in the precision of the computation, contiguous, a batch in front.
at::Tensor ready(const at::Tensor& tensor, at::ScalarType type) {
  if (!tensor.defined()) return tensor;
  const at::Tensor own = tensor.detach().to(type);
  return (own.dim() == 3 ? own.unsqueeze(0) : own).contiguous();
}

at::Tensor ready_rows(const at::Tensor& tensor, at::ScalarType type) {
  if (!tensor.defined()) return tensor;
  const at::Tensor own = tensor.detach().to(type);
  return (own.dim() == 2 ? own.unsqueeze(0) : own).contiguous();
}

std::vector<at::Tensor> ready(const std::vector<at::Tensor>& tensors, at::ScalarType type) {
  std::vector<at::Tensor> all;
  for (const at::Tensor& tensor : tensors) all.push_back(ready(tensor, type));
  return all;
}

template <typename Scalar>
Scalar* item_of(const at::Tensor& tensor, std::int64_t item) {
  return tensor.defined() ? tensor.data_ptr<Scalar>() + item * tensor.stride(0) : nullptr;
}

/// The keys that mask, window and kept keys allow, as bytes [n_rows, n_tokens] an item.
class Allowed {
 public:
  Allowed(const AttentionSpec& spec, const PreparedInput& first_item, bool first_slot,
          const at::Tensor& kept)
      : m_size(first_item.n_rows * first_item.n_tokens) {
    const std::int64_t n = first_item.n_tokens;
    m_shared.assign(static_cast<std::size_t>(m_size), 0);
    for (std::int64_t row = 0; row < first_item.n_rows; ++row) {
      const std::int64_t position = first_item.positions_here[static_cast<std::size_t>(row)];
      const KeyRange range = key_range(spec, position, n, first_slot);
      std::fill(m_shared.begin() + row * n + range.begin, m_shared.begin() + row * n + range.end,
                std::uint8_t{1});
    }
    if (!kept.defined()) return;
    const at::Tensor shared =
        at::from_blob(m_shared.data(), {first_item.n_rows, n}, at::TensorOptions(at::kByte));
    m_own = (shared * kept.to(at::kCPU)).contiguous();
  }

  const std::uint8_t* item(std::int64_t number) const {
    if (!m_own.defined()) return m_shared.data();
    return m_own.const_data_ptr<std::uint8_t>() + (m_own.dim() == 3 ? number * m_size : 0);
  }

 private:
  std::int64_t m_size;
  std::vector<std::uint8_t> m_shared;
  at::Tensor m_own;
};

/// Back to the caller's shape and dtype.
at::Tensor returned(const at::Tensor& tensor, const at::Tensor& like, bool batched) {
  if (!tensor.defined()) return at::empty({0}, like.options());
  return (batched ? tensor : tensor.squeeze(0)).to(like.options());
}

/// Runs `work(item, workspace)` for all items, side by side.
template <typename Scalar, typename Work>
void for_items(std::int64_t n_items, std::int64_t workspace_size, const Work& work) {
  at::parallel_for(0, n_items, 1, [&](std::int64_t begin, std::int64_t end) {
    std::vector<Scalar> workspace(static_cast<std::size_t>(workspace_size));
    for (std::int64_t item = begin; item < end; ++item) work(item, workspace.data());
  });
}

// ---- tuples ------------------------------------------------------------------------------------

SmallScore small_score(const std::string& name) {
  if (name == "determinant") return SmallScore::determinant;
  if (name == "strassen") return SmallScore::strassen;
  return name == "rank-one" ? SmallScore::rank_one : SmallScore::trilinear;
}

/// Everything that a batch of tuple problems shares, and its tensors.
struct TupleBatch {
  AttentionSpec spec;
  PreparedInput first_item;
  at::Tensor query;
  std::vector<at::Tensor> keys, values;
  Allowed first_allowed, further_allowed;

  explicit TupleBatch(const SimplicialCall& call)
      : spec(call.spec()),
        first_item(prepare(call.item(0), spec, call.rows())),
        query(ready(call.query, first_item.query.scalar_type())),
        keys(ready(call.keys, query.scalar_type())),
        values(ready(call.values, query.scalar_type())),
        first_allowed(spec, first_item, true, given(call.kept)),
        further_allowed(spec, first_item, false, given(call.kept)) {}

  template <typename Scalar>
  cpu::SmallTuples<Scalar> problem(std::int64_t item) const {
    cpu::SmallTuples<Scalar> small;
    small.score = small_score(spec.score);
    small.order = n_slots(spec);
    small.n_heads = first_item.n_heads;
    small.n_rows = first_item.n_rows;
    small.n_tokens = first_item.n_tokens;
    small.head_dim = first_item.head_dim;
    small.value_dim = first_item.value_dim;
    small.query = item_of<Scalar>(query, item);
    for (std::size_t slot = 0; slot < keys.size(); ++slot) {
      small.key_heads[slot] = keys[slot].size(1);
      small.value_heads[slot] = values[slot].size(1);
      small.keys[slot] = item_of<Scalar>(keys[slot], item);
      small.values[slot] = item_of<Scalar>(values[slot], item);
    }
    small.first_allowed = first_allowed.item(item);
    small.further_allowed = further_allowed.item(item);
    if (is_key_anchored(spec)) small.reach = *further_window(spec);
    const bool has_scale = score_has_scale(spec);
    const double base = first_item.base_scale(spec);
    const double scale = has_scale && !spec.output_scaling ? base : 1.0;
    small.scale = static_cast<Scalar>(scale / spec.temperature);
    small.output_scale = static_cast<Scalar>(has_scale && spec.output_scaling ? base : 1.0);
    if (spec.key_bias) {
      small.key_bias = static_cast<Scalar>(1.0 / static_cast<double>(first_item.head_dim));
    }
    if (spec.value_bias) small.value_bias = 1;
    return small;
  }
};

template <typename Scalar>
void attend_tuples(const TupleBatch& batch, const at::Tensor& output, const at::Tensor& lse) {
  const auto& kernels = cpu::small_kernels<Scalar>();
  const std::int64_t workspace = kernels.tuples_workspace(batch.problem<Scalar>(0));
  for_items<Scalar>(batch.query.size(0), workspace, [&](std::int64_t item, Scalar* memory) {
    cpu::SmallTuples<Scalar> small = batch.problem<Scalar>(item);
    small.output = item_of<Scalar>(output, item);
    small.log_sum_exp = item_of<Scalar>(lse, item);
    kernels.tuples_forward(small, memory);
  });
}

struct TupleBatchGradients {
  at::Tensor grad_output, grad_log_sum_exp, output, log_sum_exp;
  at::Tensor query;
  std::vector<at::Tensor> keys, values;
};

template <typename Scalar>
void differentiate_tuples(const TupleBatch& batch, const TupleBatchGradients& gradients) {
  const auto& kernels = cpu::small_kernels<Scalar>();
  const std::int64_t workspace = kernels.tuples_workspace(batch.problem<Scalar>(0));
  for_items<Scalar>(batch.query.size(0), workspace, [&](std::int64_t item, Scalar* memory) {
    cpu::SmallTuples<Scalar> small = batch.problem<Scalar>(item);
    small.output = item_of<Scalar>(gradients.output, item);
    small.log_sum_exp = item_of<Scalar>(gradients.log_sum_exp, item);
    small.grad_output = item_of<Scalar>(gradients.grad_output, item);
    small.grad_log_sum_exp = item_of<Scalar>(gradients.grad_log_sum_exp, item);
    small.query_gradient = item_of<Scalar>(gradients.query, item);
    for (std::size_t slot = 0; slot < gradients.keys.size(); ++slot) {
      small.key_gradients[slot] = item_of<Scalar>(gradients.keys[slot], item);
      small.value_gradients[slot] = item_of<Scalar>(gradients.values[slot], item);
    }
    kernels.tuples_backward(small, memory);
  });
}

}  // namespace

bool is_small(const SimplicialCall& call) {
  if (call.keys.empty() || call.keys.size() > 4 || call.keys.size() != call.values.size()) {
    return false;
  }
  if (call.statistics || call.top > 0 || call.dense || call.score == "unsigned-triple") {
    return false;
  }
  std::vector<at::Tensor> tensors = call.keys;
  tensors.insert(tensors.end(), call.values.begin(), call.values.end());
  if (!shapes_are_small(call.query, call.values[0], tensors)) return false;
  std::int64_t n_scores = call.keys[0].size(-2);
  for (std::size_t slot = 1; slot < call.keys.size(); ++slot) n_scores *= call.keys[0].size(-2);
  return n_scores <= most_scores;
}

SimplicialOutputs attend_small(const SimplicialCall& call) {
  const TupleBatch batch(call);
  const bool batched = call.query.dim() == 4;
  const PreparedInput& sizes = batch.first_item;
  const at::TensorOptions options = batch.query.options();
  const std::int64_t n_items = batch.query.size(0);
  const at::Tensor output =
      at::empty({n_items, sizes.n_heads, sizes.n_rows, sizes.value_dim}, options);
  const at::Tensor lse = at::empty({n_items, sizes.n_heads, sizes.n_rows}, options);
  if (options.dtype() == at::kDouble) {
    attend_tuples<double>(batch, output, lse);
  } else {
    attend_tuples<float>(batch, output, lse);
  }
  const auto none = [&] { return at::empty({0}, options); };
  return {returned(output, call.query, batched),
          batched ? lse : lse.squeeze(0),
          none(),
          none(),
          none(),
          none(),
          none(),
          none(),
          at::empty({0}, options.dtype(at::kLong)),
          none()};
}

SimplicialGradientOutputs differentiate_small(const SimplicialCall& call,
                                              const at::Tensor& grad_output,
                                              const at::Tensor& grad_log_sum_exp,
                                              const at::Tensor& output,
                                              const at::Tensor& log_sum_exp) {
  const TupleBatch batch(call);
  const bool batched = call.query.dim() == 4;
  const at::ScalarType type = batch.query.scalar_type();
  TupleBatchGradients gradients;
  gradients.grad_output = ready(grad_output, type);
  gradients.grad_log_sum_exp = ready_rows(grad_log_sum_exp, type);
  gradients.output = ready(output, type);
  gradients.log_sum_exp = ready_rows(log_sum_exp, type);
  gradients.query = at::zeros_like(batch.query);
  for (std::size_t slot = 0; slot < batch.keys.size(); ++slot) {
    gradients.keys.push_back(at::zeros_like(batch.keys[slot]));
    gradients.values.push_back(at::zeros_like(batch.values[slot]));
  }
  if (type == at::kDouble) {
    differentiate_tuples<double>(batch, gradients);
  } else {
    differentiate_tuples<float>(batch, gradients);
  }
  std::vector<at::Tensor> keys, values;
  for (std::size_t slot = 0; slot < batch.keys.size(); ++slot) {
    keys.push_back(returned(gradients.keys[slot], call.keys[slot], batched));
    values.push_back(returned(gradients.values[slot], call.values[slot], batched));
  }
  return {returned(gradients.query, call.query, batched), keys, values};
}

// ---- single keys -------------------------------------------------------------------------------

namespace {

SmallMechanism small_mechanism(const std::string& name) {
  if (name == "linear") return SmallMechanism::linear;
  if (name == "relu-expm1") return SmallMechanism::relu_expm1;
  if (name == "softpick") return SmallMechanism::softpick;
  if (name == "affine") return SmallMechanism::affine;
  if (name == "differential" || name == "differential-v2") return SmallMechanism::differential;
  if (name == "rectified-differential") return SmallMechanism::rectified;
  if (name == "heaviside-differential") return SmallMechanism::heaviside;
  if (name == "heaviside-gate") return SmallMechanism::heaviside_gate;
  if (name == "cog") return SmallMechanism::cog;
  if (name == "dipole-v1") return SmallMechanism::dipole_v1;
  if (name == "dipole-v2") return SmallMechanism::dipole_v2;
  TORCH_CHECK(name == "pairwise", "not a mechanism of single keys: ", name);
  return SmallMechanism::pairwise;
}

struct PairwiseBatch {
  AttentionSpec spec;
  PreparedInput first_item;
  at::Tensor query, key, value, query_2, key_2, value_2, lambda;
  Allowed allowed;

  explicit PairwiseBatch(const PairwiseCall& call)
      : spec(call.spec()),
        first_item(prepare(call.item(0), spec, call.rows())),
        query(ready(call.query, first_item.query.scalar_type())),
        key(ready(call.key, query.scalar_type())),
        value(ready(call.value, query.scalar_type())),
        allowed(spec, first_item, true, given(call.kept)) {
    const at::ScalarType type = query.scalar_type();
    if (first_item.query_2.defined()) {
      query_2 = ready(given(call.query_2), type), key_2 = ready(given(call.key_2), type);
      at::Tensor own = call.lambda_weight->detach().to(query.device(), type);
      if (own.dim() == 1) own = own.unsqueeze(1);
      lambda = own.expand({query.size(0), query.size(1), query.size(2)}).contiguous();
    }
    if (first_item.value_2.defined()) value_2 = ready(given(call.value_2), type);
  }

  template <typename Scalar>
  cpu::SmallPairwise<Scalar> problem(std::int64_t item) const {
    cpu::SmallPairwise<Scalar> small;
    small.mechanism = small_mechanism(spec.mechanism);
    small.n_heads = first_item.n_heads;
    small.n_rows = first_item.n_rows;
    small.n_tokens = first_item.n_tokens;
    small.head_dim = first_item.head_dim;
    small.value_dim = first_item.value_dim;
    small.key_heads = key.size(1), small.value_heads = value.size(1);
    small.query = item_of<Scalar>(query, item);
    small.key = item_of<Scalar>(key, item);
    small.value = item_of<Scalar>(value, item);
    if (query_2.defined()) small.key_2_heads = key_2.size(1);
    if (value_2.defined()) small.value_2_heads = value_2.size(1);
    small.query_2 = item_of<Scalar>(query_2, item);
    small.key_2 = item_of<Scalar>(key_2, item);
    small.value_2 = item_of<Scalar>(value_2, item);
    small.lambda = item_of<Scalar>(lambda, item);
    small.allowed = allowed.item(item);
    small.scale = static_cast<Scalar>(first_item.base_scale(spec) / spec.temperature);
    small.a_plus = static_cast<Scalar>(spec.a_plus);
    small.a_minus = static_cast<Scalar>(spec.a_minus);
    small.affine_a = static_cast<Scalar>(spec.affine_a);
    small.affine_b = static_cast<Scalar>(spec.affine_b);
    return small;
  }
};

template <typename Scalar>
void attend_pairs(const PairwiseBatch& batch, const at::Tensor& output, const at::Tensor& lse,
                  const at::Tensor& weights) {
  const auto& kernels = cpu::small_kernels<Scalar>();
  const std::int64_t workspace = kernels.pairwise_workspace(batch.problem<Scalar>(0));
  for_items<Scalar>(batch.query.size(0), workspace, [&](std::int64_t item, Scalar* memory) {
    cpu::SmallPairwise<Scalar> small = batch.problem<Scalar>(item);
    small.output = item_of<Scalar>(output, item);
    small.log_sum_exp = item_of<Scalar>(lse, item);
    small.weights = item_of<Scalar>(weights, item);
    kernels.pairwise_forward(small, memory);
  });
}

struct PairwiseBatchGradients {
  at::Tensor grad_output, grad_log_sum_exp, grad_weights;
  at::Tensor query, key, value, query_2, key_2, value_2, lambda;
};

template <typename Scalar>
void differentiate_pairs(const PairwiseBatch& batch, const PairwiseBatchGradients& gradients) {
  const auto& kernels = cpu::small_kernels<Scalar>();
  const std::int64_t workspace = kernels.pairwise_workspace(batch.problem<Scalar>(0));
  for_items<Scalar>(batch.query.size(0), workspace, [&](std::int64_t item, Scalar* memory) {
    cpu::SmallPairwise<Scalar> small = batch.problem<Scalar>(item);
    small.grad_output = item_of<Scalar>(gradients.grad_output, item);
    small.grad_log_sum_exp = item_of<Scalar>(gradients.grad_log_sum_exp, item);
    small.grad_weights = item_of<Scalar>(gradients.grad_weights, item);
    small.query_gradient = item_of<Scalar>(gradients.query, item);
    small.key_gradient = item_of<Scalar>(gradients.key, item);
    small.value_gradient = item_of<Scalar>(gradients.value, item);
    small.query_2_gradient = item_of<Scalar>(gradients.query_2, item);
    small.key_2_gradient = item_of<Scalar>(gradients.key_2, item);
    small.value_2_gradient = item_of<Scalar>(gradients.value_2, item);
    small.lambda_gradient = item_of<Scalar>(gradients.lambda, item);
    kernels.pairwise_backward(small, memory);
  });
}

}  // namespace

bool is_small(const PairwiseCall& call) {
  return shapes_are_small(
      call.query, call.value,
      {call.key, call.value, given(call.query_2), given(call.key_2), given(call.value_2)});
}

PairwiseOutputs attend_small(const PairwiseCall& call) {
  const PairwiseBatch batch(call);
  const bool batched = call.query.dim() == 4;
  const PreparedInput& sizes = batch.first_item;
  const at::TensorOptions options = batch.query.options();
  const std::int64_t n_items = batch.query.size(0);
  const at::Tensor output =
      at::empty({n_items, sizes.n_heads, sizes.n_rows, sizes.value_dim}, options);
  const at::Tensor lse = at::empty({n_items, sizes.n_heads, sizes.n_rows}, options);
  at::Tensor weights;
  if (call.return_weights) {
    weights = at::empty({n_items, sizes.n_heads, sizes.n_rows, sizes.n_tokens}, options);
  }
  if (options.dtype() == at::kDouble) {
    attend_pairs<double>(batch, output, lse, weights);
  } else {
    attend_pairs<float>(batch, output, lse, weights);
  }
  return {returned(output, call.query, batched), batched ? lse : lse.squeeze(0),
          returned(weights, lse, batched)};
}

PairwiseGradientOutputs differentiate_small(const PairwiseCall& call, const at::Tensor& grad_output,
                                            const at::Tensor& grad_log_sum_exp,
                                            const at::Tensor& grad_weights) {
  const PairwiseBatch batch(call);
  const bool batched = call.query.dim() == 4;
  const at::ScalarType type = batch.query.scalar_type();
  PairwiseBatchGradients gradients;
  gradients.grad_output = ready(grad_output, type);
  gradients.grad_log_sum_exp = ready_rows(grad_log_sum_exp, type);
  gradients.grad_weights = ready(grad_weights, type);
  for (const auto& [gradient, tensor] :
       {std::pair(&gradients.query, &batch.query), std::pair(&gradients.key, &batch.key),
        std::pair(&gradients.value, &batch.value), std::pair(&gradients.query_2, &batch.query_2),
        std::pair(&gradients.key_2, &batch.key_2), std::pair(&gradients.value_2, &batch.value_2),
        std::pair(&gradients.lambda, &batch.lambda)}) {
    if (tensor->defined()) *gradient = at::zeros_like(*tensor);
  }
  if (type == at::kDouble) {
    differentiate_pairs<double>(batch, gradients);
  } else {
    differentiate_pairs<float>(batch, gradients);
  }
  const auto gradient = [&](const at::Tensor& found, const std::optional<at::Tensor>& like) {
    return returned(found, like.value_or(call.query), batched);
  };
  at::Tensor lambda = at::empty({0}, call.query.options());
  if (gradients.lambda.defined()) {
    // A λ a head is shared by all rows and items, a λ a row without a batch by all items.
    lambda = gradients.lambda;
    if (call.lambda_weight->dim() < 3) lambda = lambda.sum(0);
    if (call.lambda_weight->dim() == 1) lambda = lambda.sum(1);
    lambda = lambda.to(call.lambda_weight->options());
  }
  return {gradient(gradients.query, call.query),
          gradient(gradients.key, call.key),
          gradient(gradients.value, call.value),
          gradient(gradients.query_2, call.query_2),
          gradient(gradients.key_2, call.key_2),
          gradient(gradients.value_2, call.value_2),
          lambda};
}

}  // namespace baryscope::operators
