#include "app/cli/headless.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <utility>

#include "app/commands/command_table.h"
#include "app/session/output.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// Functions that the worker posts, run by the main thread while it waits.
class Events {
 public:
  void post(std::function<void()> function) {
    {
      const std::lock_guard lock(m_mutex);
      m_functions.push_back(std::move(function));
    }
    m_wake.notify_one();
  }

  void interrupt() {
    {
      const std::lock_guard lock(m_mutex);
      m_interrupted = true;
    }
    m_wake.notify_one();
  }

  /// Runs one function; throws Cancelled after an interrupt.
  void run_next() {
    std::function<void()> function;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_interrupted || !m_functions.empty(); });
      if (m_interrupted) {
        throw Cancelled();
      }
      function = std::move(m_functions.front());
      m_functions.pop_front();
    }
    function();
  }

  void check() {
    const std::lock_guard lock(m_mutex);
    if (m_interrupted) {
      throw Cancelled();
    }
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_functions;
  bool m_interrupted = false;
};

/// One line on a terminal, rewritten in place and wiped at the end.
class ProgressLine {
 public:
  ~ProgressLine() { wipe(); }

  void show(double fraction, const std::string& step) {
    if (::isatty(STDERR_FILENO) == 0) {
      if (step != m_step) {
        log(LogLevel::debug, step);
      }
    } else if (std::chrono::steady_clock::now() - m_begin > std::chrono::milliseconds(300)) {
      const std::string line = "\r\x1b[K" + to_text(100 * fraction, 0) + " % " + step;
      std::fputs(line.c_str(), stderr);
      m_visible = true;
    }
    m_step = step;
  }

  void wipe() {
    if (std::exchange(m_visible, false)) {
      std::fputs("\r\x1b[K", stderr);
    }
  }

 private:
  std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
  std::string m_step;
  bool m_visible = false;
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

void tell_notes(const Session& session) {
  const auto current = session.current();
  for (const auto& analysis : current->analyses) {
    if (analysis->lens) {
      log(LogLevel::info, *analysis->lens);
    }
    for (const std::string& note : analysis->notes) {
      log(LogLevel::info, note);
    }
  }
}

}  // namespace

void run_headless(const Plan& plan, Session::MakeEngine make_engine, Interrupts& interrupts) {
  Events events;
  ProgressLine progress;
  Session session(plan.values, std::move(make_engine),
                  [&events](std::function<void()> function) { events.post(std::move(function)); });
  const CancelScope cancel_scope(interrupts, [&events] { events.interrupt(); });
  std::optional<Camera> camera = plan.camera;
  session.on_progress = [&](double fraction, const std::string& step) {
    progress.show(fraction, step);
  };
  session.on_finished = [&] {
    progress.wipe();
    tell_notes(session);
  };
  CommandHost host;
  host.camera = [&] { return camera; };
  host.set_camera = [&](const Camera& given) { camera = given; };
  host.reset_camera = [&] { camera.reset(); };
  host.wait = [&] {
    while (session.busy()) {
      events.run_next();
    }
    events.check();
    progress.wipe();
  };
  session.refresh();
  if (!plan.script.empty()) {
    CommandContext context{session, host};
    run_script(context, plan.script);
  }
  for (const std::string& output : plan.outputs) {
    write_output(session, output, camera, host.wait);
  }
}

}  // namespace baryscope
