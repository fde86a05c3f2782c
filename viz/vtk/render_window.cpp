#include "viz/vtk/render_window.h"

#include <GL/glew.h>
#include <fmt/format.h>
#include <vtkObjectFactory.h>
#include <vtkOutputWindow.h>
#include <vtkSmartPointer.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/log.h"

namespace baryscope {
namespace {

class LogWindow : public vtkOutputWindow {
 public:
  static LogWindow* New();
  vtkTypeMacro(LogWindow, vtkOutputWindow)

      void DisplayText(const char* text) override {
    log(LogLevel::debug, text);
  }
  void DisplayErrorText(const char* text) override { log(LogLevel::error, text); }
  void DisplayWarningText(const char* text) override { log(LogLevel::warning, text); }
  void DisplayGenericWarningText(const char* text) override { log(LogLevel::warning, text); }
  void DisplayDebugText(const char* text) override { log(LogLevel::debug, text); }
};
vtkStandardNewMacro(LogWindow);

}  // namespace

vtkStandardNewMacro(RenderWindow);

RenderWindow::RenderWindow() {
  SetReadyForRendering(true);
  SetMapped(1);
  SetIsCurrent(true);
  SetSupportsOpenGL(1);
  SetIsDirect(1);
  SetOwnContext(0);
  SetFrameBlitModeToNoBlit();
  SetMultiSamples(0);
}

RenderWindow::~RenderWindow() = default;

void RenderWindow::MakeCurrent() {
  if (make_current && !IsCurrent()) {
    make_current();
  }
}

bool RenderWindow::IsCurrent() { return is_current ? is_current() : true; }

void RenderWindow::OpenGLInitContext() {
  if (Initialized) {
    return;
  }
  constexpr GLenum k_no_glx_display = 4;
  glewExperimental = GL_TRUE;
  const GLenum status = glewInit();
  if (status != GLEW_OK && status != k_no_glx_display) {
    throw Error(fmt::format("cannot draw: OpenGL's functions cannot be loaded ({})",
                            reinterpret_cast<const char*>(glewGetErrorString(status))));
  }
  if (!GLEW_VERSION_3_2) {
    const auto* version = glGetString(GL_VERSION);
    throw Error(fmt::format(
        "cannot draw: OpenGL 3.2 or newer is needed, this context offers {} (Debian and Ubuntu: "
        "package libgl1-mesa-dri draws without a graphics card)",
        version != nullptr ? reinterpret_cast<const char*>(version) : "none"));
  }
  ContextCreationTime.Modified();
  GlewInitValid = true;
  Initialized = true;
}

int RenderWindow::GetColorBufferSizes(int* rgba) {
  if (rgba == nullptr) {
    return 0;
  }
  constexpr int k_bits = 8;  // a channel
  std::fill_n(rgba, 4, k_bits);
  return 4 * k_bits;
}

void redirect_vtk_messages() {
  static const bool done = [] {
    vtkOutputWindow::SetInstance(vtkSmartPointer<LogWindow>::New());
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace baryscope
