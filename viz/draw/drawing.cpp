#include "viz/draw/drawing.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include "viz/draw/drawing_list.h"

namespace baryscope {
namespace {

void append(std::vector<float>& to, std::initializer_list<double> values) {
  for (const double value : values) {
    to.push_back(static_cast<float>(value));
  }
}

void append_square(Mesh& mesh, std::uint32_t first) {
  for (const std::uint32_t corner : {0U, 1U, 2U, 2U, 1U, 3U}) {
    mesh.indices.push_back(first + corner);
  }
}

/// Turns what is drawn into vertices as it comes.
class MeshSink : public DrawingSink {
 public:
  explicit MeshSink(Drawing& drawing) : m_drawing(drawing) {}

  void on_region(const DrawnFace& face) override { append_face(m_drawing.regions, face); }
  void on_surface(const DrawnFace& face) override {
    append_face(m_drawing.surfaces, face);
    m_drawing.surface_centers.push_back(center_of(m_drawing.surfaces, k_face_floats));
  }
  void on_cell(const DrawnFace& face) override {
    const double light = face.pulse_leaves ? -face.pulse : face.pulse;
    Mesh& cells = m_drawing.cells;
    for (std::size_t i = 0; i < 3; ++i) {
      append_corner(cells, face, i);
      append(cells.vertices, {length(face.corners[i] - face.corners[0]), light});
    }
    m_drawing.cell_centers.push_back(center_of(cells, k_cell_floats));
    m_drawing.cell_magnitudes.push_back(face.magnitude);
  }
  void on_hull(const DrawnFace& face) override { append_face(m_drawing.hulls, face); }

  void on_stroke(const DrawnStroke& stroke) override {
    const Vec3 from = stroke.from, to = stroke.to;
    Mesh& mesh = stroke.sides  ? m_drawing.outlines
                 : stroke.bend ? m_drawing.curves
                               : m_drawing.strokes;
    std::uint32_t& n_vertices = stroke.sides  ? m_n_outline_vertices
                                : stroke.bend ? m_n_curve_vertices
                                              : m_n_stroke_vertices;
    const double style = (stroke.dashed ? 1 : 0) + 0.5 * std::clamp(stroke.pulse, 0.0, 1.0);
    for (const int corner : {0, 1, 2, 3}) {
      append(mesh.vertices,
             {from.x, from.y, from.z, to.x, to.y, to.z, corner < 2 ? 0.0 : 1.0,
              corner % 2 == 0 ? -1.0 : 1.0, stroke.width, style, stroke.opacity, stroke.magnitude,
              stroke.color.red, stroke.color.green, stroke.color.blue});
      if (stroke.sides) {
        const auto& [a, b] = *stroke.sides;
        append(mesh.vertices, {a.x, a.y, a.z, b.x, b.y, b.z});
      } else if (stroke.bend) {
        const auto& [a, b, begins] = *stroke.bend;
        append(mesh.vertices, {a.x, a.y, a.z, b.x, b.y, b.z, begins});
      }
    }
    append_square(mesh, n_vertices);
    n_vertices += 4;
  }

  void on_mark(const DrawnMark& mark) override {
    const Vec3 at = mark.position;
    for (const int corner : {0, 1, 2, 3}) {
      append(m_drawing.marks.vertices,
             {at.x, at.y, at.z, corner < 2 ? -1.0 : 1.0, corner % 2 == 0 ? -1.0 : 1.0, mark.radius,
              static_cast<double>(mark.glyph), mark.opacity, mark.color.red, mark.color.green,
              mark.color.blue});
    }
    append_square(m_drawing.marks, m_n_mark_vertices);
    m_n_mark_vertices += 4;
  }

 private:
  static constexpr std::size_t k_face_floats = 10, k_cell_floats = 12;  // a vertex

  static void append_corner(Mesh& mesh, const DrawnFace& face, std::size_t i) {
    const Vec3 p = face.corners[i], n = face.normals[i];
    const Color& c = face.colors[i];
    append(mesh.vertices, {p.x, p.y, p.z, n.x, n.y, n.z, c.red, c.green, c.blue, c.alpha});
    mesh.indices.push_back(static_cast<std::uint32_t>(mesh.indices.size()));
  }
  static void append_face(Mesh& mesh, const DrawnFace& face) {
    for (std::size_t i = 0; i < 3; ++i) {
      append_corner(mesh, face, i);
    }
  }
  /// Of the last face, as the device sees it; `n` floats a vertex.
  static Vec3 center_of(const Mesh& faces, std::size_t n) {
    const float* a = &faces.vertices[faces.vertices.size() - 3 * n];
    const float *b = a + n, *c = b + n;
    return {(a[0] + b[0] + c[0]) / 3.0, (a[1] + b[1] + c[1]) / 3.0, (a[2] + b[2] + c[2]) / 3.0};
  }

  Drawing& m_drawing;
  std::uint32_t m_n_stroke_vertices = 0, m_n_curve_vertices = 0, m_n_outline_vertices = 0;
  std::uint32_t m_n_mark_vertices = 0;
};

/// Cells in one plane lie under their edges and points from wherever they are seen.
bool has_cells_alone(const Scene& scene) {
  return std::all_of(scene.triangles.begin(), scene.triangles.end(), [](const TriangleSet& set) {
    return std::all_of(set.triangles.begin(), set.triangles.end(),
                       [](const SceneTriangle& triangle) { return triangle.role.has_value(); });
  });
}

bool has_marks(const Scene& scene) {
  return std::any_of(scene.clouds.begin(), scene.clouds.end(), [](const TokenCloud& cloud) {
    return std::any_of(cloud.points.begin(), cloud.points.end(),
                       [](const ScenePoint& point) { return is_flat(point.glyph); });
  });
}

bool is_in_plane(const Bounds& box) { return !box.empty && box.minimum.z == box.maximum.z; }

}  // namespace

bool has_flat_cells(const Scene& scene, const Bounds& box) {
  return is_in_plane(box) && has_cells_alone(scene);
}

double haze_strength(const Scene& scene, const Bounds& box) {
  // Of flat marks in one plane nothing is far away.
  return is_in_plane(box) && has_marks(scene) ? 0 : scene.theme.name == "print" ? 0.35 : 0.55;
}

std::shared_ptr<const Drawing> make_drawing(std::shared_ptr<const Scene> scene) {
  auto drawing = std::make_shared<Drawing>();
  drawing->box = bounds(*scene);
  MeshSink sink(*drawing);
  draw_scene(*scene, sink);
  drawing->flat_cells = has_flat_cells(*scene, drawing->box);
  drawing->haze = haze_strength(*scene, drawing->box);
  drawing->scene = std::move(scene);
  return drawing;
}

}  // namespace baryscope
