/// What an error says, for tests of messages.
#pragma once

#include <string>

#include "core/base/error.h"

namespace baryscope::test {

/// The message of the `ErrorType` that `function` throws, or "no error"; others pass through.
template <class ErrorType = Error, class Function>
std::string message_of(const Function& function) {
  try {
    function();
  } catch (const ErrorType& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace baryscope::test
