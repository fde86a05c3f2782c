#include "core/sampling/product_filter.h"

#include "core/sampling/product_filter_builds.h"
#include "core/sampling/product_filter_kernel.h"

namespace baryscope {

bool plain_product_filter(const ProductTile& tile, TileMasks& masks) {
  return filter_tile(tile, masks);
}

ProductFilter product_filter() {
#ifdef BARYSCOPE_AVX2_FILTER
  static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  if (has) {
    return avx2_product_filter;
  }
#endif
  return plain_product_filter;
}

}  // namespace baryscope
