/// A capture's own outputs against those that its vectors give.
#pragma once

#include <optional>
#include <string>

#include "core/base/progress.h"
#include "core/engine/mechanism_input.h"
#include "core/model/capture.h"

namespace baryscope {

/// In words how the `output` tensor of a capture file differs from what the file's own mechanism
/// computes of its query, key and value; nothing where they agree as far as the file's numbers
/// reach, where there is no such tensor, or where `input` is another mechanism than the file's.
/// Many tokens are judged by the row `focus` alone. Throws Cancelled.
std::optional<std::string> output_difference(const MechanismInput& input, const Capture& capture,
                                             int layer, int head, int focus, const Watch& watch);

}  // namespace baryscope
