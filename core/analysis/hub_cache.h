/// The Hugging Face cache: repositories are folders models--ORG--NAME with snapshots by commit and
/// references to them; a snapshot's files are links to blobs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

/// `org/name` → "models--org--name", `name` → "models--name"; nothing for anything else.
std::optional<std::string> hub_folder_name(std::string_view name);
/// The way back; nothing for folders of data sets, spaces and locks.
std::optional<std::string> hub_model_name(std::string_view folder_name);

struct HubSnapshot {
  std::filesystem::path folder;         ///< …/snapshots/COMMIT
  std::vector<std::string> references;  ///< that name it: "main", "refs/pr/3"'s "pr/3"
  bool is_chosen = false;               ///< what the repository's name opens
};

/// What lies in a repository, the chosen one first: that of refs/main, else the only one there is,
/// else the only one that any reference names. `problem`, unless null, says what could not be read.
std::vector<HubSnapshot> hub_snapshots(const std::filesystem::path& repository,
                                       std::string* problem = nullptr);

/// The chosen one of the first hub that holds the repository. Throws Error where a hub holds
/// several and nothing chooses; nothing where no hub has it.
std::optional<std::filesystem::path> find_in_hubs(const std::vector<std::filesystem::path>& hubs,
                                                  std::string_view name);

/// `org/name/FILE.gguf`, also in a folder of the snapshot: where that file lies in the chosen
/// snapshot of the first hub that has it. Nothing for other names.
std::optional<std::filesystem::path> find_file_in_hubs(
    const std::vector<std::filesystem::path>& hubs, std::string_view name);

/// The chosen snapshot of a repository's folder. Throws Error where it holds none, or several and
/// nothing chooses.
std::filesystem::path chosen_snapshot(const std::filesystem::path& repository);

}  // namespace baryscope
