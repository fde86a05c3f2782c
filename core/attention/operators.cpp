#include "core/attention/operators.h"

#include <ATen/ATen.h>
#include <torch/library.h>

#include <vector>

#include "core/attention/attention.h"
#include "core/attention/mask.h"
#include "core/attention/small_attention.h"

// Shapes: query [n_heads, n_rows, head_dim] or [batch, n_heads, n_rows, head_dim]; keys and values
// [(batch,) n_kv_heads, n_tokens, …]. `positions` int64 [n_rows] says where each query stands among
// the keys; without it the queries are the last n_rows tokens, as in streaming. `kept` bool
// [(batch,) n_rows, n_tokens]. What was not asked for comes back with shape [0].
TORCH_LIBRARY(baryscope, library) {
  library.def(
      "pairwise_attention(Tensor query, Tensor key, Tensor value, *, str mechanism='pairwise', "
      "Tensor? query_2=None, Tensor? key_2=None, Tensor? value_2=None, "
      "Tensor? lambda_weight=None, Tensor? positions=None, Tensor? kept=None, bool causal=False, "
      "int? window=None, float temperature=1.0, float? scale=None, float a_plus=1.0, "
      "float a_minus=1.0, float affine_a=2.0, float affine_b=-1.0, bool return_weights=False) -> "
      "(Tensor output, Tensor log_sum_exp, Tensor weights)");
  library.def(
      "simplicial_attention(Tensor query, Tensor[] keys, Tensor[] values, *, "
      "str score='trilinear', Tensor? positions=None, Tensor? kept=None, bool causal=False, "
      "int? window_1=None, int? window_2=None, str window_anchor='query', "
      "float temperature=1.0, float? scale=None, bool key_bias=False, bool value_bias=False, "
      "bool output_scaling=False, bool statistics=False, int top=0, bool dense=False) -> "
      "(Tensor output, Tensor log_sum_exp, Tensor marginal_key, Tensor marginal_key_prime, "
      "Tensor entropy, Tensor mutual_information, Tensor mutual_information_null, "
      "Tensor top_weight, Tensor top_index, Tensor weights)");
  library.def(
      "indexer_scores(Tensor index_query, Tensor index_key, Tensor index_weight, Tensor allowed, "
      "*, bool softmax=False) -> Tensor");
  library.def(
      "select_keys(Tensor scores, Tensor allowed, int keep, *, bool always_keep_query=False) -> "
      "Tensor");
  library.def(
      "allowed_keys(Tensor positions, SymInt n_tokens, *, bool causal=False, int? window=None) -> "
      "Tensor");
  library.def(
      "differential_norm(Tensor output, float lambda_init, *, Tensor? gain=None, "
      "float epsilon=1e-05) -> Tensor");
  library.def(
      "pairwise_attention_backward(Tensor? grad_output, Tensor? grad_log_sum_exp, "
      "Tensor? grad_weights, Tensor query, Tensor key, Tensor value, *, str mechanism='pairwise', "
      "Tensor? query_2=None, Tensor? key_2=None, Tensor? value_2=None, "
      "Tensor? lambda_weight=None, Tensor? positions=None, Tensor? kept=None, bool causal=False, "
      "int? window=None, float temperature=1.0, float? scale=None, float a_plus=1.0, "
      "float a_minus=1.0, float affine_a=2.0, float affine_b=-1.0) -> (Tensor query, Tensor key, "
      "Tensor value, Tensor query_2, Tensor key_2, Tensor value_2, Tensor lambda_weight)");
  library.def(
      "simplicial_attention_backward(Tensor? grad_output, Tensor? grad_log_sum_exp, "
      "Tensor output, Tensor log_sum_exp, Tensor query, Tensor[] keys, Tensor[] values, *, "
      "str score='trilinear', Tensor? positions=None, Tensor? kept=None, bool causal=False, "
      "int? window_1=None, int? window_2=None, str window_anchor='query', "
      "float temperature=1.0, float? scale=None, bool key_bias=False, bool value_bias=False, "
      "bool output_scaling=False) -> (Tensor query, Tensor[] keys, Tensor[] values)");
}

