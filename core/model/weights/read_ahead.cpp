#include "core/model/weights/read_ahead.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace baryscope {

void read_ahead(std::string_view bytes) {
  const long page = ::sysconf(_SC_PAGESIZE);
  if (bytes.empty() || page <= 0) {
    return;
  }
  const auto size = static_cast<std::uintptr_t>(page);
  const auto address = reinterpret_cast<std::uintptr_t>(bytes.data());
  const std::uintptr_t before = address % size;
  static_cast<void>(
      ::madvise(const_cast<char*>(bytes.data()) - before, bytes.size() + before, MADV_WILLNEED));
}

}  // namespace baryscope
