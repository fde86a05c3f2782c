/// Pictures of scenes without any display, on a GL context of their own.
#pragma once

#include <memory>

#include "viz/draw/image.h"
#include "viz/draw/overlay.h"
#include "viz/scene/camera.h"
#include "viz/scene/scene.h"
#include "viz/vtk/egl_context.h"
#include "viz/vtk/scene_drawer.h"

namespace baryscope {

/// One scene at a time, drawn as often as wanted; lives on the thread that made it. At twice the
/// size and averaged, in tiles, so memory beyond the picture itself is bounded.
class PictureDrawer {
 public:
  /// Throws Error with what is missing.
  PictureDrawer();

  /// Uploaded once, whatever is drawn of it.
  void set_scene(std::shared_ptr<const Scene> scene);
  [[nodiscard]] const std::shared_ptr<const Scene>& scene() const { return m_scene; }
  /// `flow`: phase of the pulses in [0, 1); negative: none.
  Image draw(const Camera& camera, int width, int height, double scale, double flow);

 private:
  EglContext m_context;
  SceneDrawer m_drawer;
  std::shared_ptr<const Scene> m_scene;
  Overlay m_overlay;
  int m_atlas_version = 0;
};

}  // namespace baryscope
