#include "tests/benchmarks/bare_draw.h"

#include <GL/glew.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "viz/scene/drawn_size.h"
#include "viz/scene/figure_layout.h"
#include "viz/vtk/frame.h"
#include "viz/vtk/shader_text.h"

namespace baryscope {
namespace {

using Attributes = std::vector<std::pair<const char*, int>>;

GLuint compiled(GLenum kind, std::string text) {
  for (std::size_t at = text.find("gl_FragData[0]"); at != std::string::npos;
       at = text.find("gl_FragData[0]")) {
    text.replace(at, 14, "first_output");
  }
  const std::string head =
      kind == GL_VERTEX_SHADER ? "#version 150\n" : "#version 150\nout vec4 first_output;\n";
  const std::string whole = head + text;
  const char* source = whole.c_str();
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  GLint good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  BARYSCOPE_CHECK(good == GL_TRUE);
  return shader;
}

struct Part {
  GLuint program = 0, layout = 0, vertices = 0, indices = 0;
  GLsizei n_indices = 0;
  bool curved = false, marks = false;

  Part(const std::string& name, const Attributes& attributes, const Mesh& mesh) {
    n_indices = static_cast<GLsizei>(mesh.indices.size());
    if (n_indices == 0) {
      return;
    }
    program = glCreateProgram();
    const GLuint a = compiled(GL_VERTEX_SHADER, shader_text(name + ".vert"));
    const GLuint b = compiled(GL_FRAGMENT_SHADER, shader_text(name + ".frag"));
    glAttachShader(program, a);
    glAttachShader(program, b);
    glLinkProgram(program);
    glDeleteShader(a);
    glDeleteShader(b);
    glGenVertexArrays(1, &layout);
    glBindVertexArray(layout);
    glGenBuffers(1, &vertices);
    glBindBuffer(GL_ARRAY_BUFFER, vertices);
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(4 * mesh.vertices.size()),
                 mesh.vertices.data(), GL_STATIC_DRAW);
    glGenBuffers(1, &indices);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(4 * mesh.indices.size()),
                 mesh.indices.data(), GL_STATIC_DRAW);
    int stride = 0;
    for (const auto& [each, n] : attributes) {
      stride += n;
    }
    std::size_t offset = 0;
    for (const auto& [each, n] : attributes) {
      const GLint place = glGetAttribLocation(program, each);
      if (place >= 0) {
        glEnableVertexAttribArray(static_cast<GLuint>(place));
        glVertexAttribPointer(static_cast<GLuint>(place), n, GL_FLOAT, GL_FALSE, 4 * stride,
                              reinterpret_cast<const void*>(4 * offset));
      }
      offset += static_cast<std::size_t>(n);
    }
  }
};

}  // namespace

struct BareDraw::State {
  Frame frame;
  Theme theme;
  double spacing = 0;
  bool orthographic = false;
  int width = 0, height = 0;
  std::vector<Part> parts;
  GLuint framebuffer = 0;
  std::array<GLuint, 2> buffers{};

  void set_uniforms(const Part& part, int stage, double flow) const {
    const auto at = [&part](const char* name) { return glGetUniformLocation(part.program, name); };
    glUniformMatrix4fv(at("clip_from_world"), 1, GL_FALSE, frame.clip_from_world.data());
    glUniform3fv(at("eye"), 1, frame.eye.data());
    glUniform3fv(at("view_direction"), 1, frame.view_direction.data());
    glUniform4fv(at("tile"), 1, frame.tile.data());
    glUniform4fv(at("paper_tile"), 1, frame.tile.data());
    glUniform2fv(at("full_size"), 1, frame.full_size.data());
    glUniform2fv(at("depth_range"), 1, frame.depth_range.data());
    glUniform2f(at("size_at_ends"), static_cast<float>(k_nearest_size),
                static_cast<float>(k_farthest_size));
    glUniform1f(at("stroke_scale"), frame.stroke_scale);
    glUniform1f(at("device_scale"), frame.stroke_scale);
    glUniform1f(at("world_per_pixel"), frame.world_per_pixel);
    glUniform1f(at("paper_height"), frame.full_size[1]);
    glUniform1f(at("haze_strength"), 0.55F);
    glUniform1f(at("halo_radius"), 1.4F * frame.stroke_scale);
    glUniform1f(at("orthographic"), orthographic ? 1.0F : 0.0F);
    glUniform1f(at("flow"), static_cast<float>(flow));
    glUniform1f(at("pulse_spacing"), static_cast<float>(spacing));
    glUniform1i(at("stage"), stage);
    glUniform1i(at("curved"), part.curved ? 1 : 0);
    for (const auto& [name, color] :
         {std::pair{"paper_top", theme.paper_top}, {"paper_bottom", theme.paper_bottom}}) {
      glUniform4f(at(name), static_cast<float>(color.red), static_cast<float>(color.green),
                  static_cast<float>(color.blue), static_cast<float>(color.alpha));
    }
  }

