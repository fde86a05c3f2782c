/// The shapes of points as paths.
#pragma once

#include <vector>

#include "viz/draw/page.h"

namespace baryscope {

struct GlyphLook {
  PagePoint center;
  double radius = 8;
  Color color, paper;
  double fog = 0;         ///< share of paper in its colour
  double halo = 0;        ///< width of the paper that it clears around itself
  double ring_width = 0;  ///< of a ring, in radii
};

/// As points.frag draws it, below to above.
std::vector<PagePath> glyph_paths(Glyph glyph, const GlyphLook& look);

}  // namespace baryscope
