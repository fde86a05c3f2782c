/// One line of progress on a terminal's standard error.
#pragma once

#include <chrono>
#include <string>

namespace baryscope {

/// Rewritten in place and wiped at the end; nothing where standard error is no terminal, and in the
/// first 0.3 s.
class ProgressLine {
 public:
  ~ProgressLine() { wipe(); }

  void show(double fraction, const std::string& step);
  void show_line(const std::string& line);
  void wipe();
  [[nodiscard]] static bool on_terminal();

 private:
  std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
  std::string m_step;
  bool m_visible = false;
};

}  // namespace baryscope
