/// Opens the computing library (LibTorch) on demand.
#pragma once

#include <memory>

#include "core/engine/engine.h"

namespace baryscope {

/// Opens libbaryscope_engine on the first call. Throws Error with what is missing and what to do.
std::unique_ptr<Engine> open_engine();

}  // namespace baryscope
