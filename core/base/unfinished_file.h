/// Files and folders that are being written: under a name that tells whose they are, gone with
/// whoever wrote them.
#pragma once

#include <filesystem>
#include <string_view>

namespace baryscope {

/// All of `bytes` to a descriptor that is open on `target`. Throws Error.
void write_to(int descriptor, std::string_view bytes, const std::filesystem::path& target);

/// A temporary file or folder beside its target, for what this program or another one fills. Its
/// name is `.TARGET.baryscope-HOST-PID-XXXXXX`. Removed by the destructor, by
/// remove_unfinished_files() and, where the program was killed, by remove_leftovers().
class UnfinishedFile {
 public:
  enum class Kind { file, folder };

  /// Made readable for its owner alone. Throws Error.
  explicit UnfinishedFile(std::filesystem::path target, Kind kind = Kind::file);
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  /// Writes at the end of the file. Throws Error.
  void write(std::string_view bytes) { write_to(m_descriptor, bytes, m_target); }
  /// Of a file, whoever wrote it: flushed to the disk, with the rights of the file that it
  /// replaces or of a new one, and renamed over the target. Throws Error.
  void commit();

 private:
  std::filesystem::path m_target;
  std::filesystem::path m_path;
  int m_descriptor = -1;
};

/// Throws Error: which target, at which step, the system's `reason` (errno) and what to do.
[[noreturn]] void fail_to_write(const std::filesystem::path& target, std::string_view step,
                                int reason);

/// The file that a link stands for, one link after the other; it need not exist yet.
std::filesystem::path behind_links(std::filesystem::path target);
/// Whether bytes written to it go on at once: a pipe or a character device.
bool is_stream(const std::filesystem::path& target);

/// Removes the unfinished files and folders that are open now; safe in a signal handler.
void remove_unfinished_files() noexcept;

/// Removes from the folder of `target` the unfinished files and folders of programs on this
/// computer that run no more. What cannot be read or removed stays.
void remove_leftovers(const std::filesystem::path& target) noexcept;

}  // namespace baryscope
