#include "core/engine/plain_numbers.h"

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace baryscope {

std::vector<double> to_doubles(const at::Tensor& tensor) {
  const at::Tensor plain = tensor.to(at::kCPU, at::kDouble).contiguous();
  const double* data = plain.const_data_ptr<double>();
  return {data, data + plain.numel()};
}

Matrix to_matrix(const at::Tensor& tensor) {
  BARYSCOPE_CHECK(tensor.dim() == 2);
  Matrix matrix;
  matrix.n_rows = static_cast<int>(tensor.size(0));
  matrix.n_columns = static_cast<int>(tensor.size(1));
  matrix.data = to_doubles(tensor);
  return matrix;
}

}  // namespace baryscope
