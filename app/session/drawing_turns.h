/// Who draws: the drawing library serves one thread at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace baryscope {

/// Windows go before whoever else draws (films, figures): these wait while a window draws or asked
/// for its turn a moment ago. A thread that has the turn may take it again.
class DrawingTurns {
 public:
  /// Of a film's frame or a figure: waits.
  void take();
  /// Of a window, which must not wait: false while another thread draws; the next turn is its own.
  bool try_take();
  /// Of a window that cannot do without.
  void take_first();
  /// Gives back what one of the others took.
  void give();

 private:
  using Clock = std::chrono::steady_clock;
  void own();

  std::mutex m_mutex;
  std::condition_variable m_given;
  std::thread::id m_owner;  ///< none: nobody draws
  int m_n_taken = 0;
  int m_n_waiting = 0;          ///< windows in take_first()
  Clock::time_point m_asked{};  ///< of the window that was refused last
};

/// Those of this program's drawing library.
DrawingTurns& drawing_turns();

/// A turn for as long as it lives.
class DrawingTurn {
 public:
  enum class Who { window, other };
  explicit DrawingTurn(Who who) {
    who == Who::window ? drawing_turns().take_first() : drawing_turns().take();
  }
  ~DrawingTurn() { drawing_turns().give(); }
  DrawingTurn(const DrawingTurn&) = delete;
  DrawingTurn& operator=(const DrawingTurn&) = delete;
};

}  // namespace baryscope
