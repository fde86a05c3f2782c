#include "viz/vtk/mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "viz/scene/color_map.h"

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

struct Stroke {
  double width = 1;
  bool dashed = false;
  double opacity = 1;
  /// Structures without a weight outlast every threshold.
  double magnitude = std::numeric_limits<float>::max();
};

void append_segment(Mesh& mesh, Vec3 from, Vec3 to, const Stroke& stroke, const Color& color) {
  const std::size_t n_before = mesh.vertices.size();
  for (const int corner : {0, 1, 2, 3}) {
    append(mesh.vertices, {from.x, from.y, from.z, to.x, to.y, to.z, corner < 2 ? 0.0 : 1.0,
                           corner % 2 == 0 ? -1.0 : 1.0, stroke.width, stroke.dashed ? 1.0 : 0.0,
                           stroke.opacity, stroke.magnitude, color.red, color.green, color.blue});
  }
  append_square(mesh, static_cast<std::uint32_t>(n_before * 4 / (mesh.vertices.size() - n_before)));
}

void append_face(Mesh& mesh, const std::array<Vec3, 3>& corners, Vec3 normal,
                 const std::array<Color, 3>& colors) {
  for (int i = 0; i < 3; ++i) {
    const Vec3 p = corners[i];
    const Color& c = colors[i];
    append(mesh.vertices,
           {p.x, p.y, p.z, normal.x, normal.y, normal.z, c.red, c.green, c.blue, c.alpha});
    mesh.indices.push_back(static_cast<std::uint32_t>(mesh.indices.size()));
  }
}

Vec3 normal_of(const std::array<Vec3, 3>& corners) {
  return normalized(cross(corners[1] - corners[0], corners[2] - corners[0]));
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

}  // namespace

Mesh make_point_mesh(const Scene& scene) {
  Mesh mesh;
  std::uint32_t n_vertices = 0;
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      const Color color = scene.theme.color(point.role);
      for (const int corner : {0, 1, 2, 3}) {
        append(mesh.vertices,
               {point.position.x, point.position.y, point.position.z, corner < 2 ? -1.0 : 1.0,
                corner % 2 == 0 ? -1.0 : 1.0, point.radius, static_cast<double>(point.glyph),
                point.opacity, color.red, color.green, color.blue});
      }
      append_square(mesh, n_vertices);
      n_vertices += 4;
    }
  }
  return mesh;
}

Color edge_color(const Scene& scene, const SceneEdge& edge) {
  if (edge.role) {
    return scene.theme.color(*edge.role);
  }
  const Legend& legend = scene.legend;
  return map_color(legend.color_map,
                   scale_position(legend.color_map, legend.minimum, legend.maximum, edge.weight),
                   scene.theme.dark());
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

Mesh make_edge_mesh(const Scene& scene) {
  Mesh mesh;
  const double largest = largest_triangle_weight(scene);
  for (const HullSet& hull : scene.hulls) {
    const Color color = scene.theme.color(hull.role);
    for (const auto& [a, b] : hull.edges) {
      append_segment(
          mesh, hull.points.at(a), hull.points.at(b),
          {.width = hull.edge_width, .dashed = hull.dashed, .opacity = hull.edge_opacity}, color);
    }
  }
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& triangle : set.triangles) {
      if (triangle.role) {
        continue;  // a piece of a cell, whose sides are edges of their own
      }
      const Color color = triangle.native ? triangle_color(scene.theme, triangle.weight, largest)
                                          : scene.theme.color(Role::derived_triangle);
      const Stroke stroke{.width = 1.4,
                          .dashed = !triangle.native,
                          .opacity = triangle.native ? std::min(1.0, 1.5 * triangle.opacity) : 0.9,
                          .magnitude = std::abs(triangle.weight)};
      for (int i = 0; i < 3; ++i) {
        const Vec3 from = triangle.corners[i], to = triangle.corners[(i + 1) % 3];
        if (!(triangle.native && has_wide_edge(scene, from, to))) {
          append_segment(mesh, from, to, stroke, color);
        }
      }
    }
  }
  if (scene.axes.visible) {
    for (const Vec3& end : scene.axes.ends) {
      append_segment(mesh, scene.axes.origin, end, {.width = 1.2, .opacity = 0.3}, scene.theme.ink);
    }
  }
  for (const EdgeSet& set : scene.edges) {
    for (const SceneEdge& edge : set.edges) {
      append_segment(
          mesh, edge.from, edge.to,
          {.width = edge.width,
           .dashed = edge.dashed,
           .opacity = edge.opacity,
           .magnitude = edge.role ? std::numeric_limits<float>::max() : std::abs(edge.weight)},
          edge_color(scene, edge));
    }
  }
  return mesh;
}

