/// Requests that would take too long are refused before any work, with what would fit.
#pragma once

#include <cstdint>

#include "core/engine/mechanism_input.h"

namespace baryscope {

/// Multiply-adds above which a request needs --force.
inline constexpr double cost_limit = 1e12;

/// Throws UsageError with the cost and the nearest --keep or --window that fits.
void check_cost(const MechanismInput& input, std::int64_t n_rows);

}  // namespace baryscope
