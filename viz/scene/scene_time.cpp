#include "viz/scene/scene_time.h"

#include <algorithm>

namespace baryscope {

const SceneTime* find_time(const Scene& scene, SceneTime::Kind kind) {
  const auto found = std::find_if(scene.times.begin(), scene.times.end(),
                                  [kind](const SceneTime& time) { return time.kind == kind; });
  return found == scene.times.end() ? nullptr : &*found;
}

double still_flow(const Scene& scene) {
  const SceneTime* flow = find_time(scene, SceneTime::Kind::flow);
  return flow == nullptr || flow->now < flow->first ? -1 : flow->now;
}

}  // namespace baryscope