Mesh make_hull_mesh(const Scene& scene) {
  Mesh mesh;
  for (const HullSet& hull : scene.hulls) {
    Color color = scene.theme.color(hull.role);
    color.alpha = hull.face_opacity;
    Vec3 center;
    for (const Vec3& point : hull.points) {
      center = center + (1.0 / static_cast<double>(hull.points.size())) * point;
    }
    for (const auto& [a, b, c] : hull.triangles) {
      const std::array corners{hull.points.at(a), hull.points.at(b), hull.points.at(c)};
      Vec3 normal = normal_of(corners);
      if (dot(normal, corners[0] - center) < 0) {
        normal = -1 * normal;
      }
      append_face(mesh, corners, normal, {color, color, color});
    }
  }
  return mesh;
}

Mesh make_triangle_mesh(const Scene& scene) {
  Mesh mesh;
  const Color light{1, 1, 1, 1};
  const double largest = largest_triangle_weight(scene);
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& triangle : set.triangles) {
      if (!triangle.native) {
        continue;
      }
      if (triangle.role) {
        Color color = scene.theme.color(*triangle.role);
        color.alpha = triangle.opacity;
        append_face(mesh, triangle.corners, normal_of(triangle.corners), {color, color, color});
        continue;
      }
      const Color base = triangle_color(scene.theme, triangle.weight, largest);
      std::array<Color, 3> colors;
      for (int i = 0; i < 3; ++i) {
        const double b = std::clamp(triangle.brightness[i], 0.0, 1.0);
        const double gain = 0.45 + 0.55 * b;
        const Color dimmed{gain * base.red, gain * base.green, gain * base.blue, triangle.opacity};
        colors[i] = tinted(dimmed, light, 0.35 * std::max(0.0, b - 0.6) / 0.4);
      }
      append_face(mesh, triangle.corners, normal_of(triangle.corners), colors);
    }
  }
  return mesh;
}

std::vector<double> triangle_weights(const Scene& scene) {
  std::vector<double> weights;
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& triangle : set.triangles) {
      if (triangle.native) {
        weights.push_back(triangle.role ? std::numeric_limits<double>::infinity()
                                        : std::abs(triangle.weight));
      }
    }
  }
  return weights;
}

Mesh make_field_mesh(const Scene& scene, bool shaded) {
  Mesh mesh;
  for (const FieldMesh& field : scene.fields) {
    if (field.shaded != shaded) {
      continue;
    }
    std::vector<Vec3> normals(field.points.size(), shaded ? Vec3{} : Vec3{0, 0, 1});
    for (const auto& [a, b, c] : field.triangles) {
      if (shaded) {
        const Vec3 normal =
            cross(field.points.at(b) - field.points.at(a), field.points.at(c) - field.points.at(a));
        for (const int i : {a, b, c}) {
          normals[i] = normals[i] + normal;
        }
      }
    }
    for (const auto& face : field.triangles) {
      for (const int i : face) {
        const Vec3 p = field.points.at(i), n = normalized(normals.at(i));
        const Color& color = field.colors.at(i);
        append(mesh.vertices,
               {p.x, p.y, p.z, n.x, n.y, n.z, color.red, color.green, color.blue, color.alpha});
        mesh.indices.push_back(static_cast<std::uint32_t>(mesh.indices.size()));
      }
    }
  }
  return mesh;
}

std::vector<Vec3> face_centers(const Mesh& faces) {
  constexpr std::size_t n_floats = 30;  // of one face
  std::vector<Vec3> centers;
  centers.reserve(faces.vertices.size() / n_floats);
  for (std::size_t i = 0; i + n_floats <= faces.vertices.size(); i += n_floats) {
    const float* v = &faces.vertices[i];
    centers.push_back(
        {(v[0] + v[10] + v[20]) / 3.0, (v[1] + v[11] + v[21]) / 3.0, (v[2] + v[12] + v[22]) / 3.0});
  }
  return centers;
}

}  // namespace baryscope
