/// The smallest ball around points: what the size of a hull is told by.
#pragma once

#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"

namespace baryscope {

/// The true radius lies in [radius · (1 − tolerance), radius]: the ball holds every point.
struct SmallestBall {
  double radius = 0;
  std::vector<double> center;  ///< [d] a convex combination of the points
};

/// Of the rows listed in `allowed` (not empty) of points [n, d], finite. By Frank–Wolfe steps with
/// away steps on the dual, which converge linearly (Yıldırım 2008, Two algorithms for the minimum
/// enclosing ball problem, algorithm 2). Throws Cancelled.
SmallestBall smallest_ball(const Matrix& points, std::span<const int> allowed,
                           double tolerance = 1e-3, const Watch& watch = {});

}  // namespace baryscope
