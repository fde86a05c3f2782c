/// What tests of drawn pictures share.
#pragma once

#include <GL/glew.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "viz/scene/figure_layout.h"
#include "viz/vtk/egl_context.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {

/// What the library prints or logs while a test runs; both must stay empty.
class Silence {
 public:
  Silence() {
    m_old = exchange_log_sink(
        [this](LogLevel, std::string_view message) { m_messages.emplace_back(message); });
    testing::internal::CaptureStderr();
  }
  ~Silence() {
    exchange_log_sink(m_old);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_THAT(m_messages, testing::IsEmpty());
  }

 private:
  LogSink m_old;
  std::vector<std::string> m_messages;
};

inline Color pixel(const Image& image, double x, double y) {
  const int column = std::clamp(static_cast<int>(x), 0, image.width - 1);
  const int row = std::clamp(static_cast<int>(y), 0, image.height - 1);
  const std::uint8_t* p = &image.rgba[4 * (static_cast<std::size_t>(row) * image.width + column)];
  return {p[0] / 255.0, p[1] / 255.0, p[2] / 255.0, p[3] / 255.0};
}

inline double difference(const Color& a, const Color& b) {
  return std::max(
      {std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

inline double brightness(const Color& color) {
  return 0.2126 * color.red + 0.7152 * color.green + 0.0722 * color.blue;
}

/// Looks along −z at the origin; one unit is 100 pixels in a picture of 400×400 at scale 1.
inline Scene front_scene() {
  Scene scene;
  scene.theme = make_theme("light", "cividis", "#FFFFFF");
  scene.legend.visible = false;
  scene.camera.orthographic = true;
  scene.camera.parallel_scale = (400 - 2 * FigureLayout().bare_margin) / 200;
  return scene;
}

inline Image drawn(const Scene& scene, int width = 400, int height = 400, double scale = 1) {
  return render_image(scene, scene.camera, width, height, scale);
}

inline ScreenPoint place(const Scene& scene, Vec3 point, int width = 400, int height = 400) {
  return to_screen(scene.camera, figure_viewport(scene, width, height), point).value();
}

/// One view on one context of its own.
struct Stage {
  EglContext context;
  std::unique_ptr<SceneView> view = make_scene_view(
      {[this] { context.make_current(); }, [this] { return context.is_current(); }});

  Image shown(bool still = false) const {
    view->render(still);
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    return view->read_pixels();
  }
};

/// Calls that move data to the device or build shaders, counted by swapping GLEW's pointers.
struct Counts {
  static inline int n_uploads = 0, n_builds = 0;
  static inline GLsizeiptr n_bytes = 0;
  static inline PFNGLBUFFERDATAPROC buffer_data = nullptr;
  static inline PFNGLBUFFERSUBDATAPROC buffer_sub_data = nullptr;
  static inline PFNGLCOMPILESHADERPROC compile_shader = nullptr;
  static inline PFNGLLINKPROGRAMPROC link_program = nullptr;

  Counts() {
    n_uploads = n_builds = 0;
    n_bytes = 0;
    buffer_data = __glewBufferData;
    buffer_sub_data = __glewBufferSubData;
    compile_shader = __glewCompileShader;
    link_program = __glewLinkProgram;
    __glewBufferData = [](GLenum target, GLsizeiptr size, const void* data, GLenum usage) {
      ++n_uploads;
      n_bytes += size;
      buffer_data(target, size, data, usage);
    };
    __glewBufferSubData = [](GLenum target, GLintptr offset, GLsizeiptr size, const void* data) {
      ++n_uploads;
      n_bytes += size;
      buffer_sub_data(target, offset, size, data);
    };
    __glewCompileShader = [](GLuint shader) {
      ++n_builds;
      compile_shader(shader);
    };
    __glewLinkProgram = [](GLuint program) {
      ++n_builds;
      link_program(program);
    };
  }
  ~Counts() {
    __glewBufferData = buffer_data;
    __glewBufferSubData = buffer_sub_data;
    __glewCompileShader = compile_shader;
    __glewLinkProgram = link_program;
  }
};

}  // namespace baryscope
