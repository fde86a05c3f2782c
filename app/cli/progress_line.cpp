#include "app/cli/progress_line.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "core/base/log.h"
#include "core/base/number_text.h"

namespace baryscope {

bool ProgressLine::on_terminal() { return ::isatty(STDERR_FILENO) != 0; }

void ProgressLine::show(double fraction, const std::string& step) {
  if (!on_terminal()) {
    if (step != m_step) {
      log(LogLevel::debug, step);
    }
  } else {
    show_line(to_text(100 * fraction, 0) + " % " + step);
  }
  m_step = step;
}

void ProgressLine::show_line(const std::string& line) {
  if (on_terminal() &&
      std::chrono::steady_clock::now() - m_begin > std::chrono::milliseconds(300)) {
    std::fputs(("\r\x1b[K" + line).c_str(), stderr);
    m_visible = true;
  }
}

void ProgressLine::wipe() {
  if (std::exchange(m_visible, false)) {
    std::fputs("\r\x1b[K", stderr);
  }
}

}  // namespace baryscope
