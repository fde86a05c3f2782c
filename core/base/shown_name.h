/// Names that a file brings, in messages for a person.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace baryscope {

/// Longest name that a message shows whole, in bytes of UTF-8.
inline constexpr std::size_t most_shown_bytes = 200;

/// `name` where it is not longer; else its beginning, cut between two characters, and "…".
std::string shown_name(std::string_view name);

}  // namespace baryscope
