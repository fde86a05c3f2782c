/// Points of many columns as the drawn plane or box sees them.
#pragma once

#include "core/geometry/matrix.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// As many columns as the frame has axes, and one: a point's coordinates in an orthonormal basis of
/// the drawn flat, and its distance from that flat. Between a point and a place of the flat the
/// distance is the one of all columns (Pythagoras), so that neighbours of places cost the same
/// however many columns there are.
struct DrawnSpace {
  Matrix points;       ///< [n, n_axes + 1]
  DisplayFrame frame;  ///< a place (t_1, …) of the flat as a row of such a matrix
};

/// points [n, d] of a projected frame; `scale`: distances are those of scaled columns. True to
/// rounding.
DrawnSpace make_drawn_space(const DisplayFrame& frame, const Matrix& points,
                            const ColumnScale* scale);

}  // namespace baryscope
