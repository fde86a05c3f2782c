/// Draws a scene with VTK into a GL context given from outside. No VTK type in this header.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "viz/draw/drawing.h"
#include "viz/draw/image.h"
#include "viz/scene/camera.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// One view on one GL context. All calls on the thread of that context. The titles, the legend and
/// the labels belong to the picture and are drawn by it.
class SceneView {
 public:
  /// The context's owner (a Qt widget, an EGL context).
  struct Host {
    std::function<void()> make_current;  ///< may be a no-op where the context is current
    std::function<bool()> is_current;
  };

  virtual ~SceneView() = default;

  virtual void set_drawing(std::shared_ptr<const Drawing> drawing) = 0;
  /// The same, made here: for scenes that no worker made (the way from one to another).
  void set_scene(std::shared_ptr<const Scene> scene) {
    set_drawing(make_drawing(std::move(scene)));
  }
  virtual void set_camera(const Camera& camera) = 0;
  [[nodiscard]] virtual const Camera& camera() const = 0;
  /// Size in device pixels; `scale` = device pixels per layout pixel (HiDPI, figure scale).
  virtual void resize(int width, int height, double scale) = 0;
  /// The area for the scene in layout pixels, for picking and label placement.
  [[nodiscard]] virtual Viewport viewport() const = 0;
  /// Weights below `threshold` (absolute) are not drawn; uploads nothing.
  virtual void set_threshold(double threshold) = 0;
  /// Phase in [0, 1) of the pulses that run along the pipes; negative: none, nothing: as a still
  /// shows them. Uploads nothing.
  virtual void set_flow(std::optional<double> phase) = 0;
  /// Draws a frame into VTK's own framebuffer. `still`: slower, better (supersampled, peeled).
  virtual void render(bool still) = 0;
  /// Copies the frame to framebuffer `target` (GL name) of the same size.
  virtual void blit_to(unsigned target) = 0;
  [[nodiscard]] virtual Image read_pixels() = 0;
  /// "OpenGL 4.5, Mesa llvmpipe": for Help → About.
  [[nodiscard]] virtual std::string describe() const = 0;
  /// Frees all GL objects; call before the context goes.
  virtual void release() = 0;
};

/// Throws Error where the context lacks OpenGL 3.2.
std::unique_ptr<SceneView> make_scene_view(SceneView::Host host);

/// Draws without any display, through an EGL context of its own on a thread of its own, so the
/// caller's current context stays as it is. Not while another thread draws a view. At twice the
/// size and averaged, in tiles, so memory beyond the picture itself is bounded. Throws Error with
/// what is missing.
Image render_image(const Scene& scene, const Camera& camera, int width, int height, double scale);

}  // namespace baryscope

extern "C" {
/// The library's exported symbols, opened by `app/session/view_library.h` with dlopen so that
/// `--help` and reports never load VTK.
baryscope::SceneView* baryscope_make_scene_view(const baryscope::SceneView::Host* host);
/// Fills `image`. Exceptions pass through (one C++ runtime).
void baryscope_render_image(const baryscope::Scene* scene, const baryscope::Camera* camera,
                            int width, int height, double scale, baryscope::Image* image);
}
