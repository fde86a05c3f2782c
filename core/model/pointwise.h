/// What layers do to each token's numbers alone: activations and norms.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>

#include "core/model/transformer.h"

namespace baryscope {

/// By its name in config.json (activation_names()).
at::Tensor activate(const std::string& name, const at::Tensor& values);

/// Layer norm, RMS norm or nothing over the last dimension.
at::Tensor apply_norm(const TransformerConfig& config, const LinearWeights& norm,
                      const at::Tensor& values);

}  // namespace baryscope
