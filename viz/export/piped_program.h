/// Another program that runs beside this one and reads what we write: without a shell, ended when
/// we end.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"

namespace baryscope {

/// One program: it reads bytes from its standard input, and what it says on its standard output and
/// error is kept. Its input ends with this object or this process, and then so does a program that
/// reads. A program that ends early is no signal for us. For one thread.
class PipedProgram {
 public:
  /// Starts it. `text` is what it may read from descriptor 3. Throws Error.
  PipedProgram(const std::filesystem::path& program, const std::vector<std::string>& arguments,
               std::string_view text = {});
  /// Kills it where it still runs.
  ~PipedProgram();
  PipedProgram(const PipedProgram&) = delete;
  PipedProgram& operator=(const PipedProgram&) = delete;

  /// Waits until it has taken all of `bytes`; false where it reads no more. Throws Cancelled.
  bool write(std::span<const std::byte> bytes, const Watch& watch);
  /// Ends its input and waits for its end, `limit` at most: false where it runs on. Throws
  /// Cancelled.
  bool finish(const Watch& watch, std::chrono::milliseconds limit = std::chrono::hours(10000));

  /// After finish(): whether it ended with exit code 0.
  [[nodiscard]] bool succeeded() const;
  /// After finish(): whether it had read all that was written; what is on the way to it when it
  /// ends is lost without an error of write().
  [[nodiscard]] bool read_all() const { return m_read_all; }
  /// After finish(): "ended with exit code 1" or "was ended by signal 9 (Killed)".
  [[nodiscard]] std::string how_it_ended() const;
  /// The last that it said on standard error (a few thousand bytes).
  [[nodiscard]] const std::string& said() const { return m_said; }
  /// The first megabyte of its standard output.
  [[nodiscard]] const std::string& output() const { return m_output; }

 private:
  /// Waits for room in the pipe or for words, a moment at most, and takes the words.
  void wait(bool for_room);
  void take_words();

  pid_t m_process = -1;
  int m_status = 0;
  bool m_read_all = true;
  int m_input = -1, m_words = -1, m_results = -1;  ///< descriptors; -1 once they are closed
  std::string m_said, m_output;
};

}  // namespace baryscope
