/// The faces of a solid convex hull, by Qhull.
#pragma once

#include <Eigen/Core>
#include <vector>

namespace baryscope {

/// points: distinct, spanning three dimensions, extents about 1. Each face lists its corners
/// counter-clockwise seen from outside; coplanar facets are merged; points on an edge or inside a
/// face are no corners. Empty where Qhull finds no solid. Never prints, never exits.
std::vector<std::vector<int>> find_solid_faces(const std::vector<Eigen::Vector3d>& points);

}  // namespace baryscope
