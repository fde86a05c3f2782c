/// Which faces hide which: translucent triangles are cut where they cross, so that a format without
/// a depth buffer can draw them one after the other.
#pragma once

#include <vector>

namespace baryscope {

/// A place on the screen and how near it is to the eye, larger: nearer. `near` must be linear over
/// the screen on every plane of the scene: minus the depth, or in perspective its inverse.
struct DeepPoint {
  double x = 0, y = 0, near = 0;
};
/// Convex and flat.
using DeepPolygon = std::vector<DeepPoint>;

/// Of two polygons that overlap on the screen.
enum class FaceRelation { apart, behind, before, crossing };
/// Whether `a` lies behind or before `b` wherever both are seen.
FaceRelation relation(const DeepPolygon& a, const DeepPolygon& b);

struct FacePiece {
  int face = 0;  ///< of the given ones
  DeepPolygon corners;
};
struct FaceOrder {
  std::vector<FacePiece> pieces;  ///< the farthest first
  bool complete = true;           ///< false: too many cuts, whole faces by their centres
};
/// By Newell, Newell and Sancha (1972): faces are sorted where each pair has an order; of those
/// that cross or overlap in a cycle a binary space partition (Fuchs, Kedem and Naylor 1980) is
/// made. At most `most_pieces` of one face and four times as many pieces as faces.
FaceOrder order_faces(const std::vector<DeepPolygon>& faces, int most_pieces = 8);

/// The part of a convex polygon inside another one, as both are seen; `near` of the first.
DeepPolygon seen_through(const DeepPolygon& polygon, const DeepPolygon& window);
/// How near the polygon's plane is at a place of the screen; not for one that is seen edge on.
double near_at(const DeepPolygon& polygon, double x, double y);
/// Square pixels; positive.
double seen_area(const DeepPolygon& polygon);

/// An order in which every `before[i]` (indices of what must come earlier) is kept; of several that
/// may come next the one with the smallest `key`, and so where there is a cycle.
std::vector<int> sorted_by_need(const std::vector<std::vector<int>>& before,
                                const std::vector<double>& key);

}  // namespace baryscope
