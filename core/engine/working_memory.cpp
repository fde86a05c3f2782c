#include "core/engine/working_memory.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace baryscope {

void keep_working_memory() {
#ifdef __GLIBC__
  constexpr int mebibyte = 1 << 20;
  static_cast<void>(::mallopt(M_MMAP_THRESHOLD, 32 * mebibyte));
  static_cast<void>(::mallopt(M_TRIM_THRESHOLD, 128 * mebibyte));
#endif
}

}  // namespace baryscope
