#include "viz/draw/drawing_list.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "viz/scene/color_map.h"
#include "viz/scene/visit.h"

namespace baryscope {
namespace {

Vec3 normal_of(const std::array<Vec3, 3>& corners) {
  return normalized(cross(corners[1] - corners[0], corners[2] - corners[0]));
}

DrawnFace flat_face(const std::array<Vec3, 3>& corners, Vec3 normal,
                    const std::array<Color, 3>& colors) {
  DrawnFace face;
  face.corners = corners;
  face.normals = {normal, normal, normal};
  face.colors = colors;
  return face;
}

/// mixed, with the opacity of `a`.
Color tinted(const Color& a, const Color& b, double t) {
  Color color = mixed(a, b, t);
  color.alpha = a.alpha;
  return color;
}

double largest_triangle_weight(const Scene& scene) {
  double largest = 0;
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& triangle : set.triangles) {
      largest = std::max(largest, std::abs(triangle.weight));
    }
  }
  return largest;
}

/// Green to blue by weight.
Color triangle_color(const Theme& theme, double weight, double largest) {
  const double t = largest > 0 ? std::abs(weight) / largest : 1;
  return tinted(theme.color(Role::key_prime), theme.color(Role::query), t);
}

/// The colour of an edge or curve: by its fixed role, else of its weight by the legend's scale.
Color line_color(const Scene& scene, const std::optional<Role>& role, double weight) {
  if (role) {
    return scene.theme.color(*role);
  }
  const Legend& legend = scene.legend;
  return map_color(legend.color_map,
                   scale_position(legend.color_map, legend.minimum, legend.maximum, weight),
                   scene.theme.dark());
}

/// Of an edge or a curve, without its ends.
template <typename Line>
DrawnStroke stroke_of(const Scene& scene, const Line& line) {
  DrawnStroke stroke;
  stroke.width = line.width;
  stroke.dashed = line.dashed;
  stroke.opacity = line.opacity;
  if (!line.role) {
    stroke.magnitude = std::abs(line.weight);
  }
  stroke.color = line_color(scene, line.role, line.weight);
  stroke.subject = line.subject;
  stroke.pulse = line.pulse;
  return stroke;
}

/// A weight's edge along a face's side, in which the side's own line would flicker.
bool has_wide_edge(const Scene& scene, Vec3 a, Vec3 b) {
  constexpr double least_width = 3;
  const auto along = [&](const SceneEdge& edge) {
    return edge.width >= least_width &&
           ((edge.from == a && edge.to == b) || (edge.from == b && edge.to == a));
  };
  return std::any_of(scene.edges.begin(), scene.edges.end(), [&](const EdgeSet& set) {
    return std::any_of(set.edges.begin(), set.edges.end(), along);
  });
}

void draw_field(const FieldMesh& field, DrawingSink& sink) {
  std::vector<Vec3> normals(field.points.size(), field.shaded ? Vec3{} : Vec3{0, 0, 1});
  const auto at = [](int index) { return static_cast<std::size_t>(index); };
  for (const auto& [a, b, c] : field.triangles) {
    if (field.shaded) {
      const Vec3 normal = cross(field.points.at(at(b)) - field.points.at(at(a)),
                                field.points.at(at(c)) - field.points.at(at(a)));
      for (const int i : {a, b, c}) {
        normals[at(i)] = normals[at(i)] + normal;
      }
    }
  }
  for (const auto& corners : field.triangles) {
    DrawnFace face;
    for (std::size_t i = 0; i < 3; ++i) {
      face.corners[i] = field.points.at(at(corners[i]));
      face.normals[i] = normalized(normals.at(at(corners[i])));
      face.colors[i] = field.colors.at(at(corners[i]));
    }
    field.shaded ? sink.on_surface(face) : sink.on_region(face);
  }
}

using Pair = std::array<int, 2>;
Pair in_order(int a, int b) { return {std::min(a, b), std::max(a, b)}; }

void draw_hull(const Scene& scene, const HullSet& hull, DrawingSink& sink) {
  const Color color = scene.theme.color(hull.role);
  Color glass = color;
  glass.alpha = hull.face_opacity;
  Vec3 center;
  for (const Vec3& point : hull.points) {
    center = center + (1.0 / static_cast<double>(hull.points.size())) * point;
  }
  const auto corner = [&hull](int index) {
    return hull.points.at(static_cast<std::size_t>(index));
  };
  std::map<Pair, std::vector<Vec3>> beside;  // of an outline: normals of the faces at each edge
  for (const auto& [a, b, c] : hull.triangles) {
    const std::array corners{corner(a), corner(b), corner(c)};
    Vec3 normal = normal_of(corners);
    if (dot(normal, corners[0] - center) < 0) {
      normal = -1 * normal;
    }
    if (hull.outline) {
      for (const Pair& side : {in_order(a, b), in_order(b, c), in_order(a, c)}) {
        beside[side].push_back(normal);
      }
      continue;
    }
    DrawnFace face = flat_face(corners, normal, {glass, glass, glass});
    face.subject = hull.subject;
    sink.on_hull(face);
  }
  for (const auto& [a, b] : hull.edges) {
    DrawnStroke rim{.from = corner(a), .to = corner(b), .width = hull.edge_width};
    rim.dashed = hull.dashed;
    rim.opacity = hull.edge_opacity;
    rim.color = color;
    rim.subject = hull.subject;
    if (const auto faces = beside.find(in_order(a, b));
        faces != beside.end() && faces->second.size() == 2) {
      rim.sides = {faces->second[0], faces->second[1]};
    }
    sink.on_stroke(rim);
  }
}

