/// The builds of the product filter that product_filter() chooses from.
#pragma once

#include "core/sampling/neighbors/product_filter.h"

namespace baryscope {

/// For every processor.
bool plain_product_filter(const ProductTile& tile, TileMasks& masks);
/// Only where the build defines BARYSCOPE_AVX2_FILTER, and only on a processor that has AVX2 and
/// FMA.
bool avx2_product_filter(const ProductTile& tile, TileMasks& masks);

}  // namespace baryscope
