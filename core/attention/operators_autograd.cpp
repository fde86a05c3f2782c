#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/basic_ops.h>
#include <torch/library.h>

#include <algorithm>
#include <memory>

#include "core/attention/operators.h"

// Derivatives of the operators. The attention operators keep their inputs and, for tuples, the
// output and the log-sum-exp; their backward passes are operators of their own.
namespace baryscope::operators {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

/// Makes a second differentiation an error: a missing second derivative would be silent.
variable_list refuse_double_backward(variable_list gradients) {
  if (!at::GradMode::is_enabled()) return gradients;
  const auto refusal = std::make_shared<torch::autograd::DelayedError>(
      "baryscope's attention has a first derivative only: its backward pass cannot be "
      "differentiated again (double backward, create_graph=True)",
      static_cast<std::int64_t>(gradients.size()));
  return (*refusal)(std::move(gradients));
}

bool needs_gradient(const variable_list& tensors) {
  if (!at::GradMode::is_enabled()) return false;
  return std::any_of(tensors.begin(), tensors.end(), [](const at::Tensor& tensor) {
    return tensor.defined() && tensor.requires_grad();
  });
}

/// A gradient, or none where the tensor was not asked for, or not used, and its gradient is empty.
at::Tensor if_any(const at::Tensor& gradient) {
  return gradient.defined() && gradient.sym_numel() != 0 ? gradient : at::Tensor();
}

using OptionalTensor = std::optional<at::Tensor>;

class PairwiseFunction : public Function<PairwiseFunction> {
 public:
  static variable_list forward(AutogradContext* context, const PairwiseCall& call,
                               const at::Tensor&, const at::Tensor&, const at::Tensor&,
                               const OptionalTensor&, const OptionalTensor&, const OptionalTensor&,
                               const OptionalTensor&) {
    const at::AutoDispatchBelowADInplaceOrView below;
    context->save_for_backward({call.query, call.key, call.value, given(call.query_2),
                                given(call.key_2), given(call.value_2), given(call.lambda_weight),
                                given(call.positions), given(call.kept)});
    context->saved_data["mechanism"] = call.mechanism;
    context->saved_data["causal"] = call.causal;
    context->saved_data["window"] = call.window;
    context->saved_data["temperature"] = call.temperature;
    context->saved_data["scale"] = call.scale;
    context->saved_data["a_plus"] = call.a_plus;
    context->saved_data["a_minus"] = call.a_minus;
    context->saved_data["affine_a"] = call.affine_a;
    context->saved_data["affine_b"] = call.affine_b;
    context->set_materialize_grads(false);
    const auto [output, log_sum_exp, weights] = call.dispatch();
    if (!has_log_sum_exp(call.spec())) context->mark_non_differentiable({log_sum_exp});
    return {output, log_sum_exp, weights};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    auto& data = context->saved_data;
    PairwiseCall call;
    call.query = saved[0], call.key = saved[1], call.value = saved[2];
    call.query_2 = optional_of(saved[3]), call.key_2 = optional_of(saved[4]);
    call.value_2 = optional_of(saved[5]), call.lambda_weight = optional_of(saved[6]);
    call.positions = optional_of(saved[7]), call.kept = optional_of(saved[8]);
    call.mechanism = data["mechanism"].toStringRef();
    call.causal = data["causal"].toBool();
    call.window = data["window"].toOptional<std::int64_t>();
    call.temperature = data["temperature"].toDouble();
    call.scale = data["scale"].toOptional<double>();
    call.a_plus = data["a_plus"].toDouble(), call.a_minus = data["a_minus"].toDouble();
    call.affine_a = data["affine_a"].toDouble(), call.affine_b = data["affine_b"].toDouble();
    const auto [query, key, value, query_2, key_2, value_2, lambda] =
        call.dispatch_backward(if_any(gradients[0]), if_any(gradients[1]), if_any(gradients[2]));
    const variable_list found = {
        {}, query, key, value, if_any(query_2), if_any(key_2), if_any(value_2), if_any(lambda)};
    return refuse_double_backward(found);
  }
};

PairwiseOutputs pairwise_attention(const PairwiseCall& call) {
  if (!needs_gradient({call.query, call.key, call.value, given(call.query_2), given(call.key_2),
                       given(call.value_2), given(call.lambda_weight)})) {
    const at::AutoDispatchBelowADInplaceOrView below;
    return call.dispatch();
  }
  const variable_list found =
      PairwiseFunction::apply(call, call.query, call.key, call.value, call.query_2, call.key_2,
                              call.value_2, call.lambda_weight);
  return {found[0], found[1], found[2]};
}

class SimplicialFunction : public Function<SimplicialFunction> {
 public:
  static variable_list forward(AutogradContext* context, const SimplicialCall& call,
                               const at::Tensor&, at::TensorList keys, at::TensorList values) {
    const at::AutoDispatchBelowADInplaceOrView below;
    context->set_materialize_grads(false);
    context->saved_data["score"] = call.score;
    context->saved_data["causal"] = call.causal;
    context->saved_data["window_1"] = call.window_1;
    context->saved_data["window_2"] = call.window_2;
    context->saved_data["window_anchor"] = call.window_anchor;
    context->saved_data["temperature"] = call.temperature;
    context->saved_data["scale"] = call.scale;
    context->saved_data["key_bias"] = call.key_bias;
    context->saved_data["value_bias"] = call.value_bias;
    context->saved_data["output_scaling"] = call.output_scaling;
    const auto [output, log_sum_exp, marginal_key, marginal_key_prime, entropy, mutual_information,
                mutual_information_null, top_weight, top_index, weights] = call.dispatch();
    variable_list saved = {call.query, given(call.positions), given(call.kept), output,
                           log_sum_exp};
    saved.insert(saved.end(), keys.begin(), keys.end());
    saved.insert(saved.end(), values.begin(), values.end());
    context->save_for_backward(saved);
    return {output,
            log_sum_exp,
            marginal_key,
            marginal_key_prime,
            entropy,
            mutual_information,
            mutual_information_null,
            top_weight,
            top_index,
            weights};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    constexpr const char* names[] = {"",
                                     "",
                                     "marginal_key",
                                     "marginal_key_prime",
                                     "entropy",
                                     "mutual_information",
                                     "mutual_information_null",
                                     "top_weight",
                                     "top_index",
                                     "weights"};
    for (std::size_t field = 2; field < gradients.size(); ++field) {
      TORCH_CHECK_NOT_IMPLEMENTED(!if_any(gradients[field]).defined(), "simplicial_attention's ",
                                  names[field],
                                  " has no derivative; only output and log_sum_exp have one");
    }
    const variable_list saved = context->get_saved_variables();
    auto& data = context->saved_data;
    const auto n_slots = static_cast<std::ptrdiff_t>(saved.size() - 5) / 2;
    SimplicialCall call;
    call.query = saved[0];
    call.positions = optional_of(saved[1]), call.kept = optional_of(saved[2]);
    call.keys.assign(saved.begin() + 5, saved.begin() + 5 + n_slots);
    call.values.assign(saved.begin() + 5 + n_slots, saved.end());
    call.score = data["score"].toStringRef();
    call.causal = data["causal"].toBool();
    call.window_1 = data["window_1"].toOptional<std::int64_t>();
    call.window_2 = data["window_2"].toOptional<std::int64_t>();
    call.window_anchor = data["window_anchor"].toStringRef();
    call.temperature = data["temperature"].toDouble();
    call.scale = data["scale"].toOptional<double>();
    call.key_bias = data["key_bias"].toBool(), call.value_bias = data["value_bias"].toBool();
    call.output_scaling = data["output_scaling"].toBool();
    const auto [query, keys, values] =
        call.dispatch_backward(if_any(gradients[0]), if_any(gradients[1]), saved[3], saved[4]);
    variable_list found = {{}, query};
    found.insert(found.end(), keys.begin(), keys.end());
    found.insert(found.end(), values.begin(), values.end());
    return refuse_double_backward(found);
  }
};

SimplicialOutputs simplicial_attention(const SimplicialCall& call) {
  variable_list tensors = {call.query};
  tensors.insert(tensors.end(), call.keys.begin(), call.keys.end());
  tensors.insert(tensors.end(), call.values.begin(), call.values.end());
  if (!needs_gradient(tensors)) {
    const at::AutoDispatchBelowADInplaceOrView below;
    return call.dispatch();
  }
  const variable_list found = SimplicialFunction::apply(call, call.query, at::TensorList(call.keys),
                                                        at::TensorList(call.values));
  return {found[0], found[1], found[2], found[3], found[4],
          found[5], found[6], found[7], found[8], found[9]};
}

// The two small ones are differentiated through the plain operations that they are made of.
at::Tensor indexer(const at::Tensor& index_query, const at::Tensor& index_key,
                   const at::Tensor& index_weight, const at::Tensor& allowed, bool softmax) {
  return indexer_scores(index_query, index_key, index_weight, allowed, softmax);
}

at::Tensor norm(const at::Tensor& output, double lambda_init, const std::optional<at::Tensor>& gain,
                double epsilon) {
  return differential_norm(output, lambda_init, given(gain), epsilon);
}

TORCH_LIBRARY_IMPL(baryscope, Autograd, library) {
  library.impl("pairwise_attention", &pairwise_operator<&pairwise_attention>);
  library.impl("simplicial_attention", &simplicial_operator<&simplicial_attention>);
  library.impl("indexer_scores", &indexer);
  library.impl("differential_norm", &norm);
}

}  // namespace
}  // namespace baryscope::operators
