#include "viz/vtk/egl_context.h"

#define EGL_EGL_PROTOTYPES 1
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr const char* k_advice =
    "Drawing without a display needs EGL with OpenGL 3.2 or newer "
    "(Debian and Ubuntu: packages libegl1 and libgl1-mesa-dri)";

template <typename Function>
Function extension(const char* name) {
  return reinterpret_cast<Function>(eglGetProcAddress(name));
}

bool has_extension(const char* list, const char* name) {
  return list != nullptr && std::strstr(list, name) != nullptr;
}

/// Displays in the order in which they are tried.
std::vector<EGLDisplay> displays() {
  std::vector<EGLDisplay> found;
  const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  const auto platform_display =
      extension<PFNEGLGETPLATFORMDISPLAYEXTPROC>("eglGetPlatformDisplayEXT");
  if (platform_display == nullptr) {
    return found;
  }
  if (has_extension(client, "EGL_MESA_platform_surfaceless")) {
    found.push_back(platform_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr));
  }
  if (has_extension(client, "EGL_EXT_platform_device")) {
    const auto query = extension<PFNEGLQUERYDEVICESEXTPROC>("eglQueryDevicesEXT");
    std::array<EGLDeviceEXT, 16> devices{};
    EGLint n_devices = 0;
    if (query != nullptr && query(devices.size(), devices.data(), &n_devices) == EGL_TRUE) {
      for (EGLint i = 0; i < n_devices; ++i) {
        found.push_back(platform_display(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr));
      }
    }
  }
  return found;
}

EGLContext make_context(EGLDisplay display) {
  const std::array<EGLint, 7> wanted{
      EGL_SURFACE_TYPE, 0,       EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_CONFORMANT,
      EGL_OPENGL_BIT,   EGL_NONE};
  EGLConfig config = nullptr;
  EGLint n_configs = 0;
  if (eglChooseConfig(display, wanted.data(), &config, 1, &n_configs) != EGL_TRUE ||
      n_configs == 0) {
    return EGL_NO_CONTEXT;
  }
  for (const auto& [major, minor] : {std::pair{4, 5}, std::pair{3, 3}, std::pair{3, 2}}) {
    const std::array<EGLint, 7> version{EGL_CONTEXT_MAJOR_VERSION,
                                        major,
                                        EGL_CONTEXT_MINOR_VERSION,
                                        minor,
                                        EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                        EGL_NONE};
    const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, version.data());
    if (context != EGL_NO_CONTEXT) {
      return context;
    }
  }
  return EGL_NO_CONTEXT;
}

}  // namespace

struct EglContext::State {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
};

EglContext::EglContext() : m_state(std::make_unique<State>()) {
  std::string tried = "no EGL platform without a display is offered";
  for (const EGLDisplay display : displays()) {
    EGLint major = 0, minor = 0;
    if (display == EGL_NO_DISPLAY || eglInitialize(display, &major, &minor) != EGL_TRUE) {
      tried = "EGL starts on no platform";
      continue;
    }
    const char* available = eglQueryString(display, EGL_EXTENSIONS);
    if (!has_extension(available, "EGL_KHR_surfaceless_context") ||
        eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) {
      tried = fmt::format("EGL {}.{} has no desktop OpenGL without a surface", major, minor);
      continue;
    }
    const EGLContext context = make_context(display);
    if (context != EGL_NO_CONTEXT) {
      m_state->display = display;
      m_state->context = context;
      try {
        make_current();
      } catch (...) {
        eglDestroyContext(display, context);
        throw;
      }
      return;
    }
    tried = fmt::format("EGL {}.{} gives no OpenGL 3.2 context", major, minor);
  }
  throw Error(fmt::format("cannot draw: {}. {}", tried, k_advice));
}

EglContext::~EglContext() {
  if (m_state->context != EGL_NO_CONTEXT) {
    if (is_current()) {
      eglMakeCurrent(m_state->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    }
    // The display stays initialised: it is the process's, and a Qt window may share it.
    eglDestroyContext(m_state->display, m_state->context);
  }
}

void EglContext::make_current() {
  if (is_current()) {
    return;
  }
  eglBindAPI(EGL_OPENGL_API);
  if (eglMakeCurrent(m_state->display, EGL_NO_SURFACE, EGL_NO_SURFACE, m_state->context) !=
      EGL_TRUE) {
    throw Error(fmt::format(
        "cannot draw: the EGL context cannot be made current (error 0x{:x}); another OpenGL "
        "context may be current on this thread and has to be released first",
        eglGetError()));
  }
}

bool EglContext::is_current() const { return eglGetCurrentContext() == m_state->context; }

}  // namespace baryscope
