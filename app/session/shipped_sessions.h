/// Sessions that come with the program, opened by their names.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

struct ShippedSession {
  std::string name;   ///< "quick-fox"
  std::string title;  ///< "The quick brown fox": of the menu
};
/// In the order of the menu.
const std::vector<ShippedSession>& shipped_sessions();

/// The file of that name; nothing for other names, and where the program's data are missing.
std::optional<std::filesystem::path> find_shipped_session(std::string_view name);

}  // namespace baryscope
