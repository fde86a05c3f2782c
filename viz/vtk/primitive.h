/// Vertices on the device with the two shaders that draw them.
#pragma once

#include <vtkNew.h>
#include <vtkOpenGLBufferObject.h>
#include <vtkOpenGLVertexArrayObject.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "viz/draw/mesh.h"

// NOLINTBEGIN(readability-identifier-naming): as VTK names them
class vtkOpenGLRenderWindow;
class vtkShaderProgram;
// NOLINTEND(readability-identifier-naming)

namespace baryscope {

/// One kind of primitive: everything of its kind in the scene is one draw call.
class Primitive {
 public:
  struct Attribute {
    const char* name;
    int n_components;
  };
  using SetUniforms = std::function<void(vtkShaderProgram&)>;

  /// `name`: of the shaders name.vert and name.frag. Attributes in the vertex's order.
  Primitive(std::string name, std::vector<Attribute> attributes);

  /// Uploaded by the next draw, if it differs.
  void set_mesh(std::shared_ptr<const Mesh> mesh);
  [[nodiscard]] bool empty() const { return m_n_indices == 0; }

  /// Throws Error where the shaders do not compile (the driver's message goes to the log).
  void draw(vtkOpenGLRenderWindow& window, const SetUniforms& set_uniforms);
  /// Whole triangles in the given order, without touching a buffer.
  void draw_triangles(vtkOpenGLRenderWindow& window, const std::vector<int>& order,
                      const SetUniforms& set_uniforms);

  /// Frees the device's copy; the next draw uploads again.
  void release();

 private:
  vtkShaderProgram& prepare(vtkOpenGLRenderWindow& window);
  void upload(vtkShaderProgram& program);

  std::string m_name;
  std::vector<Attribute> m_attributes;
  std::shared_ptr<const Mesh> m_mesh = std::make_shared<Mesh>();
  std::size_t m_n_indices = 0;
  bool m_changed = true;
  vtkShaderProgram* m_program = nullptr;  // the window's shader cache owns it
  vtkNew<vtkOpenGLBufferObject> m_vertices, m_indices;
  vtkNew<vtkOpenGLVertexArrayObject> m_layout;
};

}  // namespace baryscope
