/// The errors that Baryscope throws: one tree, one place to catch each branch.
#pragma once

#include <stdexcept>
#include <string>

namespace baryscope {

/// Something the outside world got wrong (a file, a text, a device). The message says what,
/// which value, what was expected and, where there is one, the nearest known name.
/// Rooms derive their own (`Safetensors::Error`, `Tokenizer::Error`, …). Exit code 1.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An option or argument that is not acceptable. Exit code 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// The work was stopped on request (a newer request, Cancel, Ctrl+C). Exit code 130.
class Cancelled : public Error {
 public:
  Cancelled() : Error("cancelled") {}
};

/// A programmer's mistake found by BARYSCOPE_CHECK.
class CheckFailed : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Where a call stands: std::source_location, which clang 14 (Debian 12) does not have.
struct SourcePlace {
  const char* file = "";
  const char* function = "";
  int line = 0;

  static constexpr SourcePlace current(const char* file = __builtin_FILE(),
                                       const char* function = __builtin_FUNCTION(),
                                       int line = __builtin_LINE()) {
    return {file, function, line};
  }
};

/// Throws CheckFailed with the place of the call when `condition` is false.
void check(bool condition, const char* expression, SourcePlace where = SourcePlace::current());

}  // namespace baryscope

/// States what must hold if the program is right. Throws CheckFailed, in every build type.
#define BARYSCOPE_CHECK(condition) ::baryscope::check(static_cast<bool>(condition), #condition)
