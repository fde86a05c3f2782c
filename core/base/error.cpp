#include "core/base/error.h"

namespace baryscope {

void check(bool condition, const char* expression, SourcePlace where) {
  if (condition) {
    return;
  }
  throw CheckFailed(std::string(where.file) + ":" + std::to_string(where.line) + ": expected " +
                    expression + " in " + where.function);
}

}  // namespace baryscope
