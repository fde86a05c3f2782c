/// Weights in files as tensors, and back.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/weights/safetensors.h"

namespace baryscope {

/// The tensor `name` in place: it shares the source's bytes and must not be written to. Copied only
/// where its place is not aligned for its type. Throws WeightError for an unknown name.
at::Tensor tensor(const WeightSource& source, std::string_view name);

/// Writes the tensors (CPU or not, any layout) as write_safetensors does.
void write_tensors(const std::vector<std::pair<std::string, at::Tensor>>& tensors,
                   const std::map<std::string, std::string>& metadata,
                   const std::filesystem::path& target);

}  // namespace baryscope
