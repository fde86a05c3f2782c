/// Structures of a scene as vertices for the shaders: plain numbers, no GL.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "viz/scene/scene.h"

namespace baryscope {

/// Interleaved vertex attributes and the triangles between them.
struct Mesh {
  std::vector<float> vertices;
  std::vector<std::uint32_t> indices;

  friend bool operator==(const Mesh&, const Mesh&) = default;
};

/// Every point of every cloud: a square of four vertices, each center 3, corner 2, (radius, glyph,
/// opacity), color 3.
Mesh make_point_mesh(const Scene& scene);

/// Fields, the plain ones or the shaded ones (with normals averaged where faces meet), laid out as
/// hull faces.
Mesh make_field_mesh(const Scene& scene, bool shaded);
/// Centres of a mesh of faces, for drawing them back to front.
std::vector<Vec3> face_centers(const Mesh& faces);

/// Every edge, hull edge, triangle outline and axis: four vertices, each from 3, to 3, (end, side),
/// (width, dashed, opacity, |weight|), color 3.
Mesh make_edge_mesh(const Scene& scene);

/// Hull faces with their normals outwards: three vertices, each position 3, normal 3, color 4.
Mesh make_hull_mesh(const Scene& scene);

/// Native triangles, laid out as hull faces; colours carry the corners' brightness, or are those of
/// the triangle's role.
Mesh make_triangle_mesh(const Scene& scene);
/// Their weights in absolute value, in the mesh's order; infinite for triangles of a role, which
/// outlast every threshold.
std::vector<double> triangle_weights(const Scene& scene);

/// The colour of a weight: by the fixed role, else by the legend's scale.
Color edge_color(const Scene& scene, const SceneEdge& edge);

}  // namespace baryscope
