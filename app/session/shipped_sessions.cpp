#include "app/session/shipped_sessions.h"

#include <algorithm>
#include <system_error>

#include "core/analysis/model_library.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

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
  const auto share = known ? shared_folder() : std::nullopt;
  if (!share) {
    return std::nullopt;
  }
  const fs::path file = *share / "sessions" / (std::string(name) + ".bary.json");
  std::error_code ignored;
  return fs::is_regular_file(file, ignored) ? std::optional(file) : std::nullopt;
}

}  // namespace baryscope
