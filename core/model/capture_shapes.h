/// Whether the tensors of a captured layer fit each other and its tokens.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/model/capture.h"

namespace baryscope {

/// What a file holds of a layer beside its vectors.
struct LayerExtras {
  at::Tensor log_sum_exp;  ///< [n_heads, n_queries] over all keys, where some are left out
};

/// Rows and columns that the tensors of a layer hold.
struct LayerSizes {
  std::int64_t n_queries = 0;
  std::int64_t n_keys = 0;
};

/// Throws ModelError naming the tensor and the shape that was expected.
void check_layer(const LayerCapture& tensors, const LayerExtras& extras, std::size_t layer,
                 const LayerSizes& sizes);

/// True for tensors with a row a query ("query_2", "output"), false for those with one a key.
bool is_query_like(std::string_view part);

}  // namespace baryscope
