/// "Did you mean": the known name closest to an unknown one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

/// The known name with the smallest edit distance to `name`, if that is at most half its length.
std::optional<std::string> find_nearest_name(std::string_view name,
                                             const std::vector<std::string>& known);

/// "unknown <what> 'x': did you mean 'y'? known: a, b, c" for error messages.
std::string unknown_name_message(std::string_view what, std::string_view name,
                                 const std::vector<std::string>& known);

}  // namespace baryscope
