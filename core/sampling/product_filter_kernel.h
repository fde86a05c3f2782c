/// The body of a product filter, for the files that build it.
#pragma once

#include "core/sampling/product_filter.h"

namespace baryscope {
namespace {

/// Vectors of 8 numbers: gcc and clang split them where the processor has shorter ones.
using Floats = float __attribute__((vector_size(32)));
using Flags = std::int32_t __attribute__((vector_size(32)));
/// The same anywhere in memory.
using LooseFloats = float __attribute__((vector_size(32), aligned(4), may_alias));

constexpr int k_lanes = 8;

/// Products of one query with the points of a tile.
struct ProductRow {
  Floats low = {}, high = {};

  void add(float query, const Floats& points_low, const Floats& points_high) {
    low += query * points_low;
    high += query * points_high;
  }
  void add(const ProductRow& more) {
    low += more.low;
    high += more.high;
  }
};

/// Which points of the tile one query may be near.
struct PassedRow {
  Flags low, high;

  PassedRow(const ProductTile& tile, int query, const ProductRow& products) {
    const Floats norm = Floats{} + tile.query_norms[query];
    const Floats limit = Floats{} + tile.limits[query];
    const auto* point_norms = reinterpret_cast<const LooseFloats*>(tile.point_norms);
    low = (norm + point_norms[0]) - (products.low + products.low) <= limit;
    high = (norm + point_norms[1]) - (products.high + products.high) <= limit;
  }
  [[nodiscard]] Flags any() const { return low | high; }
  [[nodiscard]] std::uint32_t mask() const {
    std::uint32_t bits = 0;
    for (int lane = 0; lane < k_lanes; ++lane) {
      bits |= (low[lane] != 0 ? 1U : 0U) << lane;
      bits |= (high[lane] != 0 ? 1U : 0U) << (lane + k_lanes);
    }
    return bits;
  }
};

/// Six rows by name, not an array of them: so they stay in registers.
bool filter_tile(const ProductTile& tile, TileMasks& masks) {
  static_assert(k_tile_queries == 6 && k_tile_points == 2 * k_lanes);
  ProductRow sum0, sum1, sum2, sum3, sum4, sum5;
  const float* query = tile.queries;
  const auto* points = reinterpret_cast<const LooseFloats*>(tile.points);
  for (int first = 0; first < tile.n_columns; first += k_product_columns) {
    ProductRow row0, row1, row2, row3, row4, row5;
    const int last =
        tile.n_columns - first > k_product_columns ? first + k_product_columns : tile.n_columns;
    for (int c = first; c < last; ++c, query += k_tile_queries, points += 2) {
      const Floats low = points[0];
      const Floats high = points[1];
      row0.add(query[0], low, high);
      row1.add(query[1], low, high);
      row2.add(query[2], low, high);
      row3.add(query[3], low, high);
      row4.add(query[4], low, high);
      row5.add(query[5], low, high);
    }
    sum0.add(row0);
    sum1.add(row1);
    sum2.add(row2);
    sum3.add(row3);
    sum4.add(row4);
    sum5.add(row5);
  }
  const PassedRow passed0(tile, 0, sum0), passed1(tile, 1, sum1), passed2(tile, 2, sum2),
      passed3(tile, 3, sum3), passed4(tile, 4, sum4), passed5(tile, 5, sum5);
  const Flags any = (passed0.any() | passed1.any() | passed2.any()) |
                    (passed3.any() | passed4.any() | passed5.any());
  using Words = std::int64_t __attribute__((vector_size(32)));
  const Words words = reinterpret_cast<Words>(any);
  if ((words[0] | words[1] | words[2] | words[3]) == 0) {
    return false;
  }
  masks[0] = passed0.mask();
  masks[1] = passed1.mask();
  masks[2] = passed2.mask();
  masks[3] = passed3.mask();
  masks[4] = passed4.mask();
  masks[5] = passed5.mask();
  return true;
}

}  // namespace
}  // namespace baryscope
