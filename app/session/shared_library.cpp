#include "app/session/shared_library.h"

#include <dlfcn.h>

#include <utility>

#include "app/session/library_folder.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

std::string last_problem() {
  const char* problem = ::dlerror();  // NOLINT(concurrency-mt-unsafe): thread-local in glibc
  return problem == nullptr ? "unknown reason" : problem;
}

}  // namespace

SharedLibrary::SharedLibrary(std::string_view file_name, std::string purpose,
                             const std::string& advice)
    : m_description(std::move(purpose)) {
  const std::string path = (library_folder() / std::string(file_name)).string();
  m_handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (m_handle == nullptr) {
    throw Error("cannot open " + m_description + ": " + last_problem() + ". " + advice);
  }
}

void* SharedLibrary::symbol(const char* name) const {
  void* found = ::dlsym(m_handle, name);
  if (found == nullptr) {
    throw Error(m_description + " does not fit this program: " + last_problem() +
                ". Build both from the same sources");
  }
  return found;
}

}  // namespace baryscope
