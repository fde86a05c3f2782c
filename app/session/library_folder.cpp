#include "app/session/library_folder.h"

#include <dlfcn.h>

namespace baryscope {

std::filesystem::path library_folder() {
  Dl_info info{};
  // This very function lies in one of them.
  if (::dladdr(reinterpret_cast<const void*>(&library_folder), &info) == 0 ||
      info.dli_fname == nullptr) {
    return {};
  }
  return std::filesystem::path(info.dli_fname).parent_path();
}

}  // namespace baryscope
