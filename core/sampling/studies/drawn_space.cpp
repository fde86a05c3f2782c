#include "core/sampling/studies/drawn_space.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "core/base/error.h"

namespace baryscope {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

/// a − factor · b
void subtract(std::span<double> a, double factor, std::span<const double> b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] -= factor * b[i];
  }
}

/// The places 0, e_1, e_2 … of the flat, as the distances see them.
Matrix corners_of(const DisplayFrame& frame, const ColumnScale* scale) {
  Matrix corners(frame.n_axes + 1, frame.pca.axes.n_columns);
  DisplayFrame flat = frame;
  if (scale == nullptr) {
    flat.exact = {};  // distances are those of the exactly scaled columns
  }
  for (int corner = 0; corner <= frame.n_axes; ++corner) {
    std::array<double, 3> place{};
    if (corner > 0) {
      place[static_cast<std::size_t>(corner) - 1] = 1;
    }
    flat.lift(place, corners.row(corner));
  }
  return scale != nullptr ? scaled(*scale, corners) : corners;
}

}  // namespace

DrawnSpace make_drawn_space(const DisplayFrame& frame, const Matrix& points,
                            const ColumnScale* scale) {
  BARYSCOPE_CHECK(frame.projected && points.n_columns == frame.pca.axes.n_columns);
  const int n_axes = frame.n_axes;
  const Matrix corners = corners_of(frame, scale);
  const std::span<const double> origin = corners.row(0);

  DrawnSpace space;
  space.frame = frame;
  space.frame.scale.reset();
  space.frame.exact = {};
  space.frame.pca.mean.assign(static_cast<std::size_t>(n_axes) + 1, 0.0);
  space.frame.pca.axes = Matrix(3, n_axes + 1);
  // Gram–Schmidt, twice for the last bits: axis_a = Σ_b place(a, b) · basis_b.
  Matrix basis(n_axes, points.n_columns);
  for (int axis = 0; axis < n_axes; ++axis) {
    const std::span<double> direction = basis.row(axis);
    const std::span<const double> end = corners.row(axis + 1);
    for (std::size_t c = 0; c < direction.size(); ++c) {
      direction[c] = end[c] - origin[c];
    }
    for (int pass = 0; pass < 2; ++pass) {
      for (int before = 0; before < axis; ++before) {
        const double along = dot(direction, basis.row(before));
        subtract(direction, along, basis.row(before));
        space.frame.pca.axes(axis, before) += along;
      }
    }
    const double length = std::sqrt(dot(direction, direction));
    space.frame.pca.axes(axis, axis) = length;
    for (double& x : direction) {
      x = length > 0 ? x / length : 0;
    }
  }

  const Matrix seen = scale != nullptr ? scaled(*scale, points) : frame.exact(points);
  space.points = Matrix(points.n_rows, n_axes + 1);
  std::vector<double> rest(static_cast<std::size_t>(points.n_columns));
  for (int row = 0; row < points.n_rows; ++row) {
    const std::span<const double> point = seen.row(row);
    for (std::size_t c = 0; c < rest.size(); ++c) {
      rest[c] = point[c] - origin[c];
    }
    for (int axis = 0; axis < n_axes; ++axis) {
      const double along = dot(rest, basis.row(axis));
      subtract(rest, along, basis.row(axis));
      space.points(row, axis) = along;
    }
    space.points(row, n_axes) = std::sqrt(dot(rest, rest));
  }
  return space;
}

}  // namespace baryscope
