/// A figure laid out as a page, seen through a camera: no renderer is involved.
#pragma once

#include "viz/draw/figure.h"
#include "viz/draw/page.h"

namespace baryscope {

struct PageStyle {
  /// Pipes are round, taper and fade along their length; else each is one plain stroke. Of very
  /// many strokes each is plain.
  bool shaded = true;
  bool text_as_paths = false;  ///< letters are shapes, but for emoji in colour
};

/// Everything that the figure's pixels show, in painter's order: what is far away below.
Page make_page(const Figure& figure, const Camera& camera, const PageStyle& style = {});

}  // namespace baryscope
