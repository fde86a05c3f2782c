/// The clock of everything that plays: it waits for a slow picture rather than leave one out.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <functional>

namespace baryscope {

class PlayClock {
 public:
  PlayClock();

  void start();
  void stop() { m_ticks.stop(); }
  [[nodiscard]] bool running() const { return m_ticks.isActive(); }
  /// True while an earlier picture is not drawn yet: no time goes by.
  [[nodiscard]] bool waits() const { return busy && busy(); }

  std::function<bool()> busy;  ///< empty: never
  /// So many seconds went by since the last one, of a slow picture at most 0.15.
  std::function<void(double seconds)> on_tick;

 private:
  void tick();

  QTimer m_ticks;
  QElapsedTimer m_since;
};

}  // namespace baryscope