/// A triangle's weight by colour, its corner at the query brightest.
std::array<Color, 3> corner_colors(const SceneTriangle& triangle, const Color& base) {
  const Color light{1, 1, 1, 1};
  std::array<Color, 3> colors;
  for (std::size_t i = 0; i < 3; ++i) {
    const double b = std::clamp(triangle.brightness[i], 0.0, 1.0);
    const double gain = 0.45 + 0.55 * b;
    const Color dimmed{gain * base.red, gain * base.green, gain * base.blue, triangle.opacity};
    colors[i] = tinted(dimmed, light, 0.35 * std::max(0.0, b - 0.6) / 0.4);
  }
  return colors;
}

/// A piece of a cell in its role's colour; its sides are edges of their own.
void draw_piece(const Scene& scene, const SceneTriangle& triangle, DrawingSink& sink) {
  if (!triangle.native) {
    return;
  }
  Color color = scene.theme.color(*triangle.role);
  color.alpha = triangle.opacity;
  DrawnFace face = flat_face(triangle.corners, normal_of(triangle.corners), {color, color, color});
  face.subject = triangle.subject;
  sink.on_cell(face);
}

void draw_triangle(const Scene& scene, const SceneTriangle& triangle, double largest,
                   DrawingSink& sink) {
  const Color color = triangle.native ? triangle_color(scene.theme, triangle.weight, largest)
                                      : scene.theme.color(Role::derived_triangle);
  for (std::size_t i = 0; i < 3; ++i) {
    DrawnStroke side{
        .from = triangle.corners[i], .to = triangle.corners[(i + 1) % 3], .width = 1.4};
    side.dashed = !triangle.native;
    side.opacity = triangle.native ? std::min(1.0, 1.5 * triangle.opacity) : 0.9;
    side.magnitude = std::abs(triangle.weight);
    side.color = color;
    side.subject = triangle.subject;
    if (!(triangle.native && has_wide_edge(scene, side.from, side.to))) {
      sink.on_stroke(side);
    }
  }
  if (triangle.native) {
    DrawnFace face =
        flat_face(triangle.corners, normal_of(triangle.corners), corner_colors(triangle, color));
    face.magnitude = std::abs(triangle.weight);
    face.subject = triangle.subject;
    face.pulse = triangle.pulse;
    face.pulse_leaves = triangle.weight < 0;
    sink.on_cell(face);
  }
}

void draw_curve(const Scene& scene, const SceneCurve& curve, DrawingSink& sink) {
  DrawnStroke stroke = stroke_of(scene, curve);
  const std::vector<Vec3>& points = curve.points;
  DrawnStroke::Bend bend;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    stroke.from = points[i];
    stroke.to = points[i + 1];
    bend.before = points[i > 0 ? i - 1 : i];
    bend.after = points[std::min(i + 2, points.size() - 1)];
    stroke.bend = bend;
    sink.on_stroke(stroke);
    bend.begins += length(stroke.to - stroke.from);
  }
}

class ListSink : public DrawingSink {
 public:
  void on_region(const DrawnFace& face) override { list.regions.push_back(face); }
  void on_surface(const DrawnFace& face) override { list.surfaces.push_back(face); }
  void on_cell(const DrawnFace& face) override { list.cells.push_back(face); }
  void on_hull(const DrawnFace& face) override { list.hulls.push_back(face); }
  void on_stroke(const DrawnStroke& stroke) override { list.strokes.push_back(stroke); }
  void on_mark(const DrawnMark& mark) override { list.marks.push_back(mark); }

  DrawingList list;
};

}  // namespace

void draw_scene(const Scene& scene, DrawingSink& sink) {
  for (const FieldMesh& field : scene.fields) {
    draw_field(field, sink);
  }
  for (const HullSet& hull : scene.hulls) {
    draw_hull(scene, hull, sink);
  }
  const double largest = largest_triangle_weight(scene);
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& triangle : set.triangles) {
      triangle.role ? draw_piece(scene, triangle, sink)
                    : draw_triangle(scene, triangle, largest, sink);
    }
  }
  for (std::size_t i = 0; scene.axes.visible && i < scene.axes.ends.size(); ++i) {
    DrawnStroke axis{.from = scene.axes.origin, .to = scene.axes.ends[i], .width = 1.2};
    axis.opacity = 0.3;
    axis.color = scene.theme.ink;
    sink.on_stroke(axis);
  }
  for_each_edge(scene, [&](const SceneEdge& edge) {
    DrawnStroke stroke = stroke_of(scene, edge);
    stroke.from = edge.from;
    stroke.to = edge.to;
    sink.on_stroke(stroke);
  });
  for (const CurveSet& set : scene.curves) {
    for (const SceneCurve& curve : set.curves) {
      draw_curve(scene, curve, sink);
    }
  }
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      sink.on_mark({point.position, point.radius, point.glyph, point.opacity,
                    scene.theme.color(point.role), point.subject});
    }
  }
}

DrawingList make_drawing_list(const Scene& scene) {
  ListSink sink;
  draw_scene(scene, sink);
  return std::move(sink.list);
}

std::vector<int> painters_order(const std::vector<Vec3>& centers, const Camera& camera) {
  std::vector<int> order(centers.size());
  std::iota(order.begin(), order.end(), 0);
  const Vec3 forward = camera.focal_point - camera.position;
  std::vector<double> depth(centers.size());
  std::transform(centers.begin(), centers.end(), depth.begin(),
                 [&](const Vec3& center) { return dot(center, forward); });
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return depth[static_cast<std::size_t>(a)] > depth[static_cast<std::size_t>(b)];
  });
  return order;
}

}  // namespace baryscope
