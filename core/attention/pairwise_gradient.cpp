#include "core/attention/pairwise_gradient.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/autograd/autograd.h>

#include "core/attention/pairwise.h"

namespace baryscope {
namespace {

/// Records derivatives even where the caller runs below autograd, as compiled programs do.
class Recording {
 public:
  Recording()
      : m_keys(c10::impl::tls_local_dispatch_key_set().included_,
               c10::impl::tls_local_dispatch_key_set().excluded_ -
                   c10::autograd_dispatch_keyset_with_ADInplaceOrView),
        m_mode(true) {}

 private:
  c10::impl::ForceDispatchKeyGuard m_keys;
  c10::AutoGradMode m_mode;
};

at::Tensor leaf(const at::Tensor& tensor) {
  return tensor.defined() ? tensor.detach().requires_grad_() : at::Tensor();
}

at::Tensor zeros(const at::Tensor& like) {
  return like.defined() ? at::zeros_like(like) : at::Tensor();
}

void add_rows(const at::Tensor& sum, const at::Tensor& rows, std::int64_t begin) {
  if (rows.defined()) sum.narrow(1, begin, rows.size(1)).add_(rows);
}

}  // namespace

PairwiseGradients pairwise_gradients(const PreparedInput& input, const AttentionSpec& spec,
                                     const at::Tensor& grad_output,
                                     const at::Tensor& grad_log_sum_exp,
                                     const at::Tensor& grad_weights) {
  const at::ScalarType type = input.query.scalar_type();
  PairwiseGradients sums{zeros(input.query),   zeros(input.keys[0]), zeros(input.values[0]),
                         zeros(input.query_2), zeros(input.key_2),   zeros(input.value_2),
                         zeros(input.lambda)};
  for (std::int64_t begin = 0; begin < input.n_rows;) {
    const std::int64_t count = std::min(pairwise_block_rows(input), input.n_rows - begin);
    const Recording recording;
    const at::Tensor query = leaf(input.query.narrow(1, begin, count));
    const at::Tensor key = leaf(input.keys[0]);
    const at::Tensor value = leaf(input.values[0]);
    at::Tensor query_2, lambda;
    if (input.query_2.defined()) {
      query_2 = leaf(input.query_2.narrow(1, begin, count));
      lambda = leaf(input.lambda.narrow(1, begin, count));
    }
    const at::Tensor key_2 = leaf(input.key_2);
    const at::Tensor value_2 = leaf(input.value_2);

    PairwiseBlock block = pairwise_block(input, spec, begin, count);
    block.query = query;
    block.key = expand_heads(key, input.n_heads);
    block.value = expand_heads(value, input.n_heads);
    if (query_2.defined()) {
      block.query_2 = query_2;
      block.key_2 = expand_heads(key_2, input.n_heads);
      block.lambda = lambda.unsqueeze(2);
    }
    if (value_2.defined()) block.value_2 = expand_heads(value_2, input.n_heads);
    const PairwiseWeights found = pairwise_weights(block, spec);

    std::vector<at::Tensor> results, gradients;
    const auto add = [&](const at::Tensor& result, const at::Tensor& gradient) {
      if (!gradient.defined() || !result.requires_grad()) return;
      results.push_back(result);
      gradients.push_back(gradient.narrow(1, begin, count).to(type));
    };
    add(found.output.defined() ? found.output : at::matmul(found.weights, block.value),
        grad_output);
    TORCH_CHECK_VALUE(found.log_sum_exp.defined() || !grad_log_sum_exp.defined(), "mechanism ",
                      spec.mechanism, " has no log-sum-exp, hence no derivative of it");
    if (found.log_sum_exp.defined()) add(found.log_sum_exp, grad_log_sum_exp);
    add(found.weights, grad_weights);

    std::vector<at::Tensor> leaves = {query, key, value};
    for (const at::Tensor& tensor : {query_2, key_2, value_2, lambda}) {
      if (tensor.defined()) leaves.push_back(tensor);
    }
    std::vector<at::Tensor> of(leaves.size());
    if (!results.empty()) {
      of = torch::autograd::grad(results, leaves, gradients, /*retain_graph=*/false,
                                 /*create_graph=*/false, /*allow_unused=*/true);
    }
    const c10::NoGradGuard no_grad;
    add_rows(sums.query, of[0], begin);
    add_rows(sums.key, of[1], 0);
    add_rows(sums.value, of[2], 0);
    std::size_t next = 3;
    if (query_2.defined()) add_rows(sums.query_2, of[next++], begin);
    if (key_2.defined()) add_rows(sums.key_2, of[next++], 0);
    if (value_2.defined()) add_rows(sums.value_2, of[next++], 0);
    if (lambda.defined()) add_rows(sums.lambda, of[next++], begin);
    begin += count;
  }
  return sums;
}

}  // namespace baryscope
