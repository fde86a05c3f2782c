/// What layers do with their scores, as a capture file's metadata tells it. Free of ATen but for
/// the capture.
#pragma once

#include <string>
#include <vector>

#include "core/model/capture.h"

namespace baryscope {

/// A JSON list of objects, one a layer: "scale", "score_cap", "window", "window_after", each where
/// it says something. Empty where no layer says anything.
std::string to_layer_rules(const std::vector<LayerCapture>& layers);

/// Throws Model::Error naming the entry; the list may be shorter where it is to be repeated.
void read_layer_rules(const std::string& text, std::vector<LayerCapture>& layers);

}  // namespace baryscope
