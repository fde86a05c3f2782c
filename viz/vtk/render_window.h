/// The VTK window that lives on a context given from outside.
#pragma once

#include <vtkGenericOpenGLRenderWindow.h>

#include <functional>

namespace baryscope {

/// A generic window that also initialises where GLEW, built for GLX, finds no GLX display (EGL, Qt
/// on xcb_egl): glewInit has then loaded every pointer although it reports an error, and without
/// this repair VTK repeats its initialisation every frame and draws wrongly.
class RenderWindow : public vtkGenericOpenGLRenderWindow {
 public:
  static RenderWindow* New();
  vtkTypeMacro(RenderWindow, vtkGenericOpenGLRenderWindow)

      std::function<void()> make_current;
  std::function<bool()> is_current;

  void MakeCurrent() override;
  bool IsCurrent() override;
  /// Throws Error where the context lacks OpenGL 3.2.
  void OpenGLInitContext() override;
  /// Of the framebuffer that VTK makes and every picture is drawn into. The context's own, which
  /// VTK would ask, is none where there is no surface (GL_INVALID_OPERATION).
  int GetColorBufferSizes(int* rgba) override;

 protected:
  RenderWindow();
  ~RenderWindow() override;
};

/// From now on VTK's messages go to the log instead of standard error.
void redirect_vtk_messages();

}  // namespace baryscope
