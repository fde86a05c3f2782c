/// A bias of scores by the distance of query and key (MPNet, after T5).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace baryscope {

/// `weight` [n_buckets, n_heads] → [n_heads, n_tokens, n_tokens]. Half of the buckets are for keys
/// before the query; near distances have one each, the others share buckets by the logarithm, up to
/// 128 (Raffel et al. 2020).
at::Tensor relative_bias(const at::Tensor& weight, std::int64_t n_tokens);

}  // namespace baryscope
