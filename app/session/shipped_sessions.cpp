#include "app/session/shipped_sessions.h"

#include <algorithm>
#include <system_error>

#include "app/session/library_folder.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// sessions in the nearest share/baryscope above the libraries: of the installation, or of the
/// build tree.
std::optional<fs::path> sessions_folder() {
  std::error_code failed;
  fs::path folder = fs::canonical(library_folder(), failed);
  while (!failed && folder.has_relative_path()) {
    folder = folder.parent_path();
    if (const fs::path share = folder / "share" / "baryscope"; fs::is_directory(share, failed)) {
      return share / "sessions";
    }
    failed.clear();
  }
  return std::nullopt;
}

}  // namespace

const std::vector<ShippedSession>& shipped_sessions() {
  static const std::vector<ShippedSession> list = {
      {"quick-fox", "The Quick Brown Fox"},
      {"street-triangle", "The Triangle of a Street"},
      {"leaving-the-hull", "Leaving the Hull"},
      {"smote-steps", "A Point Is Made"},
  };
  return list;
}

std::optional<fs::path> find_shipped_session(std::string_view name) {
  const bool known =
      std::ranges::any_of(shipped_sessions(), [&](const auto& each) { return each.name == name; });
  const auto folder = known ? sessions_folder() : std::nullopt;
  if (!folder) {
    return std::nullopt;
  }
  const fs::path file = *folder / (std::string(name) + ".bary.json");
  std::error_code ignored;
  return fs::is_regular_file(file, ignored) ? std::optional(file) : std::nullopt;
}

}  // namespace baryscope
