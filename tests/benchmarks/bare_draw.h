/// A drawing's strokes, curves, cells and marks by plain OpenGL and the program's own shaders: what
/// a frame costs at least.
#pragma once

#include <memory>

#include "viz/draw/drawing.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// Lives on the context that is current when it is made.
class BareDraw {
 public:
  BareDraw(const Drawing& drawing, const Camera& camera, int width, int height);
  ~BareDraw();
  BareDraw(const BareDraw&) = delete;
  BareDraw& operator=(const BareDraw&) = delete;

  /// Into a framebuffer of its own, the passes that the program makes.
  void draw(double flow);
  void release();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace baryscope
