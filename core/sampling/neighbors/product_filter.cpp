#include "core/sampling/neighbors/product_filter.h"

#include "core/base/processor.h"
#include "core/sampling/neighbors/product_filter_builds.h"
#include "core/sampling/neighbors/product_filter_kernel.h"

namespace baryscope {

bool plain_product_filter(const ProductTile& tile, TileMasks& masks) {
  return filter_tile(tile, masks);
}

ProductFilter product_filter() {
#ifdef BARYSCOPE_AVX2_FILTER
  if (processor_level() >= ProcessorLevel::avx2) {
    return avx2_product_filter;
  }
#endif
  return plain_product_filter;
}

}  // namespace baryscope
