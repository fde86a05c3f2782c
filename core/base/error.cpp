#include "core/base/error.h"

namespace baryscope {

void check(bool condition, const char* expression, std::source_location where) {
  if (condition) {
    return;
  }
  throw CheckFailed(std::string(where.file_name()) + ":" + std::to_string(where.line()) +
                    ": expected " + expression + " in " + where.function_name());
}

}  // namespace baryscope
