/// The shapes of points as small pictures for the legend.
#pragma once

#include "viz/draw/image.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// `size` × `size` pixels, straight alpha, drawn as points.frag draws the glyph.
Image glyph_icon(Glyph glyph, const Color& color, const Color& paper, int size);

}  // namespace baryscope
