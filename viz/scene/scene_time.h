/// What of a scene runs, and where a picture of it stands.
#pragma once

#include "viz/scene/scene.h"

namespace baryscope {

/// Null where the scene has none of that kind.
const SceneTime* find_time(const Scene& scene, SceneTime::Kind kind);

/// The phase of the pulses in a still picture of the scene; negative: it shows none.
double still_flow(const Scene& scene);

}  // namespace baryscope
