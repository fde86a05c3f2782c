#include "viz/vtk/frame_renderer.h"
#include "viz/vtk/scene_view.h"

baryscope::SceneView* baryscope_make_scene_view(const baryscope::SceneView::Host* host) {
  return baryscope::make_scene_view(*host).release();
}

void baryscope_render_image(const baryscope::Scene* scene, const baryscope::Camera* camera,
                            int width, int height, double scale, baryscope::Image* image) {
  *image = baryscope::render_image(*scene, *camera, width, height, scale);
}

baryscope::FrameRenderer* baryscope_make_frame_renderer() {
  return baryscope::make_frame_renderer().release();
}
