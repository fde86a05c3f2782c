#include "viz/vtk/scene_drawer.h"

#include <GL/glew.h>
#include <fmt/format.h>
#include <vtkCullerCollection.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLCamera.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>
#include <vtkProp.h>
#include <vtkShaderProgram.h>
#include <vtkSmartPointer.h>

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "viz/draw/drawing_list.h"
#include "viz/scene/drawn_size.h"

namespace baryscope {
namespace {

/// One step of the picture, run in VTK's opaque pass or, after everything opaque, in its overlay
/// pass.
class StepProp : public vtkProp {
 public:
  static StepProp* New();
  vtkTypeMacro(StepProp, vtkProp)

      std::function<void()> run;
  bool after_opaque = false;

  int RenderOpaqueGeometry(vtkViewport* /*viewport*/) override { return run_if(!after_opaque); }
  int RenderOverlay(vtkViewport* /*viewport*/) override { return run_if(after_opaque); }

 private:
  int run_if(bool due) {
    if (due) {
      run();
    }
    return due ? 1 : 0;
  }
};
vtkStandardNewMacro(StepProp);

Mesh whole_screen() { return {{-1, -1, 1, -1, -1, 1, 1, 1}, {0, 1, 2, 2, 1, 3}}; }

}  // namespace

SceneDrawer::SceneDrawer(SceneView::Host host)
    : m_background("background", {{"corner", 2}}),
      m_fields("fields", {{"position", 3}, {"normal", 3}, {"color", 4}}),
      m_surfaces("fields", {{"position", 3}, {"normal", 3}, {"color", 4}}),
      m_points("points", {{"center", 3}, {"corner", 2}, {"shape", 3}, {"color", 3}}),
      m_edges("edges", {{"from", 3}, {"to", 3}, {"corner", 2}, {"shape", 4}, {"color", 3}}),
      m_curves("edges", {{"from", 3},
                         {"to", 3},
                         {"corner", 2},
                         {"shape", 4},
                         {"color", 3},
                         {"before", 3},
                         {"after", 3},
                         {"begins", 1}}),
      m_outlines("edges", {{"from", 3},
                           {"to", 3},
                           {"corner", 2},
                           {"shape", 4},
                           {"color", 3},
                           {"side_a", 3},
                           {"side_b", 3}}),
      m_hulls("faces", {{"position", 3}, {"normal", 3}, {"color", 4}}),
      m_triangles("faces", {{"position", 3}, {"normal", 3}, {"color", 4}, {"light", 2}}),
      m_overlay("overlay", {{"position", 2}, {"texture_position", 2}, {"color", 4}, {"line", 2}}) {
  redirect_vtk_messages();
  m_window->make_current = std::move(host.make_current);
  m_window->is_current = std::move(host.is_current);
  m_window->MakeCurrent();
  m_window->OpenGLInitContext();
  m_window->OpenGLInit();
  m_background.set_mesh(std::make_shared<const Mesh>(whole_screen()));

  const vtkNew<vtkOpenGLCamera> camera;
  m_renderer->SetActiveCamera(camera);
  m_renderer->AutomaticLightCreationOff();
  m_renderer->GetCullers()->RemoveAllItems();
  m_renderer->SetBackground(0, 0, 0);
  m_renderer->SetBackgroundAlpha(0);
  m_window->AddRenderer(m_renderer);
  add_steps();
}

SceneDrawer::~SceneDrawer() { release(); }

void SceneDrawer::add_steps() {
  const auto add = [this](bool after_opaque, std::function<void()> run) {
    const vtkNew<StepProp> step;
    step->after_opaque = after_opaque;
    step->run = std::move(run);
    m_renderer->AddViewProp(step);
  };
  add(false, [this] {
    if (!m_drawing->scene->theme.transparent) {
      apply_state(false, false, Blending::off);
      m_background.draw(*m_window, [this](vtkShaderProgram& program) { set_frame(program); });
    }
    apply_state(false, false, Blending::over);
    draw_fields(false);
    if (m_drawing->flat_cells) {
      draw_triangles();
    }
    apply_state(true, true, Blending::off);
    draw_edges(0);
    draw_points(0);
  });
  add(true, [this] {
    apply_state(true, false, Blending::over);
    draw_hulls(1);
  });
  add(true, [this] {
    apply_state(true, true, Blending::over);
    draw_edges(2);
    apply_state(true, false, Blending::over);
    draw_edges(1);
    draw_points(1);
  });
  add(true, [this] {
    draw_fields(true);
    if (!m_drawing->flat_cells) {
      draw_triangles();
    }
  });
  add(true, [this] {
    draw_hulls(2);
    apply_state(false, false, Blending::over);
    draw_overlay();
    apply_state(true, true, Blending::over);
  });
}

void SceneDrawer::apply_state(bool depth_test, bool depth_write, Blending blending) {
  vtkOpenGLState* state = m_window->GetState();
  state->SetEnumState(GL_DEPTH_TEST, depth_test);
  state->SetEnumState(GL_BLEND, blending == Blending::over);
  state->SetEnumState(GL_CULL_FACE, false);
  state->vtkglDepthMask(depth_write ? GL_TRUE : GL_FALSE);
  state->vtkglDepthFunc(GL_LEQUAL);
  state->vtkglBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE,
                                GL_ONE_MINUS_SRC_ALPHA);
}

