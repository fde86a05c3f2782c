/// The version of this program.
#pragma once

#include <string_view>

namespace baryscope {

/// "0.1.0".
constexpr std::string_view version() { return BARYSCOPE_VERSION; }

}  // namespace baryscope
