/// An overlay's texts, lines, scale and icons as groups of a page.
#pragma once

#include <vector>

#include "viz/draw/overlay_parts.h"
#include "viz/draw/page.h"

namespace baryscope {

/// In their order; the parts of one label together.
std::vector<PageGroup> furniture_groups(const std::vector<OverlayPart>& parts);

}  // namespace baryscope
