#include "core/sampling/neighbors/parallel_blocks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stop_token>
#include <vector>

#include "core/base/error.h"

namespace baryscope {
namespace {

TEST(ParallelBlocks, VisitEveryItemOnce) {
  for (const std::size_t n : {0, 1, 7, 100, 101}) {
    std::vector<int> visits(n);
    for_blocks(n, 10, {}, [&](std::size_t begin, std::size_t end) {
      EXPECT_LE(end - begin, 10U);
      for (std::size_t i = begin; i < end; ++i) {
        ++visits[i];
      }
    });
    EXPECT_EQ(visits, std::vector<int>(n, 1));
  }
}

TEST(ParallelBlocks, BringTheErrorOfABlockBack) {
  for (int bad = 0; bad < 8; ++bad) {
    EXPECT_THROW(for_blocks(8, 1, {},
                            [&](std::size_t begin, std::size_t) {
                              if (begin == static_cast<std::size_t>(bad)) {
                                throw UsageError("this block");
                              }
                            }),
                 UsageError);
  }
}

TEST(ParallelBlocks, StopSoonAfterTheyAreAskedTo) {
  std::stop_source source;
  std::atomic<int> n_done = 0;
  EXPECT_THROW(for_blocks(1'000'000, 1, Watch(source.get_token(), {}),
                          [&](std::size_t, std::size_t) {
                            if (++n_done == 5) {
                              source.request_stop();
                            }
                          }),
               Cancelled);
  EXPECT_LT(n_done, 1'000'000);
}

}  // namespace
}  // namespace baryscope
