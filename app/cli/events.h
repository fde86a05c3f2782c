/// What the main thread waits for without a window: functions that other threads post, Ctrl+C.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

#include "app/cli/interrupts.h"

namespace baryscope {

/// Functions that other threads post, run by the main thread while it waits.
class Events {
 public:
  void post(std::function<void()> function);
  void interrupt();
  /// Runs one function; throws Cancelled after an interrupt.
  void run_next();
  /// Throws Cancelled after an interrupt.
  void check();

 private:
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_functions;
  bool m_interrupted = false;
};

/// The functions of a cancel that would outlive what they cancel are taken back.
class CancelScope {
 public:
  CancelScope(Interrupts& interrupts, std::function<void()> cancel) : m_interrupts(interrupts) {
    m_interrupts.set_cancel(std::move(cancel));
  }
  ~CancelScope() { m_interrupts.set_cancel({}); }
  CancelScope(const CancelScope&) = delete;
  CancelScope& operator=(const CancelScope&) = delete;

 private:
  Interrupts& m_interrupts;
};

}  // namespace baryscope
