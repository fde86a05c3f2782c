/// A figure as a layout of scenes: one alone, or two side by side over a common legend.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "viz/draw/image.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// One scene and the rectangle that it fills, in pixels from the figure's top left.
struct FigurePanel {
  std::shared_ptr<const Scene> scene;
  int left = 0, top = 0, width = 1, height = 1;
};

/// An upright hairline of ink between two panels.
struct Rule {
  int left = 0, top = 0, bottom = 0, width = 1;
  Color ink;
};

/// Panels in the order in which they are laid over each other; every format reads this one layout.
struct Figure {
  int width = 1, height = 1;
  double scale = 1;  ///< pixels a layout pixel
  std::vector<FigurePanel> panels;
  std::vector<Rule> rules;
};

/// `width` × `height` pixels. `second`: null for a scene alone. Of a pair both scenes give up their
/// legends to one below, and the paper's gradient goes on from the halves to it.
Figure make_figure(const std::shared_ptr<const Scene>& first,
                   const std::shared_ptr<const Scene>& second, int width, int height, double scale);

/// Paper and one legend for both halves of a pair, without structures.
Scene pair_frame(const Scene& first, const Scene& second);

using DrawScene = std::function<Image(const std::shared_ptr<const Scene>& scene, int width,
                                      int height, double scale)>;
/// The figure's pixels, each panel by `draw`.
Image figure_image(const Figure& figure, const DrawScene& draw);

}  // namespace baryscope
