#include "core/sampling/neighbors/parallel_blocks.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/log.h"

namespace baryscope {

void for_blocks(std::size_t n, std::size_t block, const Watch& watch,
                const std::function<void(std::size_t begin, std::size_t end)>& work) {
  BARYSCOPE_CHECK(block > 0);
  watch.check();
  const std::size_t n_blocks = (n + block - 1) / block;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> ended{false};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto do_blocks = [&]() noexcept {
    try {
      while (!ended.load(std::memory_order_relaxed)) {
        const std::size_t mine = next.fetch_add(1, std::memory_order_relaxed);
        if (mine >= n_blocks) {
          return;
        }
        watch.check();
        work(mine * block, std::min(n, (mine + 1) * block));
      }
    } catch (...) {
      ended.store(true, std::memory_order_relaxed);
      const std::scoped_lock lock(mutex);
      if (!failure) {
        failure = std::current_exception();
      }
    }
  };
  const std::size_t n_processors = std::max(1U, std::thread::hardware_concurrency());
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t t = 1; t < std::min(n_processors, n_blocks); ++t) {
        others.emplace_back(do_blocks);
      }
    } catch (const std::system_error& error) {
      // Those that run do all the blocks.
      log(LogLevel::debug, std::string("no further thread: ") + error.what());
    }
    do_blocks();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace baryscope
