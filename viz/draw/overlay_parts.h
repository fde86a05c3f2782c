/// What an overlay holds, for formats that have lines and letters of their own; layout pixels.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "viz/scene/scene.h"
#include "viz/text/label_layout.h"

namespace baryscope {

/// Title, finding and caption; legend; labels with their leader lines; names of axes.
enum class OverlayRoom { head, legend, label, axis };

struct OverlayWords {
  LineOfText line;  ///< from the top left of its box
  double left = 0, top = 0, width = 0;
  double points = 0;
  Color ink, grey, halo;
  double halo_width = 0, opacity = 1;
};
struct OverlayLine {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0, width = 1;
  Color color;
};
struct OverlayRectangle {
  double left = 0, top = 0, width = 0, height = 0;
  Color color;
};
/// A legend's scale, from its minimum at the left.
struct OverlayBar {
  double left = 0, top = 0, width = 0, height = 0;
  std::string color_map;
  bool dark = false;
};
struct OverlayIcon {
  Glyph glyph = Glyph::sphere;
  double left = 0, top = 0, side = 0;
  Color color, paper;
};

struct OverlayPart {
  OverlayRoom room = OverlayRoom::label;
  int label = -1;  ///< of Scene::labels
  std::variant<OverlayWords, OverlayLine, OverlayRectangle, OverlayBar, OverlayIcon> what;
};

}  // namespace baryscope
