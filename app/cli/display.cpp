#include "app/cli/display.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "core/base/error.h"

namespace baryscope {
namespace {

bool is_set(const Environment& environment, const char* name) {
  return !environment(name).value_or("").empty();
}

bool accepts(const sockaddr_un& address, std::size_t path_length) {
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) {
    return false;
  }
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path_length);
  const bool connected =
      ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), length) == 0;
  ::close(descriptor);
  return connected;
}

/// Whether an X server of this machine answers (":0", ":99.0"); true for displays that are reached
/// in other ways, which Qt tries itself.
bool may_answer(const std::string& display) {
  if (!display.starts_with(':')) {
    return true;
  }
  const std::string number = display.substr(1, display.find('.') - 1);
  const std::string path = "/tmp/.X11-unix/X" + number;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (number.empty() || path.size() + 2 > sizeof address.sun_path) {
    return true;
  }
  std::copy(path.begin(), path.end(), address.sun_path);
  if (accepts(address, path.size() + 1)) {
    return true;
  }
  // The same name in the abstract space, which starts with a zero byte.
  address.sun_path[0] = '\0';
  std::copy(path.begin(), path.end(), address.sun_path + 1);
  return accepts(address, path.size() + 1);
}

}  // namespace

void require_display(const Environment& environment) {
  const std::string advice = std::string("; ") + without_a_window;
  if (is_set(environment, "QT_QPA_PLATFORM") || is_set(environment, "WAYLAND_DISPLAY")) {
    return;
  }
  if (!is_set(environment, "DISPLAY")) {
    throw Error("no display to open a window on" + advice);
  }
  const std::string display = *environment("DISPLAY");
  if (!may_answer(display)) {
    throw Error("the display " + display + " does not answer" + advice);
  }
}

}  // namespace baryscope
