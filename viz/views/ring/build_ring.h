/// The ring view: Analysis + view options → Scene, tokens in their order on a circle, of long texts
/// on a helix, and the weights as arcs and triangles inside.
#pragma once

#include <string>

#include "core/analysis/analysis.h"
#include "viz/views/view_request.h"

namespace baryscope {

/// Pure and deterministic; runs on the worker.
Scene build_ring(const Analysis& analysis, const ViewRequest& request);

/// Both with the same scales, and seen through one camera.
ScenePair build_ring_pair(const Analysis& first, const Analysis& second,
                          const ViewRequest& request);

/// Why this part cannot be seen in the picture of the analysis; empty: it can.
std::string ring_obstacle(const Analysis& analysis, const ViewRequest& request,
                          const std::string& part);

}  // namespace baryscope
