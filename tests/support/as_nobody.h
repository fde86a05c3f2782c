/// Files that may not be read, where the tests run as root, who may read everything.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>

#include "tests/support/error_message.h"

namespace baryscope::test {

/// message_of() in a child process without root's rights; empty where the child cannot be made or
/// another error passes through.
template <class ErrorType = Error, class Function>
std::string message_as_nobody(const Function& function) {
  constexpr uid_t nobody = 65534;
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) {
    return {};
  }
  const pid_t child = ::fork();
  if (child == 0) {
    if (::getuid() == 0 && ::setuid(nobody) != 0) {
      ::_exit(2);
    }
    try {
      const std::string message = message_of<ErrorType>(function);
      const bool told =
          ::write(pipe[1], message.data(), message.size()) == static_cast<ssize_t>(message.size());
      ::_exit(told ? 0 : 3);
    } catch (...) {
      ::_exit(4);
    }
  }
  ::close(pipe[1]);
  std::string message;
  std::array<char, 1024> bytes{};
  for (ssize_t n = 0; (n = ::read(pipe[0], bytes.data(), bytes.size())) > 0;) {
    message.append(bytes.data(), static_cast<std::size_t>(n));
  }
  ::close(pipe[0]);
  int status = 0;
  const bool ended = child > 0 && ::waitpid(child, &status, 0) == child;
  return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? message : std::string();
}

}  // namespace baryscope::test
