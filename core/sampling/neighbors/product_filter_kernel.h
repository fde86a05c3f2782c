/// The body of a product filter, for the files that build it.
#pragma once

#include <cstddef>
#include <cstring>

#include "core/sampling/neighbors/product_filter.h"

namespace baryscope {
namespace {

/// As many numbers as a register of the processor that this is built for holds.
#ifdef __AVX2__
constexpr int k_lanes = 8;
#else
constexpr int k_lanes = 4;
#endif
using Floats = float __attribute__((vector_size(4 * k_lanes)));
using Flags = std::int32_t __attribute__((vector_size(4 * k_lanes)));
/// The same anywhere in memory.
using LooseFloats = float __attribute__((vector_size(4 * k_lanes), aligned(4), may_alias));

/// A tile is gone through in parts of two registers of points.
constexpr int k_part_points = 2 * k_lanes;

/// Products of one query with the points of a part.
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

/// Six rows by name, not an array of them: so they stay in registers.
struct ProductRows {
  ProductRow row0, row1, row2, row3, row4, row5;

  /// Columns [first, last) of the part that begins at point `begin` of the tile.
  void add(const ProductTile& tile, int begin, int first, int last) {
    const float* query = tile.queries + static_cast<std::ptrdiff_t>(first) * k_tile_queries;
    const float* point = tile.points + static_cast<std::ptrdiff_t>(first) * k_tile_points + begin;
    for (int c = first; c < last; ++c, query += k_tile_queries, point += k_tile_points) {
      const Floats low = *reinterpret_cast<const LooseFloats*>(point);
      const Floats high = *reinterpret_cast<const LooseFloats*>(point + k_lanes);
      row0.add(query[0], low, high);
      row1.add(query[1], low, high);
      row2.add(query[2], low, high);
      row3.add(query[3], low, high);
      row4.add(query[4], low, high);
      row5.add(query[5], low, high);
    }
  }
  void add(const ProductRows& more) {
    row0.add(more.row0);
    row1.add(more.row1);
    row2.add(more.row2);
    row3.add(more.row3);
    row4.add(more.row4);
    row5.add(more.row5);
  }
};

/// Columns past the first k_product_columns, in sums of that many.
__attribute__((noinline)) void add_later_columns(const ProductTile& tile, int begin,
                                                 ProductRows& sums) {
  for (int first = k_product_columns; first < tile.n_columns; first += k_product_columns) {
    const bool whole = tile.n_columns - first > k_product_columns;
    ProductRows more;
    more.add(tile, begin, first, whole ? first + k_product_columns : tile.n_columns);
    sums.add(more);
  }
}

/// Which points of the part one query may be near.
struct PassedRow {
  Flags low, high;

  PassedRow(const ProductTile& tile, int begin, int query, const ProductRow& products) {
    const Floats norm = Floats{} + tile.query_norms[query];
    const Floats limit = Floats{} + tile.limits[query];
    const Floats low_norms = *reinterpret_cast<const LooseFloats*>(tile.point_norms + begin);
    const Floats high_norms =
        *reinterpret_cast<const LooseFloats*>(tile.point_norms + begin + k_lanes);
    low = (norm + low_norms) - (products.low + products.low) <= limit;
    high = (norm + high_norms) - (products.high + products.high) <= limit;
  }
  [[nodiscard]] Flags any() const { return low | high; }
  [[nodiscard]] std::uint32_t mask() const {
    std::int32_t flags[k_part_points];
    std::memcpy(flags, &low, sizeof low);
    std::memcpy(flags + k_lanes, &high, sizeof high);
    std::uint32_t bits = 0;
    for (int point = 0; point < k_part_points; ++point) {
      bits |= (flags[point] != 0 ? 1U : 0U) << point;
    }
    return bits;
  }
};

/// One part; whether any pair passed, and then the bits of its points in `masks`.
bool filter_part(const ProductTile& tile, int begin, TileMasks& masks) {
  ProductRows sums;
  sums.add(tile, begin, 0, tile.n_columns < k_product_columns ? tile.n_columns : k_product_columns);
  if (tile.n_columns > k_product_columns) {
    ProductRows all = sums;
    add_later_columns(tile, begin, all);
    sums = all;
  }
  const PassedRow passed0(tile, begin, 0, sums.row0), passed1(tile, begin, 1, sums.row1),
      passed2(tile, begin, 2, sums.row2), passed3(tile, begin, 3, sums.row3),
      passed4(tile, begin, 4, sums.row4), passed5(tile, begin, 5, sums.row5);
  const Flags any = (passed0.any() | passed1.any() | passed2.any()) |
                    (passed3.any() | passed4.any() | passed5.any());
  std::int64_t words[k_lanes / 2];
  std::memcpy(words, &any, sizeof any);
  std::int64_t found = 0;
  for (const std::int64_t word : words) {
    found |= word;
  }
  if (found == 0) {
    return false;
  }
  masks[0] |= passed0.mask() << begin;
  masks[1] |= passed1.mask() << begin;
  masks[2] |= passed2.mask() << begin;
  masks[3] |= passed3.mask() << begin;
  masks[4] |= passed4.mask() << begin;
  masks[5] |= passed5.mask() << begin;
  return true;
}

bool filter_tile(const ProductTile& tile, TileMasks& masks) {
  static_assert(k_tile_queries == 6 && k_tile_points % k_part_points == 0);
  masks = {};
  bool any = false;
  for (int begin = 0; begin < k_tile_points; begin += k_part_points) {
    any = filter_part(tile, begin, masks) || any;
  }
  return any;
}

}  // namespace
}  // namespace baryscope
