/// Files that are read: regular ones only, so that no reader ever waits for a pipe or a device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace baryscope {

/// What is wrong with the file itself, whatever it should hold: "cannot read PATH: …".
class InputFileError : public Error {
 public:
  using Error::Error;
};

/// A regular file, open for reading. Everything else (folder, pipe, device, socket) is refused in
/// words without being opened, and so is the pointer that Git LFS leaves in a file's place.
class InputFile {
 public:
  using Error = InputFileError;

  /// Throws Error where there is none, it may not be read, or it is refused.
  explicit InputFile(std::filesystem::path path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  /// Bytes, as the file said when it was opened.
  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] int descriptor() const { return m_descriptor; }

  /// The next bytes, n_bytes of them unless the file ends before; returns how many.
  std::size_t read(char* target, std::size_t n_bytes);
  /// All that is left. Throws Error for more than `max_bytes`.
  std::string read_rest(std::size_t max_bytes);

 private:
  void refuse_pointer() const;

  std::filesystem::path m_path;
  int m_descriptor = -1;
  std::size_t m_size = 0;
};

/// The whole file. Throws InputFileError.
std::string read_input_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Runs `read`; what is wrong with a file becomes an `E`, the error of the room that reads it.
template <class E, class Read>
auto reading_as(Read&& read) {
  try {
    return std::forward<Read>(read)();
  } catch (const InputFileError& error) {
    throw E(error.what());
  }
}

/// Whether there is anything at a path; what may not be looked at is not there.
bool is_present(const std::filesystem::path& path);

/// Which file lies at a path, and in which state: another stamp, another content. Equal for paths
/// where there is none.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t n_bytes = 0;
  std::int64_t modified = 0;  ///< ns
  std::int64_t changed = 0;   ///< ns; also where `modified` was set back

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// Of the file behind the path's links.
FileStamp file_stamp(const std::filesystem::path& path);

}  // namespace baryscope
