/// Pictures drawn larger than wanted, made smaller.
#pragma once

#include "viz/draw/image.h"

namespace baryscope {

/// Averages squares of `factor` pixels of an image whose colours are multiplied by alpha (sizes
/// divide) and gives straight alpha.
Image downsampled(const Image& image, int factor);

}  // namespace baryscope
