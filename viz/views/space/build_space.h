/// The space view: Analysis + view options → Scene, every token at its value vector and the output
/// at their weighted sum.
#pragma once

#include "core/analysis/analysis.h"
#include "viz/views/view_request.h"

namespace baryscope {

/// Pure and deterministic; runs on the worker.
Scene build_scene(const Analysis& analysis, const ViewRequest& request);

/// The second's places are turned, scaled and shifted onto the first's (similarity_onto of the
/// tokens, turned where both read the same ones), which its caption says.
ScenePair build_pair(const Analysis& first, const Analysis& second, const ViewRequest& request);

/// Why this part cannot be seen in the picture of the analysis; empty: it can.
std::string space_obstacle(const Analysis& analysis, const ViewRequest& request,
                           const std::string& part);
}  // namespace baryscope
