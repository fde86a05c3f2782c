// Films and windows draw in turns, and a window never waits for long.
#include "app/session/drawing_turns.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace baryscope {
namespace {

using namespace std::chrono_literals;

TEST(DrawingTurns, OneThreadAtATimeAndTheSameOneAgain) {
  DrawingTurns turns;
  ASSERT_TRUE(turns.try_take());
  turns.take_first();
  bool other = true;
  std::thread([&] { other = turns.try_take(); }).join();
  EXPECT_FALSE(other);
  turns.give();
  std::thread([&] { other = turns.try_take(); }).join();
  EXPECT_FALSE(other) << "it is held twice";
  turns.give();
  std::thread([&] {
    other = turns.try_take();
    turns.give();
  }).join();
  EXPECT_TRUE(other);
}

TEST(DrawingTurns, AWindowGoesBeforeTheNextFrame) {
  DrawingTurns turns;
  std::atomic<int> n_frames{0};
  std::atomic<bool> ends{false};
  std::thread film([&] {
    while (!ends) {
      turns.take();
      std::this_thread::sleep_for(2ms);
      ++n_frames;
      turns.give();
    }
  });
  while (n_frames < 3) std::this_thread::yield();
  for (int i = 0; i < 20; ++i) {
    // A window that was refused asks again with its next picture; one frame at most comes before.
    const int before = n_frames;
    while (!turns.try_take()) std::this_thread::sleep_for(1ms);
    EXPECT_LE(n_frames - before, 1);
    turns.give();
    turns.take_first();
    turns.give();
  }
  const int seen = n_frames;
  while (n_frames < seen + 3) std::this_thread::yield();  // and the film goes on
  ends = true;
  film.join();
}

}  // namespace
}  // namespace baryscope
