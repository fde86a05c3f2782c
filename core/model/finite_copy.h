/// Weights into F32, and whether they are numbers at all.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace baryscope {

/// Whether an F32 tensor holds neither NaN nor infinity.
bool all_finite(const at::Tensor& values);

/// Writes `source` (any floating-point type, any layout, CPU) into `target` (F32 of the same shape,
/// CPU) by all threads, at the speed of memory. Whether what was written is finite.
bool copy_finite(const at::Tensor& source, const at::Tensor& target);

/// The strides that a copy of `source` has which keeps its order of dimensions, without gaps.
std::vector<std::int64_t> dense_strides(const at::Tensor& source);

}  // namespace baryscope
