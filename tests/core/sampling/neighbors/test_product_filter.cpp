#include "core/sampling/neighbors/product_filter.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/processor.h"
#include "core/base/random.h"
#include "core/sampling/neighbors/product_filter_builds.h"

namespace baryscope {
namespace {

/// Both builds against sums in double precision, but for pairs within rounding of the limit.
void expect_filtered(ProductFilter filter) {
  Random random(1);
  int n_passed = 0, n_held = 0;
  for (const int d : {1, 2, 7, 16, 64, 255, 256, 257, 700, 1024}) {
    for (int round = 0; round < 20; ++round) {
      const auto columns = static_cast<std::size_t>(d);
      std::vector<float> queries(columns * k_tile_queries), points(columns * k_tile_points);
      std::array<float, k_tile_queries> query_norms{}, limits{};
      std::array<float, k_tile_points> point_norms{};
      const auto fill = [&](auto& numbers, double from, double to) {
        for (float& x : numbers) {
          x = static_cast<float>(from + (to - from) * random.uniform());
        }
      };
      fill(queries, -1, 1);
      fill(points, -1, 1);
      fill(query_norms, 0, d);
      fill(point_norms, 0, d);
      fill(limits, round < 10 ? -d : 0, round < 5 ? -d : d);
      limits[3] = -std::numeric_limits<float>::infinity();
      limits[4] = round == 0 ? std::numeric_limits<float>::infinity() : limits[4];
      point_norms[9] = std::numeric_limits<float>::infinity();
      TileMasks masks{};
      const bool any = filter(
          {queries.data(), query_norms.data(), points.data(), point_norms.data(), limits.data(), d},
          masks);
      for (std::size_t q = 0; q < k_tile_queries; ++q) {
        for (std::size_t p = 0; p < k_tile_points; ++p) {
          double product = 0;
          for (std::size_t c = 0; c < columns; ++c) {
            product += double{queries[c * k_tile_queries + q]} * points[c * k_tile_points + p];
          }
          const double bound = double{query_norms[q]} + point_norms[p] - 2 * product;
          const bool passed = any && ((masks[q] >> p) & 1) != 0;
          if (bound <= limits[q] - 1e-4 * d) {
            EXPECT_TRUE(passed) << d << " " << q << " " << p;
            ++n_passed;
          } else if (bound > limits[q] + 1e-4 * d) {
            EXPECT_FALSE(passed) << d << " " << q << " " << p;
            ++n_held;
          }
        }
      }
    }
  }
  EXPECT_GT(n_passed, 1500);
  EXPECT_GT(n_held, 2000);
}

TEST(ProductFilter, OfThisProcessorLetsTheNearPairsThrough) {
  const ProcessorScope widest("auto");
  EXPECT_EQ(product_filter() == plain_product_filter, widest_level() == ProcessorLevel::portable);
  expect_filtered(product_filter());
}

TEST(ProductFilter, OfEveryProcessorLetsTheNearPairsThrough) {
  const ProcessorScope scope("portable");
  EXPECT_EQ(product_filter(), plain_product_filter);
  expect_filtered(product_filter());
}

}  // namespace
}  // namespace baryscope
