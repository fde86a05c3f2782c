#include "viz/scene/figure_layout.h"

#include <algorithm>

namespace baryscope {

Viewport figure_viewport(const Scene& scene, double width, double height) {
  const FigureLayout layout;
  // Fonts larger than the default take proportionally more room.
  const double growth = std::max(1.0, scene.font_size / 14);
  const bool headed = !scene.title.empty() || !scene.finding.empty() || !scene.caption.empty();
  Viewport viewport;
  viewport.width = width;
  viewport.height = height;
  viewport.margin_top =
      std::min(headed ? growth * layout.top_margin : layout.bare_margin, height / 3);
  viewport.margin_bottom = std::min(
      scene.legend.visible ? growth * layout.bottom_margin : layout.bare_margin, height / 3);
  return viewport;
}

}  // namespace baryscope
