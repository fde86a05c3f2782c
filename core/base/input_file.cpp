#include "core/base/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

#include "core/base/folder_entries.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& reason) {
  throw InputFileError("cannot read " + path.string() + ": " + reason);
}

[[noreturn]] void fail(const std::filesystem::path& path) { fail(path, std::strerror(errno)); }

/// Nothing for a regular file.
const char* other_kind(mode_t mode) {
  if (S_ISREG(mode)) return nullptr;
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe; write what it carries to a file first";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

void require_regular(const std::filesystem::path& path, const struct stat& status) {
  if (const char* found = other_kind(status.st_mode)) {
    fail(path, std::string("expected a plain file, found ") + found);
  }
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

InputFile::InputFile(std::filesystem::path path) : m_path(std::move(path)) {
  struct stat status{};
  // Before it is opened: opening alone can make a device act, and a socket cannot be opened.
  if (::stat(m_path.c_str(), &status) != 0) {
    if (std::error_code failed; is_dangling(m_path)) {
      fail(m_path, "it is a link to " + std::filesystem::read_symlink(m_path, failed).string() +
                       ", which is not there");
    }
    fail(m_path);
  }
  require_regular(m_path, status);
  // Not to wait, should a pipe have taken the file's place meanwhile.
  m_descriptor = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (m_descriptor < 0) {
    fail(m_path);
  }
  try {
    if (::fstat(m_descriptor, &status) != 0) {
      fail(m_path);
    }
    require_regular(m_path, status);
    m_size = static_cast<std::size_t>(status.st_size);
    refuse_pointer();
  } catch (...) {
    ::close(m_descriptor);
    throw;
  }
}

InputFile::~InputFile() { ::close(m_descriptor); }

void InputFile::refuse_pointer() const {
  constexpr std::string_view first_line = "version https://git-lfs.github.com/spec/v1\n";
  constexpr std::size_t longest_pointer = 1024;  // git-lfs's own limit
  std::array<char, first_line.size()> begin{};
  if (m_size >= begin.size() && m_size < longest_pointer &&
      ::pread(m_descriptor, begin.data(), begin.size(), 0) == static_cast<ssize_t>(begin.size()) &&
      std::string_view(begin.data(), begin.size()) == first_line) {
    fail(m_path,
         "this is a Git LFS pointer, which stands for the file; 'git lfs pull' in its repository "
         "fetches the file itself");
  }
}

std::size_t InputFile::read(char* target, std::size_t n_bytes) {
  std::size_t n_read = 0;
  while (n_read < n_bytes) {
    const ssize_t n = ::read(m_descriptor, target + n_read, n_bytes - n_read);
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n < 0) {
      fail(m_path);
    }
    if (n == 0) {
      break;
    }
    n_read += static_cast<std::size_t>(n);
  }
  return n_read;
}

std::string InputFile::read_rest(std::size_t max_bytes) {
  constexpr std::size_t block = std::size_t{64} << 10;
  std::string bytes;
  // Files of /proc say that they are empty, and some files grow: what counts is where they end.
  while (true) {
    const std::size_t begin = bytes.size();
    bytes.resize(begin + (begin == 0 ? std::max(block, std::min(m_size, max_bytes) + 1) : block));
    const std::size_t n_read = read(bytes.data() + begin, bytes.size() - begin);
    const bool ended = n_read < bytes.size() - begin;
    bytes.resize(begin + n_read);
    if (bytes.size() > max_bytes) {
      fail(m_path, "it is larger than the " + to_text(static_cast<std::int64_t>(max_bytes >> 20)) +
                       " MiB that are read at most");
    }
    if (ended) {
      return bytes;
    }
  }
}

std::string read_input_file(const std::filesystem::path& path, std::size_t max_bytes) {
  return InputFile(path).read_rest(max_bytes);
}

bool is_present(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

FileStamp file_stamp(const std::filesystem::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return {};
  }
  return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
          static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
          nanoseconds(status.st_ctim)};
}

}  // namespace baryscope
