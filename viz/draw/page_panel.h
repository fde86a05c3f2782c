/// One scene as groups of shapes and texts, the farthest first.
#pragma once

#include <vector>

#include "viz/draw/make_page.h"
#include "viz/draw/page.h"

namespace baryscope {

std::vector<PageGroup> panel_groups(const Scene& scene, const Camera& camera,
                                    const Viewport& viewport, const PageStyle& style);

}  // namespace baryscope
