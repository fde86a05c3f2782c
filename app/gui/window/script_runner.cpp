#include "app/gui/window/script_runner.h"

#include <utility>

#include "core/base/error.h"

namespace baryscope {

ScriptRunner::ScriptRunner(std::vector<std::string> lines, const Dispatcher& dispatcher)
    : m_lines(std::move(lines)), m_dispatcher(dispatcher) {
  m_timer.setInterval(20);
  QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { step(); });
}

void ScriptRunner::start() {
  if (!m_timer.isActive() && m_next < m_lines.size()) m_timer.start();
}

// The rest would run on another state than the one it was written for.
void ScriptRunner::fail() {
  m_exit_code = 1;
  m_next = m_lines.size();
}

void ScriptRunner::step() {
  if (m_running || m_dispatcher.session().busy()) return;
  if (m_next > 0 && m_dispatcher.session().failure()) fail();
  if (m_next >= m_lines.size()) {
    m_timer.stop();
    return;
  }
  // Counted first: the line may end the program.
  const std::string line = m_lines[m_next++];
  m_running = true;
  const bool ran = m_dispatcher.run([&] {
    const std::string place = "script line " + std::to_string(m_next) + ": ";
    try {
      m_dispatcher.execute(line);
    } catch (const Error& error) {
      throw UsageError(place + error.what());
    }
  });
  m_running = false;
  if (!ran) fail();
}

}  // namespace baryscope
