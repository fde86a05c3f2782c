/// Runs the lines of `--script`, each once the work of the one before is done.
#pragma once

#include <QTimer>
#include <string>
#include <vector>

#include "app/gui/widgets/dispatcher.h"

namespace baryscope {

class ScriptRunner {
 public:
  ScriptRunner(std::vector<std::string> lines, const Dispatcher& dispatcher);
  void start();
  /// 1 once a line failed.
  [[nodiscard]] int exit_code() const { return m_exit_code; }

 private:
  void step();
  void fail();

  std::vector<std::string> m_lines;
  const Dispatcher& m_dispatcher;
  std::size_t m_next = 0;
  int m_exit_code = 0;
  bool m_running = false;  ///< a line handles events while it waits
  QTimer m_timer;
};

}  // namespace baryscope
