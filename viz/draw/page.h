/// A figure as paths and texts on pages of paper: what every vector format writes down, decided
/// once. Layout pixels from the figure's top left, y downwards.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "viz/scene/scene.h"

namespace baryscope {

struct PagePoint {
  double x = 0, y = 0;
};

/// Of one direction, or of circles around `from`.
struct Gradient {
  struct Stop {
    double offset = 0;  ///< 0 … 1
    Color color = {};
  };
  bool radial = false;
  PagePoint from, to;  ///< of circles: their centre, and a place on the largest
  std::vector<Stop> stops;
};

/// Nothing, one colour with its opacity, or a gradient.
using Paint = std::variant<std::monostate, Color, Gradient>;

/// A corner of an outline, reached by a straight line, an arc or a curve.
struct PageNode {
  PagePoint at;
  double radius = 0;    ///< of the arc that leads here, clockwise, half a circle at most; 0: a line
  bool curved = false;  ///< a cubic Bézier curve leads here, with these controls
  PagePoint first = {}, second = {};
};

struct PageOutline {
  std::vector<PageNode> nodes;
  bool closed = true;
};

/// A filled and stroked shape: outlines, or a circle.
struct PagePath {
  std::vector<PageOutline> outlines;  ///< empty: the circle
  PagePoint center;
  double radius = 0;

  Paint fill = {}, stroke = {};
  double width = 0;   ///< of the stroke, with round joins
  bool butt = false;  ///< its ends are cut, not round
  std::vector<double> dashes = {};
  double dash_offset = 0;
  bool stroke_first = false;  ///< the fill lies over the stroke: a halo
  bool sharp = false;         ///< without smooth rims, so that what adjoins shows no seam
};

struct PageText {
  std::vector<LabelSpan> spans;
  PagePoint pen;     ///< where the baseline begins
  double width = 0;  ///< that it takes
  double size = 0;   ///< of the font
  Color ink, grey, halo;
  double halo_width = 0;
};

/// Shapes of one subject that lie over each other, or furniture.
struct PageGroup {
  Subject subject = {};
  std::string part = {};   ///< of furniture: "legend"
  int number = -1;         ///< of several parts of one kind
  double opacity = 1;      ///< of all together
  std::string words = {};  ///< what it says, where its texts are paths
  std::vector<std::variant<PagePath, PageText>> items = {};
};

/// One scene: what lies outside its rectangle is cut.
struct PagePanel {
  double left = 0, top = 0, width = 1, height = 1;
  std::vector<PageGroup> groups = {};  ///< each over those before it
};

struct Page {
  double width = 1, height = 1;
  double scale = 1;       ///< pixels of the figure a layout pixel
  std::string font = {};  ///< Scene::font
  std::vector<PagePanel> panels = {};
};

}  // namespace baryscope
