#include "core/sampling/display_frame.h"

#include <algorithm>
#include <cstdint>

#include "core/base/error.h"
#include "core/base/number_text.h"

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
  if (scale) {
    unscale(*scale, point);
  }
}

DisplayFrame make_display_frame(const DataSet& data, const ColumnScale* scale) {
  DisplayFrame frame;
  frame.projected = data.n_features() > k_axes;
  if (scale != nullptr) {
    frame.scale = *scale;
  }
  if (!frame.projected) {
    frame.n_axes = data.n_features();
    std::copy(data.features.begin(), data.features.end(), frame.titles.begin());
    for (int axis = 0; frame.scale && axis < frame.n_axes; ++axis) {
      frame.titles[static_cast<std::size_t>(axis)] += " · standardised";
    }
    return frame;
  }
  frame.pca = fit_pca(frame.scale ? scaled(*frame.scale, data.points) : data.points);
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
