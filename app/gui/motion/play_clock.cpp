#include "app/gui/motion/play_clock.h"

#include <algorithm>

namespace baryscope {
namespace {

constexpr double k_longest_seconds = 0.15;  // between two pictures
constexpr int k_tick_ms = 16;

}  // namespace

PlayClock::PlayClock() {
  m_ticks.setTimerType(Qt::PreciseTimer);
  m_ticks.setInterval(k_tick_ms);
  QObject::connect(&m_ticks, &QTimer::timeout, &m_ticks, [this] { tick(); });
}

void PlayClock::start() {
  m_since.start();
  m_ticks.start();
}

void PlayClock::tick() {
  if (waits()) return;
  const double passed = 1e-9 * static_cast<double>(m_since.nsecsElapsed());
  m_since.start();
  if (on_tick) on_tick(std::min(k_longest_seconds, passed));
}

}  // namespace baryscope
