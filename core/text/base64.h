/// Bytes that are written as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace baryscope {

/// Of the standard alphabet with its padding (RFC 4648, §4); nothing where it is not that.
std::optional<std::string> from_base64(std::string_view text);

/// The same the other way, with padding.
std::string to_base64(std::string_view bytes);

}  // namespace baryscope
