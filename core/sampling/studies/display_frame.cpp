#include "core/sampling/studies/display_frame.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/text/direction.h"

namespace baryscope {
namespace {

constexpr int k_axes = 3;

}  // namespace

Matrix DisplayFrame::places(const Matrix& points) const {
  if (scale && points.n_rows > 0) {
    DisplayFrame unscaled = *this;
    unscaled.scale.reset();
    return unscaled.places(scaled(*scale, points));
  }
  if (!exact.is_identity() && points.n_rows > 0) {
    DisplayFrame moderate = *this;
    moderate.exact = {};
    return moderate.places(exact(points));
  }
  if (projected) {
    return project(pca, points);
  }
  BARYSCOPE_CHECK(points.n_columns <= k_axes);
  Matrix places(points.n_rows, k_axes);
  for (int r = 0; r < points.n_rows; ++r) {
    const auto row = points.row(r);
    std::copy(row.begin(), row.end(), places.row(r).begin());
  }
  return places;
}

void DisplayFrame::lift(const std::array<double, 3>& place, std::span<double> point) const {
  for (std::size_t c = 0; c < point.size(); ++c) {
    if (!projected) {
      point[c] = place[c];
      continue;
    }
    double sum = pca.mean[c];
    for (int axis = 0; axis < n_axes; ++axis) {
      sum += place[static_cast<std::size_t>(axis)] * pca.axes(axis, static_cast<int>(c));
    }
    point[c] = sum;
  }
  for (std::size_t c = 0; c < point.size() && !exact.is_identity(); ++c) {
    point[c] = exact.inverse(point[c], c);
  }
  if (scale) {
    unscale(*scale, point);
    constexpr double most = std::numeric_limits<double>::max();
    for (double& x : point) {
      x = std::clamp(x, -most, most);
    }
  }
}

double DisplayFrame::value_at(double coordinate, int axis) const {
  return projected ? std::ldexp(coordinate, -exact.exponent)
                   : exact.inverse(coordinate, static_cast<std::size_t>(axis));
}

double DisplayFrame::coordinate_of(double value, int axis) const {
  return projected ? std::ldexp(value, exact.exponent)
                   : exact(value, static_cast<std::size_t>(axis));
}

DisplayFrame make_display_frame(const DataSet& data, const ColumnScale* scale) {
  DisplayFrame frame;
  frame.projected = data.n_features() > k_axes;
  if (scale != nullptr) {
    frame.scale = *scale;
  } else {
    frame.exact = scaling_for_pictures(data.points);
  }
  if (!frame.projected) {
    frame.n_axes = data.n_features();
    std::transform(data.features.begin(), data.features.end(), frame.titles.begin(), isolated);
    for (int axis = 0; frame.scale && axis < frame.n_axes; ++axis) {
      frame.titles[static_cast<std::size_t>(axis)] += " · standardised";
    }
    return frame;
  }
  frame.pca = fit_pca(frame.scale ? scaled(*frame.scale, data.points) : frame.exact(data.points));
  frame.n_axes = 1;
  for (int axis = 0; axis < k_axes; ++axis) {
    const double share = frame.pca.explained_variance[static_cast<std::size_t>(axis)];
    if (share > 0) {
      frame.n_axes = axis + 1;
      frame.titles[static_cast<std::size_t>(axis)] =
          "PC " + to_text(std::int64_t{axis + 1}) + " · " + to_text(100 * share, 0) +
          (frame.scale ? " % · standardised" : " % of variance");
    }
  }
  return frame;
}

}  // namespace baryscope
