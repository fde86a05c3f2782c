/// One picture after another without any display, for films. No VTK type in this header.
#pragma once

#include <memory>
#include <optional>

#include "viz/draw/figure.h"
#include "viz/draw/image.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// Draws on a thread and GL contexts of its own, so that the caller's thread and its context stay
/// as they are; one draw at a time. A panel whose scene is the one it had (the same pointer) is not
/// uploaded again.
class FrameRenderer {
 public:
  virtual ~FrameRenderer() = default;
  /// All panels through one camera. `flow`: phase of the pulses in [0, 1), negative: none, nothing:
  /// as a still shows them. The same pixels as render_image() of each panel. Throws Error with what
  /// is missing.
  virtual Image draw(const Figure& figure, const Camera& camera, std::optional<double> flow) = 0;
};

std::unique_ptr<FrameRenderer> make_frame_renderer();

}  // namespace baryscope

extern "C" {
/// As those of viz/vtk/scene_view.h.
baryscope::FrameRenderer* baryscope_make_frame_renderer();
}
