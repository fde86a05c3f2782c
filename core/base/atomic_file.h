/// Output files that appear whole or not at all.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/base/unfinished_file.h"

namespace baryscope {

/// What can be known of a target before anything is written to it: a folder, a socket or a disk is
/// none, and its folder is there. Throws Error.
void check_target(const std::filesystem::path& target);

/// Writes to a temporary file in the target's folder and renames it over the target in commit().
/// Without commit() (an exception, a cancel) the destructor removes the temporary file. A pipe or
/// character device as target is written directly. Errors (missing folder, no permission, disk
/// full) name the target, the reason and what to do.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view bytes);
  /// Flushes to the disk, closes and renames. Throws Error if anything could not be written.
  void commit();

 private:
  std::filesystem::path m_target;
  std::optional<UnfinishedFile> m_unfinished;  ///< none where the target is written directly
  int m_descriptor = -1;                       ///< of such a target
};

/// Writes `bytes` to `target` whole or not at all.
void write_file(const std::filesystem::path& target, std::string_view bytes);

}  // namespace baryscope
