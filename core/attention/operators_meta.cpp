#include "core/attention/operators.h"

#include <ATen/ATen.h>
#include <torch/library.h>

#include <vector>

#include "core/attention/prepared_input.h"

// Shapes and dtypes of the operators' results, without their numbers.
namespace baryscope::operators {
namespace {

using Sizes = std::vector<c10::SymInt>;

/// [(batch,) n_heads, n_rows] and whatever follows.
Sizes row_sizes(const at::Tensor& query, const Sizes& following = {}) {
  TORCH_CHECK_VALUE(query.dim() == 3 || query.dim() == 4,
                    "query must be [n_heads, n_rows, head_dim] or with a batch before");
  Sizes sizes;
  for (std::int64_t dimension = 0; dimension + 1 < query.dim(); ++dimension) {
    sizes.push_back(query.sym_size(dimension));
  }
  sizes.insert(sizes.end(), following.begin(), following.end());
  return sizes;
}

at::Tensor shaped(const at::Tensor& like, const Sizes& sizes, at::ScalarType type) {
  return at::empty_symint(sizes, like.options().dtype(type));
}

PairwiseOutputs pairwise_attention(
    const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::string,
    const std::optional<at::Tensor>&, const std::optional<at::Tensor>&,
    const std::optional<at::Tensor>&, const std::optional<at::Tensor>&,
    const std::optional<at::Tensor>&, const std::optional<at::Tensor>&, bool,
    std::optional<std::int64_t>, double, std::optional<double>, double, double, double, double,
    bool return_weights) {
  const at::ScalarType type = statistics_type(query);
  return {shaped(query, row_sizes(query, {value.sym_size(-1)}), query.scalar_type()),
          shaped(query, row_sizes(query), type),
          shaped(query, return_weights ? row_sizes(query, {key.sym_size(-2)}) : Sizes{0}, type)};
}

SimplicialOutputs simplicial_attention(const at::Tensor& query, at::TensorList keys,
                                       at::TensorList values, std::string,
                                       const std::optional<at::Tensor>&,
                                       const std::optional<at::Tensor>&, bool,
                                       std::optional<std::int64_t> window_1,
                                       std::optional<std::int64_t>, std::string window_anchor,
                                       double, std::optional<double>, bool, bool, bool,
                                       bool statistics, std::int64_t top, bool dense) {
  TORCH_CHECK_VALUE(!keys.empty() && keys.size() == values.size(),
                    "keys and values must be lists of as many tensors");
  const at::ScalarType type = statistics_type(query);
  const c10::SymInt n_tokens = keys[0].sym_size(-2);
  const auto order = static_cast<std::int64_t>(keys.size());
  const bool pairs = statistics && order == 2;
  const bool key_anchored = pairs && window_1.has_value() && window_anchor == "key";
  c10::SymInt n_tuples = 1;
  Sizes tuple_sizes;
  for (std::int64_t slot = 0; slot < order; ++slot) {
    n_tuples = n_tuples * n_tokens;
    tuple_sizes.push_back(n_tokens);
  }
  const c10::SymInt n_top = n_tuples.min(c10::SymInt(top));
  const auto if_asked = [&](bool asked, const Sizes& following) {
    return shaped(query, asked ? row_sizes(query, following) : Sizes{0}, type);
  };
  return {shaped(query, row_sizes(query, {values[0].sym_size(-1)}), query.scalar_type()),
          if_asked(true, {}),
          if_asked(statistics, {n_tokens}),
          if_asked(pairs, {n_tokens}),
          if_asked(statistics, {}),
          if_asked(pairs, {}),
          if_asked(key_anchored, {}),
          if_asked(top > 0, {n_top}),
          shaped(query, top > 0 ? row_sizes(query, {n_top, order}) : Sizes{0}, at::kLong),
          if_asked(dense, tuple_sizes)};
}

at::Tensor indexer_scores(const at::Tensor& index_query, const at::Tensor& index_key,
                          const at::Tensor&, const at::Tensor&, bool) {
  return shaped(index_query, {index_query.sym_size(1), index_key.sym_size(0)},
                statistics_type(index_query));
}

at::Tensor select_keys(const at::Tensor&, const at::Tensor& allowed, std::int64_t, bool) {
  return shaped(allowed, {allowed.sym_size(0), allowed.sym_size(1)}, at::kBool);
}

at::Tensor allowed_keys(const at::Tensor& positions, c10::SymInt n_tokens, bool,
                        std::optional<std::int64_t>) {
  return shaped(positions, {positions.sym_size(0), n_tokens}, at::kBool);
}

at::Tensor differential_norm(const at::Tensor& output, double, const std::optional<at::Tensor>&,
                             double) {
  return at::empty_like(output);
}

at::Tensor like_or_none(const std::optional<at::Tensor>& tensor, const at::Tensor& query,
                        bool used) {
  return tensor && used ? at::empty_like(*tensor, at::MemoryFormat::Contiguous)
                        : at::empty({0}, tensor.value_or(query).options());
}

PairwiseGradientOutputs pairwise_attention_backward(
    const std::optional<at::Tensor>&, const std::optional<at::Tensor>&,
    const std::optional<at::Tensor>&, const at::Tensor& query, const at::Tensor& key,
    const at::Tensor& value, std::string mechanism, const std::optional<at::Tensor>& query_2,
    const std::optional<at::Tensor>& key_2, const std::optional<at::Tensor>& value_2,
    const std::optional<at::Tensor>& lambda_weight, const std::optional<at::Tensor>&,
    const std::optional<at::Tensor>&, bool, std::optional<std::int64_t>, double,
    std::optional<double>, double, double, double, double) {
  const MechanismTraits& traits = traits_of(mechanism);
  const bool second_map = traits.needs_second_query_key;
  return {like_or_none(query, query, true),
          like_or_none(key, query, true),
          like_or_none(value, query, true),
          like_or_none(query_2, query, second_map),
          like_or_none(key_2, query, second_map),
          like_or_none(value_2, query, traits.needs_negative_value),
          like_or_none(lambda_weight, query, second_map)};
}

SimplicialGradientOutputs simplicial_attention_backward(
    const std::optional<at::Tensor>&, const std::optional<at::Tensor>&, const at::Tensor&,
    const at::Tensor&, const at::Tensor& query, at::TensorList keys, at::TensorList values,
    std::string, const std::optional<at::Tensor>&, const std::optional<at::Tensor>&, bool,
    std::optional<std::int64_t>, std::optional<std::int64_t>, std::string, double,
    std::optional<double>, bool, bool, bool) {
  const auto like = [&](at::TensorList tensors) {
    std::vector<at::Tensor> shaped_like;
    for (const at::Tensor& tensor : tensors) {
      shaped_like.push_back(like_or_none(tensor, query, true));
    }
    return shaped_like;
  };
  return {like_or_none(query, query, true), like(keys), like(values)};
}

TORCH_LIBRARY_IMPL(baryscope, Meta, library) {
  library.impl("pairwise_attention", &pairwise_attention);
  library.impl("simplicial_attention", &simplicial_attention);
  library.impl("indexer_scores", &indexer_scores);
  library.impl("select_keys", &select_keys);
  library.impl("allowed_keys", &allowed_keys);
  library.impl("differential_norm", &differential_norm);
  library.impl("pairwise_attention_backward", &pairwise_attention_backward);
  library.impl("simplicial_attention_backward", &simplicial_attention_backward);
}

}  // namespace
}  // namespace baryscope::operators