  void draw_stage(int stage, double flow) const {
    for (const Part& part : parts) {
      if (part.n_indices == 0 || (part.marks && stage == 2)) {
        continue;
      }
      glUseProgram(part.program);
      set_uniforms(part, stage, flow);
      glBindVertexArray(part.layout);
      glDrawElements(GL_TRIANGLES, part.n_indices, GL_UNSIGNED_INT, nullptr);
    }
  }
};

BareDraw::BareDraw(const Drawing& drawing, const Camera& camera, int width, int height)
    : m_state(std::make_unique<State>()) {
  State& s = *m_state;
  const Scene& scene = *drawing.scene;
  s.frame = make_frame(camera, drawing.box, figure_viewport(scene, width, height), 1,
                       {0, 0, width, height});
  s.theme = scene.theme;
  s.spacing = scene.pulse_spacing;
  s.orthographic = camera.orthographic;
  s.width = width;
  s.height = height;
  const Attributes stroke = {{"from", 3}, {"to", 3}, {"corner", 2}, {"shape", 4}, {"color", 3}};
  Attributes curve = stroke;
  curve.insert(curve.end(), {{"before", 3}, {"after", 3}, {"begins", 1}});
  s.parts.emplace_back("edges", stroke, drawing.strokes);
  s.parts.emplace_back("edges", curve, drawing.curves);
  s.parts.back().curved = true;
  s.parts.emplace_back("points",
                       Attributes{{"center", 3}, {"corner", 2}, {"shape", 3}, {"color", 3}},
                       drawing.marks);
  s.parts.back().marks = true;
  glGenRenderbuffers(2, s.buffers.data());
  glBindRenderbuffer(GL_RENDERBUFFER, s.buffers[0]);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  glBindRenderbuffer(GL_RENDERBUFFER, s.buffers[1]);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH_COMPONENT24, width, height);
  glGenFramebuffers(1, &s.framebuffer);
  glBindFramebuffer(GL_FRAMEBUFFER, s.framebuffer);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, s.buffers[0]);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, s.buffers[1]);
  BARYSCOPE_CHECK(glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE);
}

BareDraw::~BareDraw() = default;

void BareDraw::draw(double flow) {
  const State& s = *m_state;
  glBindFramebuffer(GL_FRAMEBUFFER, s.framebuffer);
  glViewport(0, 0, s.width, s.height);
  glDisable(GL_SCISSOR_TEST);
  glEnable(GL_DEPTH_TEST);
  glDepthFunc(GL_LEQUAL);
  glDepthMask(GL_TRUE);
  glClearColor(1, 1, 1, 1);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  glDisable(GL_BLEND);
  s.draw_stage(0, flow);
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  s.draw_stage(2, flow);
  glDepthMask(GL_FALSE);
  s.draw_stage(1, flow);
  glDepthMask(GL_TRUE);
}

void BareDraw::release() {
  State& s = *m_state;
  for (const Part& part : s.parts) {
    glDeleteProgram(part.program);
    glDeleteVertexArrays(1, &part.layout);
    glDeleteBuffers(1, &part.vertices);
    glDeleteBuffers(1, &part.indices);
  }
  s.parts.clear();
  glDeleteFramebuffers(1, &s.framebuffer);
  glDeleteRenderbuffers(2, s.buffers.data());
}

}  // namespace baryscope
