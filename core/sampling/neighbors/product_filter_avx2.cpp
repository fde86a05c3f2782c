#include "core/sampling/neighbors/product_filter_builds.h"
#include "core/sampling/neighbors/product_filter_kernel.h"

// Compiled for AVX2 and FMA: nothing here may run before product_filter() has asked the processor.
namespace baryscope {

bool avx2_product_filter(const ProductTile& tile, TileMasks& masks) {
  return filter_tile(tile, masks);
}

}  // namespace baryscope
