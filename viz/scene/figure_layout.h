/// What a figure's title, finding, caption and legend take of its size: the one place that says so.
#pragma once

#include <algorithm>
#include <memory>

#include "viz/scene/scene.h"

namespace baryscope {

/// Heights and gaps of a figure's furniture, in layout pixels.
struct FigureLayout {
  double side = 28;           ///< left and right distance of texts and legend from the frame
  double top_margin = 96;     ///< title, finding and caption together, where that is enough
  double bottom_margin = 64;  ///< the legend, where that is enough
  double bare_margin = 24;    ///< where nothing is written
};

/// Words in a picture are not set smaller than 11 pixels, but where the font itself is.
inline double least_points(double font_size) { return std::min(11 * 72.0 / 96, font_size); }
/// The size of a label's words.
inline double label_points(const Scene& scene, double scale) {
  return std::max(scale * scene.font_size, least_points(scene.font_size));
}

/// The size and the area left for the scene, both in layout pixels: above it the title, finding and
/// caption, below it the legend where it is visible; each takes `top_margin` and `bottom_margin`,
/// or what its words need where they would not be legible in that. `bare_margin` where nothing is
/// written. In small figures each shrinks to about a third of the height. Two pictures of a pair
/// (Scene::beside) have the same margins, and so have all frames of a film.
Viewport figure_viewport(const Scene& scene, double width, double height);

/// A scene's words and legend, nothing else.
std::shared_ptr<Scene> furniture_of(const Scene& scene);

/// Lets each of a pair know what the other writes, once that is known (Scene::beside).
void put_side_by_side(Scene& first, Scene& second);

}  // namespace baryscope
