#include "app/session/engine_library.h"

#include "app/session/shared_library.h"

namespace baryscope {

std::unique_ptr<Engine> open_engine() {
  static const SharedLibrary library(
      "libbaryscope_engine.so", "the computing library",
      "It needs LibTorch 2.11 where it was built with it; './dev run' installs that");
  return std::unique_ptr<Engine>(library.function<Engine*()>("baryscope_make_engine")());
}

}  // namespace baryscope
