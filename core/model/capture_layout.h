/// From the rows and columns that a capture file holds to tensors over all of its tokens.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <map>
#include <string>

#include "core/model/capture.h"
#include "core/model/capture_rules.h"
#include "core/model/capture_shapes.h"

namespace baryscope {

/// Layers whose tensors were checked against the rules get a row a token, zero where the file has
/// none, and say in `allowed` who reads whom; scale, cap, window and names are taken over. Where
/// keys were left out, a token "…" before all others stands for them: its weight is theirs, its
/// value 0. Throws ModelError with the rule that is broken.
void lay_out_capture(const CaptureRules& rules, const std::map<std::string, at::Tensor>& masks,
                     const std::map<std::size_t, LayerExtras>& extras, Capture& capture);

/// The rules that such a capture is written by; `masks` takes those of its layers, by their names.
CaptureRules rules_of(const Capture& capture, std::map<std::string, at::Tensor>& masks);

}  // namespace baryscope
