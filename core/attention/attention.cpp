#include "core/attention/attention.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/attention/mask.h"
#include "core/attention/pairwise.h"
#include "core/attention/prepared_input.h"
#include "core/attention/tuple_attention.h"

namespace baryscope {

AttentionResult attend_at(const AttentionInput& input, const AttentionSpec& spec,
                          const at::Tensor& positions, int top, bool dense,
                          const AttentionProgress& progress) {
  const c10::NoGradGuard no_grad;
  const PreparedInput prepared = prepare(input, spec, positions);
  const bool tuples = spec.mechanism == "two-simplicial" || spec.mechanism == "n-order";
  AttentionResult result = tuples ? attend_tuples(prepared, spec, top, dense, progress)
                                  : attend_pairwise(prepared, spec, progress);
  result.output = result.output.to(prepared.result_type);
  return result;
}

AttentionResult attend(const AttentionInput& input, const AttentionSpec& spec,
                       const at::Tensor& rows, int top, bool dense,
                       const AttentionProgress& progress) {
  TORCH_CHECK_VALUE(input.query.defined() && input.query.dim() == 3 && input.key.defined() &&
                        input.key.dim() == 3 && input.query.size(1) == input.key.size(1),
                    "query and key must be [n_heads, n_tokens, head_dim] of one n_tokens");
  const std::int64_t n_tokens = input.query.size(1);
  const at::TensorOptions options = input.query.options().dtype(at::kLong);
  if (!rows.defined()) {
    return attend_at(input, spec, at::arange(n_tokens, options), top, dense, progress);
  }
  TORCH_CHECK_VALUE(rows.dim() == 1 && rows.scalar_type() == at::kLong,
                    "rows must be int64 [n_rows], got ", rows.scalar_type(), " ", rows.sizes());
  const at::Tensor chosen = rows.to(input.query.device());
  TORCH_CHECK_VALUE(chosen.numel() == 0 || (chosen.min().item<std::int64_t>() >= 0 &&
                                            chosen.max().item<std::int64_t>() < n_tokens),
                    "a row is out of range; there are ", n_tokens, " tokens, from 0");
  AttentionInput reduced = input;
  reduced.query = input.query.index_select(1, chosen);
  if (input.query_2.defined() && input.query_2.dim() == 3) {
    reduced.query_2 = input.query_2.index_select(1, chosen);
  }
  if (input.lambda.defined() && input.lambda.dim() == 2) {
    reduced.lambda = input.lambda.index_select(1, chosen.to(input.lambda.device()));
  }
  if (input.kept.defined() && input.kept.dim() == 2) {
    reduced.kept = input.kept.index_select(0, chosen.to(input.kept.device()));
  }
  return attend_at(reduced, spec, chosen, top, dense, progress);
}

}  // namespace baryscope
