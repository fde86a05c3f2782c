/// Tiles of products that tell which pairs may be near: the inner loop of blocked_search.
#pragma once

#include <array>
#include <cstdint>

namespace baryscope {

/// Queries and points of a tile. Free of everything but sizes, because it is built twice: for every
/// processor and for AVX2.
constexpr int k_tile_queries = 6;
constexpr int k_tile_points = 16;

/// Products are summed over so many columns at a time, and then these sums: so rounding grows with
/// this number, not with that of all columns.
constexpr int k_product_columns = 256;

struct ProductTile {
  const float* queries = nullptr;      ///< [n_columns, k_tile_queries]
  const float* query_norms = nullptr;  ///< [k_tile_queries]
  const float* points = nullptr;       ///< [n_columns, k_tile_points]
  const float* point_norms = nullptr;  ///< [k_tile_points]
  const float* limits = nullptr;       ///< [k_tile_queries]
  int n_columns = 0;
};

/// Bit p of entry q: query norm q + point norm p − 2 query q · point p ≤ limit q.
using TileMasks = std::array<std::uint32_t, k_tile_queries>;
/// Returns whether any bit is set.
using ProductFilter = bool (*)(const ProductTile& tile, TileMasks& masks);

/// That of the calling thread's processor_level(). All let the same pairs through but for rounding.
ProductFilter product_filter();

}  // namespace baryscope
