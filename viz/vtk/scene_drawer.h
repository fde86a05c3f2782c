/// A drawing on one GL context: the VTK window, its renderer and one prop a step of the picture.
#pragma once

#include <vtkNew.h>
#include <vtkOpenGLRenderer.h>
#include <vtkTextureObject.h>

#include <memory>
#include <string>
#include <vector>

#include "viz/draw/drawing.h"
#include "viz/draw/image.h"
#include "viz/vtk/frame.h"
#include "viz/vtk/primitive.h"
#include "viz/vtk/render_window.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {

/// Draws tiles of pictures into VTK's framebuffer. Steps, in order: paper, fields and, in a scene
/// that lies in one plane, its cells; what covers whole pixels
/// of edges and points, hull faces turned away, rims of edges and points, surfaces and filled
/// triangles back to front, hull faces turned towards the eye, texts. Every step is one draw call
/// and blends in its right order, so translucent hulls hide nothing inside them.
class SceneDrawer {
 public:
  explicit SceneDrawer(SceneView::Host host);
  ~SceneDrawer();
  SceneDrawer(const SceneDrawer&) = delete;
  SceneDrawer& operator=(const SceneDrawer&) = delete;

  void set_drawing(std::shared_ptr<const Drawing> drawing);
  /// Edges and triangles below the weight `threshold` (absolute) are not drawn.
  void set_threshold(double threshold) { m_threshold = threshold; }
  /// Phase of the pulses along the edges in [0, 1); negative: none.
  void set_flow(double phase) { m_flow = phase; }

  /// The texts of the next frames (OverlayMesh's layout) and, where they changed, their pictures;
  /// `magnified`: drawn larger than they are.
  void set_overlay(Mesh mesh, const Image* atlas, bool magnified);

  /// Draws `tile` of the picture; `pixel_scale` = device pixels per layout pixel.
  void draw(const Camera& camera, const Viewport& viewport, double pixel_scale, const Tile& tile);

  /// The tile just drawn: RGBA, rows top-down, colours multiplied by alpha.
  [[nodiscard]] Image read_pixels();
  /// Copies the tile to framebuffer `target` of the given size (smoothly where sizes differ).
  void blit_to(unsigned target, int width, int height);

  /// The largest tile side that this context can draw.
  [[nodiscard]] int largest_side();
  [[nodiscard]] std::string describe();
  /// Frees everything on the device; the context may go afterwards.
  void release();

 private:
  enum class Blending { off, over };
  void add_steps();
  void apply_state(bool depth_test, bool depth_write, Blending blending);
  void set_frame(vtkShaderProgram& program) const;
  void set_pulses(vtkShaderProgram& program) const;
  void draw_points(int stage);
  void draw_edges(int stage);
  void draw_hulls(int side);
  void draw_fields(bool shaded);
  void draw_triangles();
  void draw_overlay();

  std::shared_ptr<const Drawing> m_drawing;
  Camera m_camera;
  Frame m_frame;
  bool m_released = false;
  double m_threshold = 0, m_flow = -1;
  Primitive m_background, m_fields, m_surfaces, m_points, m_edges, m_curves, m_outlines, m_hulls,
      m_triangles, m_overlay;
  Image m_atlas;
  bool m_atlas_changed = false, m_atlas_magnified = false;
  vtkNew<vtkTextureObject> m_atlas_texture;
  vtkNew<RenderWindow> m_window;
  vtkNew<vtkOpenGLRenderer> m_renderer;
};

}  // namespace baryscope
