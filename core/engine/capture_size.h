/// How much memory captures take.
#pragma once

#include <cstddef>

#include "core/model/capture.h"

namespace baryscope {

/// Of all tensors, each memory once.
std::size_t capture_bytes(const Capture& capture);

}  // namespace baryscope
