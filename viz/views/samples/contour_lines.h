/// Boundaries between the classes of a decision field, as lines in the plane and faces in space.
#pragma once

#include <array>
#include <vector>

#include "core/sampling/studies/study.h"
#include "viz/scene/vec3.h"

namespace baryscope {

/// A chain of points; a closed one ends where it begins.
struct ContourLine {
  std::vector<Vec3> points;
};

/// Where the two largest shares of a field in the plane are equal, between nodes by straight
/// interpolation in the four triangles that a cell's middle makes: marching squares without their
/// ambiguous cases, and right also where three classes meet. Nothing for other fields.
std::vector<ContourLine> boundary_lines(const DecisionField& field);

struct BoundarySurface {
  std::vector<Vec3> points;
  std::vector<std::array<int, 3>> triangles;
};

/// Where the share of `label` equals the largest of the others, in a field in space: marching
/// tetrahedra on six of them a cell (Kuhn's), so that neighbouring faces meet without gaps. Closed
/// but at the field's box. Nothing for fields in the plane.
BoundarySurface boundary_surface(const DecisionField& field, int label);

}  // namespace baryscope