void SceneDrawer::set_frame(vtkShaderProgram& program) const {
  const auto set_color = [&program](const char* name, const Color& color) {
    const std::array values{static_cast<float>(color.red), static_cast<float>(color.green),
                            static_cast<float>(color.blue), static_cast<float>(color.alpha)};
    program.SetUniform4f(name, values.data());
  };
  std::array<float, 16> matrix = m_frame.clip_from_world;
  program.SetUniformMatrix4x4("clip_from_world", matrix.data());
  program.SetUniform3f("eye", m_frame.eye.data());
  program.SetUniform3f("view_direction", m_frame.view_direction.data());
  program.SetUniform4f("tile", m_frame.tile.data());
  program.SetUniform2f("full_size", m_frame.full_size.data());
  program.SetUniform2f("depth_range", m_frame.depth_range.data());
  constexpr std::array size_at_ends{static_cast<float>(k_nearest_size),
                                    static_cast<float>(k_farthest_size)};
  program.SetUniform2f("size_at_ends", size_at_ends.data());
  program.SetUniformf("stroke_scale", m_frame.stroke_scale);
  program.SetUniformf("world_per_pixel", m_frame.world_per_pixel);
  const Theme& theme = m_drawing->scene->theme;
  set_color("paper_top", theme.paper_top);
  set_color("paper_bottom", theme.paper_bottom);
  program.SetUniform4f("paper_tile", m_frame.tile.data());
  program.SetUniformf("paper_height", m_frame.full_size[1]);
  program.SetUniformf("haze_strength", static_cast<float>(m_drawing->haze));
}

void SceneDrawer::draw_points(int stage) {
  m_points.draw(*m_window, [&](vtkShaderProgram& program) {
    set_frame(program);
    program.SetUniformi("stage", stage);
    program.SetUniformf("halo_radius", 1.4F * m_frame.stroke_scale);
  });
}

void SceneDrawer::draw_edges(int stage) {
  const auto draw = [&](Primitive& edges, bool outline, bool curved) {
    edges.draw(*m_window, [&](vtkShaderProgram& program) {
      set_frame(program);
      program.SetUniformi("stage", stage);
      program.SetUniformi("outline", outline ? 1 : 0);
      program.SetUniformi("curved", curved ? 1 : 0);
      program.SetUniformf("orthographic", m_camera.orthographic ? 1 : 0);
      program.SetUniformf("device_scale", m_frame.stroke_scale);
      program.SetUniformf("threshold", static_cast<float>(m_threshold));
      set_pulses(program);
    });
  };
  draw(m_outlines, true, false);
  draw(m_edges, false, false);
  draw(m_curves, false, true);
}

