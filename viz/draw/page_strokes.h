/// Edges and curves as paths.
#pragma once

#include <span>
#include <vector>

#include "viz/draw/drawing_list.h"
#include "viz/draw/page_view.h"

namespace baryscope {

/// False for the edge of an outline between two faces that look the same way.
bool is_seen(const PageView& view, const DrawnStroke& stroke);

/// A straight one, or the pieces of a curve in their order: one line of one colour and width.
/// Empty for what lies behind the eye.
std::vector<PagePath> plain_stroke(const PageView& view, std::span<const DrawnStroke> pieces);

}  // namespace baryscope
