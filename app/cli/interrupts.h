/// Ctrl+C, SIGTERM and a closed terminal: cancel what runs, leave no half-written file, exit code
/// 130.
#pragma once

#include <functional>
#include <mutex>
#include <thread>

namespace baryscope {

/// Takes these signals on a thread of its own; make one before any other thread starts. Without a
/// `cancel` function, on a second signal, or where cancelling takes over three seconds, the process
/// ends at once, its unfinished files removed. Also ignores SIGPIPE and SIGXFSZ, so that a closed
/// pipe and a full disk are errors with a message.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// Called on the thread of signals; an empty function ends its use.
  void set_cancel(std::function<void()> cancel);

 private:
  void listen(const std::stop_token& stop);

  std::mutex m_mutex;
  std::function<void()> m_cancel;
  std::jthread m_thread;
};

}  // namespace baryscope