void SceneDrawer::set_pulses(vtkShaderProgram& program) const {
  program.SetUniformf("flow", static_cast<float>(m_flow));
  program.SetUniformf("pulse_spacing", static_cast<float>(m_drawing->scene->pulse_spacing));
}

void SceneDrawer::draw_hulls(int side) {
  m_hulls.draw(*m_window, [&](vtkShaderProgram& program) {
    set_frame(program);
    set_pulses(program);
    program.SetUniformi("side", side);
    program.SetUniformf("glass", 1);
    program.SetUniformf("recede", 0);
    program.SetUniformf("orthographic", m_camera.orthographic ? 1 : 0);
  });
}

void SceneDrawer::draw_fields(bool shaded) {
  const auto set_uniforms = [&](vtkShaderProgram& program) {
    set_frame(program);
    program.SetUniformf("glass", shaded ? 1 : 0);
    program.SetUniformf("orthographic", m_camera.orthographic ? 1 : 0);
  };
  if (shaded) {
    m_surfaces.draw_triangles(*m_window, painters_order(m_drawing->surface_centers, m_camera),
                              set_uniforms);
  } else {
    m_fields.draw(*m_window, set_uniforms);
  }
}

void SceneDrawer::draw_triangles() {
  std::vector<int> order = painters_order(m_drawing->cell_centers, m_camera);
  std::erase_if(order, [&](int cell) { return m_drawing->cell_magnitudes[cell] < m_threshold; });
  m_triangles.draw_triangles(*m_window, order, [&](vtkShaderProgram& program) {
    set_frame(program);
    set_pulses(program);
    program.SetUniformi("side", 0);
    program.SetUniformf("glass", 0);
    // Pipes along a triangle's sides and points at its corners stand whole before it.
    program.SetUniformf("recede", 10 * m_frame.stroke_scale);
    program.SetUniformf("orthographic", m_camera.orthographic ? 1 : 0);
  });
}

void SceneDrawer::set_overlay(Mesh mesh, const Image* atlas, bool magnified) {
  m_atlas_magnified = magnified;
  m_overlay.set_mesh(std::make_shared<const Mesh>(std::move(mesh)));
  if (atlas != nullptr) {
    m_atlas = *atlas;
    m_atlas_changed = true;
  }
}

void SceneDrawer::draw_overlay() {
  if (m_overlay.empty()) {
    return;
  }
  if (m_atlas_changed) {
    m_atlas_texture->SetContext(m_window);
    const int filter = m_atlas_magnified ? vtkTextureObject::Linear : vtkTextureObject::Nearest;
    m_atlas_texture->SetMinificationFilter(filter);
    m_atlas_texture->SetMagnificationFilter(filter);
    m_atlas_texture->Create2DFromRaw(m_atlas.width, m_atlas.height, 4, VTK_UNSIGNED_CHAR,
                                     m_atlas.rgba.data());
    m_atlas_changed = false;
  }
  m_atlas_texture->Activate();
  m_overlay.draw(*m_window, [this](vtkShaderProgram& program) {
    set_frame(program);
    const std::array size{static_cast<float>(m_atlas.width), static_cast<float>(m_atlas.height)};
    program.SetUniform2f("atlas_size", size.data());
    program.SetUniformi("atlas", m_atlas_texture->GetTextureUnit());
  });
  m_atlas_texture->Deactivate();
}

void SceneDrawer::set_drawing(std::shared_ptr<const Drawing> drawing) {
  m_drawing = std::move(drawing);
  const auto mesh = [this](const Mesh& part) {
    return std::shared_ptr<const Mesh>(m_drawing, &part);
  };
  m_points.set_mesh(mesh(m_drawing->marks));
  m_edges.set_mesh(mesh(m_drawing->strokes));
  m_curves.set_mesh(mesh(m_drawing->curves));
  m_outlines.set_mesh(mesh(m_drawing->outlines));
  m_hulls.set_mesh(mesh(m_drawing->hulls));
  m_triangles.set_mesh(mesh(m_drawing->cells));
  m_surfaces.set_mesh(mesh(m_drawing->surfaces));
  m_fields.set_mesh(mesh(m_drawing->regions));
}

