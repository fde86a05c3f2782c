/// Tensors as plain doubles.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// Any dtype, device and layout.
std::vector<double> to_doubles(const at::Tensor& tensor);
/// [n, d] → Matrix.
Matrix to_matrix(const at::Tensor& tensor);

}  // namespace baryscope
