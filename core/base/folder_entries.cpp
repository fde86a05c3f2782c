#include "core/base/folder_entries.h"

#include <algorithm>
#include <system_error>

#include "core/base/number_text.h"

namespace baryscope {

namespace fs = std::filesystem;

FolderEntries folder_entries(const fs::path& folder, std::size_t most) {
  FolderEntries found;
  std::error_code failed;
  fs::directory_iterator entry(folder, failed);
  for (const fs::directory_iterator end; !failed && entry != end; entry.increment(failed)) {
    if (found.paths.size() == most) {
      found.problem = "holds more than " + to_text(static_cast<std::int64_t>(most)) +
                      " entries, of which as many were looked at";
      break;
    }
    found.paths.push_back(entry->path());
  }
  if (failed && failed != std::errc::no_such_file_or_directory &&
      failed != std::errc::not_a_directory) {
    found.problem = "cannot be read: " + failed.message();
  }
  std::sort(found.paths.begin(), found.paths.end());
  return found;
}

bool is_plain_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type() == fs::file_type::directory;
}

bool is_dangling(const fs::path& path) {
  std::error_code ignored;
  return fs::is_symlink(path, ignored) && !fs::exists(path, ignored);
}

}  // namespace baryscope
