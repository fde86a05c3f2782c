/// What a figure's title, finding, caption and legend take of its size: the one place that says so.
#pragma once

#include "viz/scene/scene.h"

namespace baryscope {

/// Heights and gaps of a figure's furniture, in layout pixels.
struct FigureLayout {
  double side = 28;           ///< left and right distance of texts and legend from the frame
  double top_margin = 96;     ///< title, finding and caption together
  double bottom_margin = 64;  ///< the legend
  double bare_margin = 24;    ///< where nothing is written
};

/// The size and the area left for the scene, both in layout pixels: `top_margin` above where the
/// scene has a title, finding or caption, `bottom_margin` below where its legend is visible,
/// `bare_margin` elsewhere above and below; in small figures the margins shrink to a third of the
/// height at most.
Viewport figure_viewport(const Scene& scene, double width, double height);

}  // namespace baryscope
