/// Output files that appear whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

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
  [[noreturn]] void fail(const char* step) const;

  std::filesystem::path m_target;
  std::filesystem::path m_temporary;
  int m_descriptor = -1;
};

/// Writes `bytes` to `target` whole or not at all.
void write_file(const std::filesystem::path& target, std::string_view bytes);

/// Removes the temporary files of all AtomicFiles that are open now; safe in a signal handler.
void remove_unfinished_files() noexcept;

}  // namespace baryscope
