/// The flow view: queries and keys in columns, a pipe a weight, through which value flows to the
/// query; of triples a sheet a pair of keys.
#pragma once

#include <string>

#include "core/analysis/analysis.h"
#include "viz/scene/scene.h"
#include "viz/views/view_request.h"

namespace baryscope {

/// Pipes are as thick as |weight|; pulses in them are equally far apart, move at one speed and are
/// as bright as |weight|: what is seen is the weight. Any number of tokens: those that matter have
/// names, the others are ticks.
Scene build_flow(const Analysis& analysis, const ViewRequest& request);

/// Each for half the width, through one camera, by one scale of weights.
ScenePair build_flow_pair(const Analysis& first, const Analysis& second,
                          const ViewRequest& request);

/// Why `part` cannot be seen in any flow of this analysis; empty: it can.
std::string flow_obstacle(const Analysis& analysis, const ViewRequest& request,
                          const std::string& part);

}  // namespace baryscope
