#include "core/base/unfinished_file.h"

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_mark = ".baryscope-";
constexpr std::size_t k_n_host_digits = 8, k_n_random = 6;

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

/// A folder of plain files, by system calls alone: a signal handler may not take memory.
void remove_folder(const char* path) noexcept {
  const int folder = ::open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) {
    return;
  }
  // The kernel's record: inode, offset, its own length, a kind, then the name.
  constexpr std::size_t k_at_length = 16, k_at_name = 19;
  alignas(std::uint64_t) std::array<char, 4096> records;
  for (bool removed = true; removed;) {
    removed = false;
    ::lseek(folder, 0, SEEK_SET);
    for (long n = 0; (n = ::syscall(SYS_getdents64, folder, records.data(), records.size())) > 0;) {
      for (long at = 0; at < n;) {
        std::uint16_t length = 0;
        std::memcpy(&length, &records[static_cast<std::size_t>(at) + k_at_length], sizeof(length));
        const char* name = &records[static_cast<std::size_t>(at) + k_at_name];
        removed = ::unlinkat(folder, name, 0) == 0 || removed;
        at += length;
      }
    }
  }
  ::close(folder);
  ::rmdir(path);
}

void remove_either(const char* path) noexcept {
  if (::unlink(path) != 0 && errno == EISDIR) {
    remove_folder(path);
  }
}

/// Eight digits that another computer, which may share the folder, has otherwise.
std::string host_digits() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char* c = name.data(); *c != 0; ++c) {
    hash = (hash ^ static_cast<std::uint8_t>(*c)) * 16777619U;
  }
  std::string digits;
  for (int shift = 28; shift >= 0; shift -= 4) {
    digits += "0123456789abcdef"[(hash >> static_cast<unsigned>(shift)) & 15U];
  }
  return digits;
}

/// The process that a name of ours tells of, on this computer.
std::optional<std::int64_t> find_owner(std::string_view name, std::string_view host) {
  const std::size_t mark = name.rfind(k_mark);
  if (mark == std::string_view::npos || !name.starts_with('.')) {
    return {};
  }
  // HOST-PID-XXXXXX
  const std::string_view rest = name.substr(mark + k_mark.size());
  if (!rest.starts_with(host) || rest.size() < k_n_host_digits + k_n_random + 3 ||
      rest[k_n_host_digits] != '-' || rest[rest.size() - k_n_random - 1] != '-') {
    return {};
  }
  const std::string_view pid =
      rest.substr(k_n_host_digits + 1, rest.size() - k_n_host_digits - k_n_random - 2);
  const auto number = find_integer(pid);
  return pid.find_first_not_of("0123456789") == std::string_view::npos && number && *number > 0
             ? number
             : std::nullopt;
}

bool runs(std::int64_t process) {
  return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH;
}

fs::path folder_of(const fs::path& target) {
  return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

mode_t mode_of_new_file(const fs::path& target) {
  struct stat status{};
  if (::stat(target.c_str(), &status) == 0) {
    return status.st_mode & 07777;
  }
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

UnfinishedFile::UnfinishedFile(fs::path target, Kind kind) : m_target(std::move(target)) {
  // A name may be 255 bytes long, and the temporary one is longer than the final one.
  constexpr std::size_t max_stem = 200;
  const std::string stem = m_target.filename().string().substr(0, max_stem);
  std::string pattern =
      (folder_of(m_target) / ("." + stem + std::string(k_mark) + host_digits() + "-" +
                              to_text(static_cast<std::int64_t>(::getpid())) + "-XXXXXX"))
          .string();
  bool made = false;
  if (kind == Kind::folder) {
    made = ::mkdtemp(pattern.data()) != nullptr;
  } else {
    m_descriptor = ::mkostemp(pattern.data(), O_CLOEXEC);
    made = m_descriptor >= 0;
  }
  if (!made) {
    fail_to_write(m_target, "create a file beside it", errno);
  }
  m_path = pattern;
  remember(m_path.c_str());
}

UnfinishedFile::~UnfinishedFile() {
  if (m_descriptor >= 0) {
    ::close(m_descriptor);
  }
  if (!m_path.empty()) {
    remove_either(m_path.c_str());
    forget(m_path.c_str());
  }
}

void UnfinishedFile::commit() {
  if (::fchmod(m_descriptor, mode_of_new_file(m_target)) != 0 || ::fsync(m_descriptor) != 0) {
    fail_to_write(m_target, "write", errno);
  }
  if (::close(std::exchange(m_descriptor, -1)) != 0) {
    fail_to_write(m_target, "close", errno);
  }
  if (::rename(m_path.c_str(), m_target.c_str()) != 0) {
    fail_to_write(m_target, "rename the finished file to it", errno);
  }
  forget(m_path.c_str());
  m_path.clear();
}

void fail_to_write(const fs::path& target, std::string_view step, int reason) {
  std::string message =
      "cannot write " + target.string() + " (" + std::string(step) + "): " + std::strerror(reason);
  if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG) {
    message += "; free some room or choose another place";
  } else if (reason == EACCES || reason == EPERM || reason == EROFS) {
    message += "; choose a folder that you may write to";
  }
  throw Error(message);
}

void write_to(int descriptor, std::string_view bytes, const fs::path& target) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      fail_to_write(target, "write", errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
}

fs::path behind_links(fs::path target) {
  constexpr int max_links = 40;  // as many as Linux follows
  std::error_code ignored;
  for (int i = 0; i < max_links && fs::is_symlink(target, ignored); ++i) {
    target = target.parent_path() / fs::read_symlink(target, ignored);
  }
  return target;
}

bool is_stream(const fs::path& target) {
  struct stat status{};
  return ::stat(target.c_str(), &status) == 0 &&
         (S_ISCHR(status.st_mode) || S_ISFIFO(status.st_mode));
}

void remove_unfinished_files() noexcept {
  for (auto& slot : unfinished) {
    if (const char* path = slot.load()) {
      remove_either(path);
    }
  }
}

void remove_leftovers(const fs::path& target) noexcept {
  try {
    // All names first: of a folder that changes while it is read, some file systems tell a part.
    const std::string host = host_digits();
    std::vector<fs::path> leftovers;
    std::error_code ignored;
    for (fs::directory_iterator entry(folder_of(behind_links(target)), ignored), end; entry != end;
         entry.increment(ignored)) {
      const auto owner = find_owner(entry->path().filename().string(), host);
      if (owner && !runs(*owner)) {
        leftovers.push_back(entry->path());
      }
    }
    for (const fs::path& leftover : leftovers) {
      remove_either(leftover.c_str());
    }
  } catch (const std::exception&) {
    return;  // no memory for a name: they stay until the next time
  }
}

}  // namespace baryscope
