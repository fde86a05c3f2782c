/// The score of what a mask forbids is −infinity.
#pragma once

#include <limits>

namespace baryscope {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace baryscope
