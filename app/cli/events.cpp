#include "app/cli/events.h"

#include "core/base/error.h"

namespace baryscope {

void Events::post(std::function<void()> function) {
  {
    const std::lock_guard lock(m_mutex);
    m_functions.push_back(std::move(function));
  }
  m_wake.notify_one();
}

void Events::interrupt() {
  {
    const std::lock_guard lock(m_mutex);
    m_interrupted = true;
  }
  m_wake.notify_one();
}

void Events::run_next() {
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

void Events::check() {
  const std::lock_guard lock(m_mutex);
  if (m_interrupted) {
    throw Cancelled();
  }
}

}  // namespace baryscope