namespace baryscope::operators {
namespace {

at::Tensor or_empty(const at::Tensor& tensor, const at::TensorOptions& options) {
  return tensor.defined() ? tensor : at::empty({0}, options);
}

/// Runs `attend_one(batch)` for every batch item and stacks what `fields` names.
template <typename AttendOne, typename Fields>
std::vector<at::Tensor> over_batch(const at::Tensor& query, const AttendOne& attend_one,
                                   const Fields& fields) {
  if (query.dim() == 3) return fields(attend_one(0));
  TORCH_CHECK_VALUE(query.size(0) >= 1, "the batch is empty; expected at least 1");
  std::vector<std::vector<at::Tensor>> columns;
  for (std::int64_t batch = 0; batch < query.size(0); ++batch) {
    const std::vector<at::Tensor> found = fields(attend_one(batch));
    columns.resize(found.size());
    for (std::size_t field = 0; field < found.size(); ++field) {
      columns[field].push_back(found[field]);
    }
  }
  std::vector<at::Tensor> stacked;
  for (const std::vector<at::Tensor>& column : columns) {
    const bool asked = column[0].dim() > 1;
    stacked.push_back(asked ? at::stack(column) : column[0]);
  }
  return stacked;
}

PairwiseOutputs pairwise_attention(const PairwiseCall& call) {
  if (is_small(call)) return attend_small(call);
  const AttentionSpec spec = call.spec();
  const at::Tensor rows = call.rows();
  const std::vector<at::Tensor> found = over_batch(
      call.query,
      [&](std::int64_t batch) { return attend_at(call.item(batch), spec, rows, 0, false, {}); },
      [&](const AttentionResult& result) {
        const at::TensorOptions options = result.log_sum_exp.options();
        return std::vector<at::Tensor>{
            result.output, result.log_sum_exp,
            or_empty(call.return_weights ? result.weights : at::Tensor(), options)};
      });
  return {found[0], found[1], found[2]};
}

SimplicialOutputs simplicial_attention(const SimplicialCall& call) {
  if (is_small(call)) return attend_small(call);
  const AttentionSpec spec = call.spec();
  const at::Tensor rows = call.rows();
  const std::vector<at::Tensor> found = over_batch(
      call.query,
      [&](std::int64_t batch) {
        return attend_at(call.item(batch), spec, rows, static_cast<int>(call.top), call.dense, {});
      },
      [&](const AttentionResult& result) {
        const at::TensorOptions options = result.log_sum_exp.options();
        return std::vector<at::Tensor>{result.output,
                                       result.log_sum_exp,
                                       or_empty(result.marginal_key, options),
                                       or_empty(result.marginal_key_prime, options),
                                       or_empty(result.entropy, options),
                                       or_empty(result.mutual_information, options),
                                       or_empty(result.mutual_information_null, options),
                                       or_empty(result.top_weight, options),
                                       or_empty(result.top_index, options.dtype(at::kLong)),
                                       or_empty(result.weights, options)};
      });
  return {found[0], found[1], found[2], found[3], found[4],
          found[5], found[6], found[7], found[8], found[9]};
}

at::Tensor indexer_scores_operator(const at::Tensor& index_query, const at::Tensor& index_key,
                                   const at::Tensor& index_weight, const at::Tensor& allowed,
                                   bool softmax) {
  return indexer_scores(index_query, index_key, index_weight, allowed, softmax);
}

at::Tensor select_keys_operator(const at::Tensor& scores, const at::Tensor& allowed,
                                std::int64_t keep, bool always_keep_query) {
  return select_keys(scores, allowed, keep, always_keep_query);
}

at::Tensor allowed_keys_operator(const at::Tensor& positions, std::int64_t n_tokens, bool causal,
                                 std::optional<std::int64_t> window) {
  AttentionSpec spec;
  spec.causal = causal;
  spec.window_1 = window;
  check_spec(spec);
  TORCH_CHECK_VALUE(positions.dim() == 1 && positions.scalar_type() == at::kLong,
                    "positions must be int64 [n_rows]");
  return allowed_at(spec, positions, n_tokens);
}

at::Tensor differential_norm_operator(const at::Tensor& output, double lambda_init,
                                      const std::optional<at::Tensor>& gain, double epsilon) {
  return differential_norm(output, lambda_init, given(gain), epsilon);
}

// Plain ATen, hence the same code on every device; a kernel registered for CPU or CUDA alone takes
// precedence over these.
TORCH_LIBRARY_IMPL(baryscope, CompositeExplicitAutograd, library) {
  library.impl("pairwise_attention", &pairwise_operator<&pairwise_attention>);
  library.impl("simplicial_attention", &simplicial_operator<&simplicial_attention>);
  library.impl("indexer_scores", &indexer_scores_operator);
  library.impl("select_keys", &select_keys_operator);
  library.impl("allowed_keys", &allowed_keys_operator);
  library.impl("differential_norm", &differential_norm_operator);
}

}  // namespace
}  // namespace baryscope::operators
