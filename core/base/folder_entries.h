/// What lies in a folder: a bounded number of entries, in the order of their names.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace baryscope {

struct FolderEntries {
  std::vector<std::filesystem::path> paths;
  /// Why they are not all: "cannot be read: Permission denied", "holds more than 4096 entries".
  /// Empty where they are, and where there is no such folder.
  std::string problem;
};

/// No link is followed but one that `folder` itself is.
FolderEntries folder_entries(const std::filesystem::path& folder, std::size_t most);

/// A folder that is no link to one: walks over such never go round.
bool is_plain_folder(const std::filesystem::path& path);
/// A link to what is not there.
bool is_dangling(const std::filesystem::path& path);

}  // namespace baryscope
