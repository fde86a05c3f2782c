/// Opens the drawing library (VTK) on demand.
#pragma once

#include <memory>

#include "viz/vtk/frame_renderer.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {

/// Opens the library now, while something else is being waited for.
void open_view_library();

/// A view on a GL context of the caller's, which draws beside films and figures (drawing_turns.h):
/// it waits for the frame that one of them is at. Throws Error with what is missing.
std::unique_ptr<SceneView> open_scene_view(const SceneView::Host& host);

/// What draws a film's frames. Throws Error with what is missing.
std::unique_ptr<FrameRenderer> open_frame_renderer();

/// render_image() of viz/vtk/scene_view.h through the library.
Image draw_image(const Scene& scene, const Camera& camera, int width, int height, double scale);

}  // namespace baryscope
