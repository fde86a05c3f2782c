#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace baryscope {

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
  std::filesystem::path folder = behind_links(target).parent_path();
  if (folder.empty()) {
    folder = ".";
  }
  if (!std::filesystem::is_directory(folder, ignored)) {
    fail("the folder " + folder.string() + " does not exist; make it first");
  }
}

AtomicFile::AtomicFile(std::filesystem::path target) : m_target(std::move(target)) {
  check_target(m_target);
  if (is_stream(m_target)) {
    m_descriptor = ::open(m_target.c_str(), O_WRONLY | O_CLOEXEC);
    if (m_descriptor < 0) {
      fail_to_write(m_target, "open", errno);
    }
    return;
  }
  // A link keeps pointing where it points: the file behind it is replaced.
  m_target = behind_links(std::move(m_target));
  std::error_code ignored;
  if (std::filesystem::is_symlink(m_target, ignored)) {
    fail_to_write(m_target, "follow its links", ELOOP);
  }
  m_unfinished.emplace(m_target);
}

AtomicFile::~AtomicFile() {
  if (m_descriptor >= 0) {
    ::close(m_descriptor);
  }
}

void AtomicFile::write(std::string_view bytes) {
  if (m_unfinished) {
    m_unfinished->write(bytes);
  } else {
    write_to(m_descriptor, bytes, m_target);
  }
}

void AtomicFile::commit() {
  if (m_unfinished) {
    m_unfinished->commit();
  } else if (::close(std::exchange(m_descriptor, -1)) != 0) {
    fail_to_write(m_target, "close", errno);
  }
}

void write_file(const std::filesystem::path& target, std::string_view bytes) {
  AtomicFile file(target);
  file.write(bytes);
  file.commit();
}

}  // namespace baryscope