void SceneDrawer::draw(const Camera& camera, const Viewport& viewport, double pixel_scale,
                       const Tile& tile) {
  BARYSCOPE_CHECK(m_drawing != nullptr && !m_released);
  m_window->MakeCurrent();
  if (!m_window->IsCurrent()) {
    throw Error("cannot draw: the view's OpenGL context cannot be made current");
  }
  m_camera = camera;
  m_frame = make_frame(camera, m_drawing->box, viewport, pixel_scale, tile);
  m_window->SetSize(tile.width, tile.height);
  // The context's owner may have drawn, and bound framebuffers, since the last frame.
  m_window->GetState()->ResetFramebufferBindings();
  m_window->GetState()->Reset();
  m_window->Render();
}

Image SceneDrawer::read_pixels() {
  m_window->MakeCurrent();
  Image image{static_cast<int>(m_frame.tile[2]), static_cast<int>(m_frame.tile[3]), {}};
  const std::size_t stride = 4 * static_cast<std::size_t>(image.width);
  image.rgba.resize(stride * image.height);
  vtkOpenGLState* state = m_window->GetState();
  state->PushReadFramebufferBinding();
  m_window->GetDisplayFramebuffer()->Bind(GL_READ_FRAMEBUFFER);
  state->vtkglReadBuffer(GL_COLOR_ATTACHMENT0);
  state->vtkglPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, image.width, image.height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
  state->PopReadFramebufferBinding();
  for (int y = 0; y < image.height / 2; ++y) {
    std::swap_ranges(image.rgba.begin() + stride * y, image.rgba.begin() + stride * (y + 1),
                     image.rgba.begin() + stride * (image.height - 1 - y));
  }
  return image;
}

void SceneDrawer::blit_to(unsigned target, int width, int height) {
  m_window->MakeCurrent();
  const int from_width = static_cast<int>(m_frame.tile[2]);
  const int from_height = static_cast<int>(m_frame.tile[3]);
  vtkOpenGLState* state = m_window->GetState();
  state->PushFramebufferBindings();
  m_window->GetDisplayFramebuffer()->Bind(GL_READ_FRAMEBUFFER);
  state->vtkglReadBuffer(GL_COLOR_ATTACHMENT0);
  state->vtkglDisable(GL_SCISSOR_TEST);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target);
  glBlitFramebuffer(0, 0, from_width, from_height, 0, 0, width, height, GL_COLOR_BUFFER_BIT,
                    width == from_width && height == from_height ? GL_NEAREST : GL_LINEAR);
  state->PopFramebufferBindings();
  // The state's record of bindings knows nothing of the target.
  glBindFramebuffer(GL_FRAMEBUFFER, target);
  state->ResetFramebufferBindings();
}

int SceneDrawer::largest_side() {
  m_window->MakeCurrent();
  std::array<GLint, 2> viewport{};
  GLint texture = 0, buffer = 0;
  glGetIntegerv(GL_MAX_VIEWPORT_DIMS, viewport.data());
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &texture);
  glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &buffer);
  return std::min({viewport[0], viewport[1], texture, buffer});
}

std::string SceneDrawer::describe() {
  m_window->MakeCurrent();
  const auto text = [](GLenum name) {
    const auto* value = glGetString(name);
    return std::string(value != nullptr ? reinterpret_cast<const char*>(value) : "unknown");
  };
  return fmt::format("OpenGL {}, {}", text(GL_VERSION), text(GL_RENDERER));
}

void SceneDrawer::release() {
  if (std::exchange(m_released, true)) {
    return;
  }
  m_window->MakeCurrent();
  for (Primitive* primitive : {&m_background, &m_fields, &m_surfaces, &m_points, &m_edges,
                               &m_curves, &m_outlines, &m_hulls, &m_triangles, &m_overlay}) {
    primitive->release();
  }
  m_atlas_texture->ReleaseGraphicsResources(m_window);
  m_atlas_changed = !m_atlas.rgba.empty();
  m_window->Finalize();
}

}  // namespace baryscope
