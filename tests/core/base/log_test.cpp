#include "core/base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace baryscope {
namespace {

TEST(Log, LinesOfManyThreadsArriveWholeAndOneAtATime) {
  constexpr int n_threads = 4;
  constexpr int n_lines = 200;
  // Unguarded on purpose: the log calls its sink under its own lock.
  std::vector<std::string> lines;
  LogSink before = exchange_log_sink(
      [&lines](LogLevel, std::string_view message) { lines.emplace_back(message); });
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < n_threads; ++thread) {
      threads.emplace_back([thread] {
        for (int line = 0; line < n_lines; ++line) {
          log(LogLevel::warning, std::to_string(thread) + " of " + std::to_string(line));
        }
      });
    }
  }
  exchange_log_sink(std::move(before));
  ASSERT_EQ(lines.size(), static_cast<std::size_t>(n_threads * n_lines));
  std::vector<int> n_seen(n_threads, 0);
  for (const std::string& line : lines) {
    const int thread = line.front() - '0';
    ASSERT_TRUE(thread >= 0 && thread < n_threads) << line;
    // Each thread's own lines keep their order.
    EXPECT_EQ(line, std::to_string(thread) + " of " + std::to_string(n_seen[thread]));
    ++n_seen[thread];
  }
}

}  // namespace
}  // namespace baryscope
