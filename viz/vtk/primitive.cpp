#include "viz/vtk/primitive.h"

#include <GL/glew.h>
#include <fmt/format.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLShaderCache.h>
#include <vtkShaderProgram.h>

#include <utility>

#include "core/base/error.h"
#include "viz/vtk/shader_text.h"

namespace baryscope {

Primitive::Primitive(std::string name, std::vector<Attribute> attributes)
    : m_name(std::move(name)), m_attributes(std::move(attributes)) {}

void Primitive::set_mesh(std::shared_ptr<const Mesh> mesh) {
  m_changed = m_changed || *mesh != *m_mesh;
  m_mesh = std::move(mesh);
  m_n_indices = m_mesh->indices.size();
}

vtkShaderProgram& Primitive::prepare(vtkOpenGLRenderWindow& window) {
  vtkOpenGLShaderCache* cache = window.GetShaderCache();
  if (m_program == nullptr) {
    const std::string head = "//VTK::System::Dec\n//VTK::Output::Dec\n";
    m_program = cache->ReadyShaderProgram((head + shader_text(m_name + ".vert")).c_str(),
                                          (head + shader_text(m_name + ".frag")).c_str(), "");
  } else if (cache->ReadyShaderProgram(m_program) == nullptr) {
    m_program = nullptr;
  }
  if (m_program == nullptr) {
    throw Error(fmt::format("cannot draw: the graphics driver refuses the shader '{}'", m_name));
  }
  if (m_changed) {
    upload(*m_program);
    m_changed = false;
  }
  m_layout->Bind();
  m_indices->Bind();
  return *m_program;
}

void Primitive::upload(vtkShaderProgram& program) {
  m_layout->Bind();
  m_vertices->Upload(m_mesh->vertices, vtkOpenGLBufferObject::ArrayBuffer);
  m_indices->Upload(m_mesh->indices, vtkOpenGLBufferObject::ElementArrayBuffer);
  int n_components = 0;
  for (const Attribute& attribute : m_attributes) {
    n_components += attribute.n_components;
  }
  int offset = 0;
  for (const Attribute& attribute : m_attributes) {
    // An attribute that the compiler dropped is refused, which is right.
    m_layout->AddAttributeArray(
        &program, m_vertices, attribute.name, offset * static_cast<int>(sizeof(float)),
        n_components * sizeof(float), VTK_FLOAT, attribute.n_components, false);
    offset += attribute.n_components;
  }
  m_layout->Release();
}

void Primitive::draw(vtkOpenGLRenderWindow& window, const SetUniforms& set_uniforms) {
  if (empty()) {
    return;
  }
  set_uniforms(prepare(window));
  glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(m_n_indices), GL_UNSIGNED_INT, nullptr);
  m_layout->Release();
}

void Primitive::draw_triangles(vtkOpenGLRenderWindow& window, const std::vector<int>& order,
                               const SetUniforms& set_uniforms) {
  if (empty() || order.empty()) {
    return;
  }
  set_uniforms(prepare(window));
  std::vector<GLint> first(order.size());
  const std::vector<GLsizei> counts(order.size(), 3);
  for (std::size_t i = 0; i < order.size(); ++i) {
    first[i] = 3 * order[i];
  }
  glMultiDrawArrays(GL_TRIANGLES, first.data(), counts.data(), static_cast<GLsizei>(order.size()));
  m_layout->Release();
}

void Primitive::release() {
  m_vertices->ReleaseGraphicsResources();
  m_indices->ReleaseGraphicsResources();
  m_layout->ReleaseGraphicsResources();
  m_program = nullptr;
  m_changed = true;
}

}  // namespace baryscope
