#include "app/cli/interrupts.h"

#include <unistd.h>
#include <csignal>
#include <ctime>

#include <chrono>
#include <utility>

#include "core/base/unfinished_file.h"

namespace baryscope {
namespace {

constexpr int exit_code = 130;
constexpr std::chrono::seconds grace{3};

sigset_t watched_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGINT);
  ::sigaddset(&set, SIGTERM);
  // The terminal was closed; not under nohup, which asks to live on.
  struct sigaction hang_up{};
  if (::sigaction(SIGHUP, nullptr, &hang_up) == 0 && hang_up.sa_handler != SIG_IGN) {
    ::sigaddset(&set, SIGHUP);
  }
  ::sigaddset(&set, SIGUSR2);  // sent by the destructor, to this thread alone
  return set;
}

[[noreturn]] void end_process() {
  remove_unfinished_files();
  ::_exit(exit_code);
}

/// The next signal, or 0 after `seconds` without one.
int wait_for_signal(std::chrono::seconds seconds) {
  const sigset_t set = watched_signals();
  const timespec limit{seconds.count(), 0};
  const int number = ::sigtimedwait(&set, nullptr, &limit);
  return number > 0 ? number : 0;
}

}  // namespace

Interrupts::Interrupts() {
  const sigset_t set = watched_signals();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  m_thread = std::jthread([this](const std::stop_token& stop) { listen(stop); });
}

Interrupts::~Interrupts() {
  m_thread.request_stop();
  ::pthread_kill(m_thread.native_handle(), SIGUSR2);
}

void Interrupts::set_cancel(std::function<void()> cancel) {
  const std::lock_guard lock(m_mutex);
  m_cancel = std::move(cancel);
}

void Interrupts::listen(const std::stop_token& stop) {
  constexpr std::chrono::seconds forever{1 << 20};
  while (!stop.stop_requested()) {
    const int number = wait_for_signal(forever);
    if (number == 0 || number == SIGUSR2) {
      continue;
    }
    {
      const std::lock_guard lock(m_mutex);
      if (!m_cancel) {
        end_process();
      }
      m_cancel();
    }
    if (wait_for_signal(grace) == SIGUSR2) {
      return;  // the program came to its end by itself
    }
    end_process();
  }
}

}  // namespace baryscope
