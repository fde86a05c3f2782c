/// The body of a product filter, for the files that build it.
#pragma once

#include <cstring>

#include "core/sampling/product_filter.h"

namespace baryscope {
namespace {

/// Vectors of 8 numbers: gcc and clang split them where the processor has shorter ones.
using Floats = float __attribute__((vector_size(32)));
using Flags = std::int32_t __attribute__((vector_size(32)));

bool filter_tile(const ProductTile& tile, TileMasks& masks) {
  constexpr int n_halves = 2;
  constexpr int n_lanes = k_tile_points / n_halves;
  Floats sums[k_tile_queries][n_halves] = {};
  const float* query = tile.queries;
  const float* point = tile.points;
  for (int c = 0; c < tile.n_columns; ++c, query += k_tile_queries, point += k_tile_points) {
    Floats columns[n_halves];
    std::memcpy(columns, point, sizeof columns);
    for (int q = 0; q < k_tile_queries; ++q) {
      for (int h = 0; h < n_halves; ++h) {
        sums[q][h] += query[q] * columns[h];
      }
    }
  }
  Floats norms[n_halves];
  std::memcpy(norms, tile.point_norms, sizeof norms);
  Flags any = {};
  Flags passed[k_tile_queries][n_halves];
  for (int q = 0; q < k_tile_queries; ++q) {
    for (int h = 0; h < n_halves; ++h) {
      passed[q][h] = (tile.query_norms[q] + norms[h]) - (sums[q][h] + sums[q][h]) <=
                     (Floats{} + tile.limits[q]);
      any |= passed[q][h];
    }
  }
  std::int32_t found = 0;
  for (int lane = 0; lane < n_lanes; ++lane) {
    found |= any[lane];
  }
  if (found == 0) {
    return false;
  }
  for (int q = 0; q < k_tile_queries; ++q) {
    std::uint32_t mask = 0;
    for (int p = 0; p < k_tile_points; ++p) {
      mask |= (passed[q][p / n_lanes][p % n_lanes] != 0 ? 1U : 0U) << p;
    }
    masks[static_cast<std::size_t>(q)] = mask;
  }
  return true;
}

}  // namespace
}  // namespace baryscope
