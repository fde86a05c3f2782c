/// The numbers of a linear map.
#pragma once

#include <ATen/core/Tensor.h>

namespace baryscope {

/// A linear map, or a norm's gain and offset; bias undefined where there is none.
struct LinearWeights {
  at::Tensor weight, bias;
};

}  // namespace baryscope
