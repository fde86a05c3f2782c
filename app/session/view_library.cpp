#include "app/session/view_library.h"

#include "app/session/shared_library.h"

namespace baryscope {
namespace {

const SharedLibrary& library() {
  static const SharedLibrary opened("libbaryscope_vtk.so", "the drawing library",
                                    "It needs VTK 9.1 and EGL of the system; './dev run' installs "
                                    "them. Reports (--output x.json) "
                                    "work without it");
  return opened;
}

}  // namespace

void open_view_library() { static_cast<void>(library()); }

std::unique_ptr<SceneView> open_scene_view(const SceneView::Host& host) {
  using Make = SceneView*(const SceneView::Host*);
  return std::unique_ptr<SceneView>(library().function<Make>("baryscope_make_scene_view")(&host));
}

std::unique_ptr<FrameRenderer> open_frame_renderer() {
  using Make = FrameRenderer*();
  return std::unique_ptr<FrameRenderer>(
      library().function<Make>("baryscope_make_frame_renderer")());
}

Image draw_image(const Scene& scene, const Camera& camera, int width, int height, double scale) {
  using Draw = void(const Scene*, const Camera*, int, int, double, Image*);
  Image image;
  library().function<Draw>("baryscope_render_image")(&scene, &camera, width, height, scale, &image);
  return image;
}

}  // namespace baryscope
