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

}  // namespace baryscope
