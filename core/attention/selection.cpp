#include "core/attention/selection.h"

#include <ATen/ATen.h>

#include <limits>

#include "core/attention/normalizer.h"

namespace baryscope {

at::Tensor indexer_scores(const at::Tensor& index_query, const at::Tensor& index_key,
                          const at::Tensor& index_weight, const at::Tensor& allowed, bool softmax) {
  TORCH_CHECK_VALUE(index_query.dim() == 3 && at::isFloatingType(index_query.scalar_type()),
                    "index_query must be [n_index_heads, n_tokens, index_dim], got ",
                    index_query.sizes());
  const std::int64_t n_heads = index_query.size(0);
  const std::int64_t n_rows = index_query.size(1);
  TORCH_CHECK_VALUE(index_key.dim() == 2 && index_key.size(1) == index_query.size(2),
                    "index_key must be [n_tokens, ", index_query.size(2), "], got ",
                    index_key.sizes());
  const std::int64_t n_tokens = index_key.size(0);
  TORCH_CHECK_VALUE(
      index_weight.dim() == 2 && index_weight.size(0) == n_rows && index_weight.size(1) == n_heads,
      "index_weight must be [", n_rows, ", ", n_heads, "], got ", index_weight.sizes());
  TORCH_CHECK_VALUE(allowed.scalar_type() == at::kBool && allowed.dim() == 2 &&
                        allowed.size(0) == n_rows && allowed.size(1) == n_tokens,
                    "allowed must be bool [", n_rows, ", ", n_tokens, "], got ", allowed.sizes());
  const at::ScalarType type = index_query.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const at::Tensor query = index_query.to(type);
  const at::Tensor key = index_key.to(type);
  const at::Tensor weight = index_weight.to(type);
  at::Tensor total = at::zeros({n_rows, n_tokens}, query.options());
  for (std::int64_t head = 0; head < n_heads; ++head) {
    const at::Tensor product = at::matmul(query[head], key.t());
    const at::Tensor activated =
        softmax ? masked_softmax(product, allowed).weights : product.relu();
    total.addcmul_(activated, weight.select(1, head).unsqueeze(1));
  }
  return total.masked_fill_(allowed.logical_not(), 0);
}

at::Tensor select_keys(const at::Tensor& scores, const at::Tensor& allowed, std::int64_t keep,
                       bool always_keep_query) {
  TORCH_CHECK_VALUE(
      scores.dim() == 2 && scores.sizes() == allowed.sizes() && allowed.scalar_type() == at::kBool,
      "scores and allowed (bool) must both be [n_tokens, n_tokens], got ", scores.sizes(), " and ",
      allowed.sizes());
  TORCH_CHECK_VALUE(keep >= 1, "keep is ", keep, "; at least 1 key must be kept");
  TORCH_CHECK_VALUE(!always_keep_query || scores.size(0) == scores.size(1),
                    "always_keep_query needs a square matrix, got ", scores.sizes());
  constexpr double infinity = std::numeric_limits<double>::infinity();
  at::Tensor ranked = scores.detach().masked_fill(allowed.logical_not(), -infinity);
  if (always_keep_query) {
    const at::Tensor own = at::eye(scores.size(0), allowed.options());
    ranked = ranked.masked_fill(own & allowed, infinity);
  }
  const std::int64_t count = std::min(keep, scores.size(1));
  const at::Tensor order = std::get<1>(ranked.sort(/*stable=*/true, -1, /*descending=*/true));
  return at::zeros_like(allowed).scatter_(1, order.narrow(1, 0, count), true) & allowed;
}

}  // namespace baryscope
