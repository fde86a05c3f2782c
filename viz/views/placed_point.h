/// Rows of a placement as points of a scene.
#pragma once

#include "core/geometry/matrix.h"
#include "viz/scene/vec3.h"

namespace baryscope {

/// Row of a placement matrix as a point; finite whatever the matrix holds, the origin where it has
/// no such row.
Vec3 point_of(const Matrix& matrix, int row);

}  // namespace baryscope
