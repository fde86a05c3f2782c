#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "core/base/error.h"

namespace baryscope {
namespace {

// Paths of unfinished files, readable from a signal handler: fixed slots of atomic pointers.
std::array<std::atomic<const char*>, 64> unfinished;

void remember(const char* path) {
  for (auto& slot : unfinished) {
    const char* expected = nullptr;
    if (slot.compare_exchange_strong(expected, path)) {
      return;
    }
  }
}

void forget(const char* path) {
  for (auto& slot : unfinished) {
    const char* expected = path;
    slot.compare_exchange_strong(expected, nullptr);
  }
}

bool is_stream(const std::filesystem::path& target) {
  struct stat status{};
  return ::stat(target.c_str(), &status) == 0 &&
         (S_ISCHR(status.st_mode) || S_ISFIFO(status.st_mode));
}

std::filesystem::path folder_of(const std::filesystem::path& target) {
  return target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
}

/// The file that a link stands for, one link after the other; it need not exist yet.
std::filesystem::path behind_links(std::filesystem::path target) {
  constexpr int max_links = 40;  // as many as Linux follows
  std::error_code ignored;
  for (int i = 0; i < max_links && std::filesystem::is_symlink(target, ignored); ++i) {
    target = target.parent_path() / std::filesystem::read_symlink(target, ignored);
  }
  return target;
}

mode_t mode_of_new_file(const std::filesystem::path& target) {
  struct stat status{};
  if (::stat(target.c_str(), &status) == 0) {
    return status.st_mode & 07777;
  }
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

void check_target(const std::filesystem::path& target) {
  const auto fail = [&target](const std::string& reason) {
    throw Error("cannot write " + target.string() + ": " + reason);
  };
  std::error_code ignored;
  switch (std::filesystem::status(target, ignored).type()) {
    case std::filesystem::file_type::directory:
      fail("it is a folder; name a file in it");
      break;
    case std::filesystem::file_type::socket:
      fail("it is a socket; name a file or a pipe");
      break;
    case std::filesystem::file_type::block:
      fail("it is a disk; name a file on it");
      break;
    default:
      break;
  }
  // Of a link the folder behind it counts.
  const std::filesystem::path folder = folder_of(behind_links(target));
  if (!std::filesystem::is_directory(folder, ignored)) {
    fail("the folder " + folder.string() + " does not exist; make it first");
  }
}

AtomicFile::AtomicFile(std::filesystem::path target) : m_target(std::move(target)) {
  check_target(m_target);
  std::error_code ignored;
  if (is_stream(m_target)) {
    m_descriptor = ::open(m_target.c_str(), O_WRONLY | O_CLOEXEC);
    if (m_descriptor < 0) {
      fail("open");
    }
    return;
  }
  // A link keeps pointing where it points: the file behind it is replaced.
  m_target = behind_links(std::move(m_target));
  if (std::filesystem::is_symlink(m_target, ignored)) {
    errno = ELOOP;
    fail("follow its links");
  }
  const std::filesystem::path folder = folder_of(m_target);
  // A name may be 255 bytes long, and the temporary one is longer than the final one.
  constexpr std::size_t max_stem = 200;
  const std::string stem = m_target.filename().string().substr(0, max_stem);
  std::string pattern = (folder / ("." + stem + ".XXXXXX")).string();
  m_descriptor = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (m_descriptor < 0) {
    fail("create a file beside it");
  }
  m_temporary = pattern;
  remember(m_temporary.c_str());
}

AtomicFile::~AtomicFile() {
  if (m_descriptor >= 0) {
    ::close(m_descriptor);
  }
  if (!m_temporary.empty()) {
    ::unlink(m_temporary.c_str());
    forget(m_temporary.c_str());
  }
}

void AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      fail("write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void AtomicFile::commit() {
  if (m_temporary.empty()) {
    if (::close(std::exchange(m_descriptor, -1)) != 0) {
      fail("close");
    }
    return;
  }
  if (::fchmod(m_descriptor, mode_of_new_file(m_target)) != 0 || ::fsync(m_descriptor) != 0) {
    fail("write");
  }
  if (::close(std::exchange(m_descriptor, -1)) != 0) {
    fail("close");
  }
  if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
    fail("rename the finished file to it");
  }
  forget(m_temporary.c_str());
  m_temporary.clear();
}

void AtomicFile::fail(const char* step) const {
  const int reason = errno;
  std::string message =
      "cannot write " + m_target.string() + " (" + step + "): " + std::strerror(reason);
  if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG) {
    message += "; free some room or choose another place";
  } else if (reason == EACCES || reason == EPERM || reason == EROFS) {
    message += "; choose a folder that you may write to";
  }
  throw Error(message);
}

void write_file(const std::filesystem::path& target, std::string_view bytes) {
  AtomicFile file(target);
  file.write(bytes);
  file.commit();
}

void remove_unfinished_files() noexcept {
  for (auto& slot : unfinished) {
    if (const char* path = slot.load()) {
      ::unlink(path);
    }
  }
}

}  // namespace baryscope
