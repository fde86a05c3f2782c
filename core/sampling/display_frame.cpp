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

DisplayFrame make_display_frame(const DataSet& data) {
  DisplayFrame frame;
  frame.projected = data.n_features() > k_axes;
  if (!frame.projected) {
    frame.n_axes = data.n_features();
    std::copy(data.features.begin(), data.features.end(), frame.titles.begin());
    return frame;
  }
  frame.pca = fit_pca(data.points);
  frame.n_axes = 1;
  for (int axis = 0; axis < k_axes; ++axis) {
    const double share = frame.pca.explained_variance[static_cast<std::size_t>(axis)];
    if (share > 0) {
      frame.n_axes = axis + 1;
      frame.titles[static_cast<std::size_t>(axis)] = "PC " + to_text(std::int64_t{axis + 1}) +
                                                     " · " + to_text(100 * share, 0) +
                                                     " % of variance";
    }
  }
  return frame;
}

}  // namespace baryscope
