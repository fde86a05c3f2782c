// Stands in for the scene builder, which these tests do not look at.
#include "viz/build/build_scene.h"

namespace baryscope {

Scene build_scene(const Analysis& analysis, const ViewRequest& request) {
  Scene scene;
  scene.title = analysis.request.text;
  scene.axes.visible = false;
  scene.theme.name = request.theme;
  return scene;
}

ScenePair build_pair(const Analysis& first, const Analysis& second, const ViewRequest& request) {
  return {build_scene(first, request), build_scene(second, request)};
}

}  // namespace baryscope
