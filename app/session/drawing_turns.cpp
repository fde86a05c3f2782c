#include "app/session/drawing_turns.h"

#include "core/base/error.h"

namespace baryscope {
namespace {

/// So long a window that was refused is waited for: it asks again with its next frame.
constexpr std::chrono::milliseconds k_patience{60};

}  // namespace

void DrawingTurns::own() {
  m_owner = std::this_thread::get_id();
  ++m_n_taken;
}

void DrawingTurns::take() {
  std::unique_lock lock(m_mutex);
  while (m_owner != std::this_thread::get_id()) {
    if (m_n_taken > 0 || m_n_waiting > 0) {
      m_given.wait(lock);
      continue;
    }
    const auto until = m_asked + k_patience;
    if (Clock::now() >= until) {
      break;
    }
    m_given.wait_until(lock, until);
  }
  own();
}

bool DrawingTurns::try_take() {
  const std::lock_guard lock(m_mutex);
  if (m_n_taken > 0 && m_owner != std::this_thread::get_id()) {
    m_asked = Clock::now();
    return false;
  }
  m_asked = {};
  own();
  return true;
}

void DrawingTurns::take_first() {
  std::unique_lock lock(m_mutex);
  if (m_n_taken > 0 && m_owner != std::this_thread::get_id()) {
    ++m_n_waiting;
    m_given.wait(lock, [this] { return m_n_taken == 0; });
    --m_n_waiting;
  }
  m_asked = {};
  own();
}

void DrawingTurns::give() {
  const std::lock_guard lock(m_mutex);
  BARYSCOPE_CHECK(m_n_taken > 0 && m_owner == std::this_thread::get_id());
  if (--m_n_taken == 0) {
    m_owner = {};
    m_given.notify_all();
  }
}

DrawingTurns& drawing_turns() {
  static DrawingTurns turns;
  return turns;
}

}  // namespace baryscope
