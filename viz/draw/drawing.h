/// A scene made ready to be drawn, on any thread: its meshes and what their order needs.
#pragma once

#include <memory>
#include <vector>

#include "viz/draw/mesh.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// Cells of a role, all in one plane: they are drawn below the rest. `box` is the scene's.
bool has_flat_cells(const Scene& scene, const Bounds& box);
/// The share of paper in what is farthest away.
double haze_strength(const Scene& scene, const Bounds& box);

/// Immutable once made; a view uploads its meshes and draws them.
struct Drawing {
  std::shared_ptr<const Scene> scene;
  Bounds box;

  /// Every mark a square of four vertices, each center 3, corner 2, (radius, glyph, opacity),
  /// color 3.
  Mesh marks;
  /// Every stroke four vertices, each from 3, to 3, (end, side), (width, style, opacity, |weight|),
  /// color 3; style: half the brightness of its pulses, and 1 more where it is dashed.
  Mesh strokes;
  /// As strokes, and the places before and after it on its curve, each 3, and how far along that it
  /// begins, in world units.
  Mesh curves;
  /// As strokes, and the normals of both sides, each 3: seen where one of them is turned away.
  Mesh outlines;
  /// Faces of three vertices, each position 3, normal 3, color 4.
  Mesh regions, surfaces, hulls;
  /// As those, and (distance to the query's corner in world units, brightness of the light that
  /// runs there; negative: away from it).
  Mesh cells;
  std::vector<Vec3> surface_centers, cell_centers;  ///< for painters_order()
  std::vector<double> cell_magnitudes;              ///< |weight|, as cell_centers

  bool flat_cells = false;  ///< has_flat_cells()
  double haze = 0;          ///< haze_strength()
};

std::shared_ptr<const Drawing> make_drawing(std::shared_ptr<const Scene> scene);

}  // namespace baryscope
