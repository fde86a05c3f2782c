/// Edges and curves as paths.
#pragma once

#include <span>
#include <vector>

#include "viz/draw/drawing_list.h"
#include "viz/draw/page_view.h"

namespace baryscope {

/// False for the edge of an outline between two faces that look the same way.
bool is_seen(const PageView& view, const DrawnStroke& stroke);

/// How a stroke is put on the page.
struct StrokeLook {
  bool shaded = true;       ///< round, tapering and fading along its length; else one plain line
  double from = 0, to = 1;  ///< the part that is drawn, by its length on the screen
};

/// A straight stroke. Empty for what lies behind the eye.
std::vector<PagePath> stroke_paths(const PageView& view, const DrawnStroke& stroke,
                                   const StrokeLook& look);
/// The pieces of a curve in their order: one line of one colour and width, lighter along its middle
/// where it is shaded.
std::vector<PagePath> curve_paths(const PageView& view, std::span<const DrawnStroke> pieces,
                                  bool shaded);

/// Both ends as they are seen, before the eye; nothing for what lies behind it.
struct SeenStroke {
  Vec3 from, to;
  ScreenPoint start, end;
};
std::optional<SeenStroke> seen_stroke(const PageView& view, const DrawnStroke& stroke);

}  // namespace baryscope
