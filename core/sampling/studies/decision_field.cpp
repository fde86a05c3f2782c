#include "core/sampling/studies/decision_field.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr double k_margin = 0.08;
constexpr double k_flat_share = 0.25;  ///< of the second axis where only the first says something
constexpr double k_plane_nodes = 10'000;
constexpr double k_box_nodes = 26.0 * 26.0 * 26.0;
constexpr double k_thinnest_plane = 1.0 / 64;
constexpr double k_thinnest_box = 1.0 / 16;
constexpr double k_fewest_cells = 8;
/// Nodes asked at a time, and their numbers: what bounds the memory for data of many columns.
constexpr std::size_t k_batch = 8192;
constexpr std::size_t k_batch_numbers = std::size_t{1} << 23;

struct Grid {
  std::array<int, 3> n{1, 1, 1};
  std::array<double, 3> minimum{}, step{};

  [[nodiscard]] double at(std::size_t axis, int node) const {
    return minimum[axis] + step[axis] * node;
  }
};

/// Nodes along the axes that have an extent.
Grid make_grid(const FieldBox& box) {
  std::array<double, 3> extent{};
  double longest = 0;
  int n_axes = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    extent[axis] = box.maximum[axis] - box.minimum[axis];
    if (extent[axis] > 0 && std::isfinite(extent[axis])) {
      longest = std::max(longest, extent[axis]);
      ++n_axes;
    }
  }
  // A side far shorter than the longest would ask for ever smaller cells along the others.
  const double thinnest = longest * (n_axes == 3 ? k_thinnest_box : k_thinnest_plane);
  double volume = 1;
  for (const double length : extent) {
    volume *= length > 0 && std::isfinite(length) ? std::max(length, thinnest) / longest : 1;
  }
  const double n_nodes = n_axes == 3 ? k_box_nodes : k_plane_nodes;
  const double side = n_axes > 0 ? longest * std::pow(volume / n_nodes, 1.0 / n_axes) : 1;
  Grid grid;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    grid.minimum[axis] = box.minimum[axis];
    if (!(extent[axis] > 0) || !std::isfinite(extent[axis])) {
      continue;
    }
    const double n_cells = std::max(std::ceil(extent[axis] / side), k_fewest_cells);
    grid.n[axis] = static_cast<int>(n_cells) + 1;
    grid.step[axis] = n_cells > k_fewest_cells ? side : extent[axis] / n_cells;
    grid.minimum[axis] -= (grid.step[axis] * n_cells - extent[axis]) / 2;
  }
  return grid;
}

/// The points whose place is drawn at the nodes [begin, end).
Matrix lifted_nodes(const DisplayFrame& frame, const Grid& grid, std::size_t begin,
                    std::size_t end) {
  const auto n_x = static_cast<std::size_t>(grid.n[0]);
  const auto n_y = static_cast<std::size_t>(grid.n[1]);
  const int d = frame.projected ? frame.pca.axes.n_columns : frame.n_axes;
  Matrix points(static_cast<int>(end - begin), d);
  for (std::size_t node = begin; node < end; ++node) {
    const std::array<double, 3> place{grid.at(0, static_cast<int>(node % n_x)),
                                      grid.at(1, static_cast<int>(node / n_x % n_y)),
                                      grid.at(2, static_cast<int>(node / (n_x * n_y)))};
    frame.lift(place, points.row(static_cast<int>(node - begin)));
  }
  return points;
}

}  // namespace

FieldBox make_field_box(const Matrix& places, const Matrix& synthetic_places, int n_axes) {
  BARYSCOPE_CHECK(n_axes >= 1 && n_axes <= 3);
  FieldBox box;
  double longest = 0;
  for (int axis = 0; axis < n_axes; ++axis) {
    const auto a = static_cast<std::size_t>(axis);
    bool first = true;
    for (const Matrix* matrix : {&places, &synthetic_places}) {
      for (int row = 0; row < matrix->n_rows; ++row) {
        const double x = (*matrix)(row, axis);
        box.minimum[a] = first ? x : std::min(box.minimum[a], x);
        box.maximum[a] = first ? x : std::max(box.maximum[a], x);
        first = false;
      }
    }
    longest = std::max(longest, box.maximum[a] - box.minimum[a]);
  }
  // A margin that the numbers can still express, also where all points coincide.
  double largest = 0;
  for (std::size_t a = 0; a < 3; ++a) {
    largest = std::max({largest, std::abs(box.minimum[a]), std::abs(box.maximum[a])});
  }
  double margin = std::max(k_margin * longest, 1e-9 * largest);
  if (!(margin > 0)) {
    margin = 1;
  }
  for (int axis = 0; axis < n_axes; ++axis) {
    box.minimum[static_cast<std::size_t>(axis)] -= margin;
    box.maximum[static_cast<std::size_t>(axis)] += margin;
  }
  if (n_axes == 1) {
    const double half = k_flat_share / 2 * (box.maximum[0] - box.minimum[0]);
    box.minimum[1] = -half;
    box.maximum[1] = half;
  }
  return box;
}

DecisionField make_decision_field(const Classifier& classifier, const DisplayFrame& frame,
                                  const FieldBox& box, int n_classes, const Watch& watch) {
  const Grid grid = make_grid(box);
  DecisionField field;
  field.n_nodes = grid.n;
  field.n_classes = n_classes;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    field.minimum[axis] = grid.at(axis, 0);
    field.maximum[axis] = grid.at(axis, grid.n[axis] - 1);
  }
  const std::size_t n_nodes = static_cast<std::size_t>(grid.n[0]) *
                              static_cast<std::size_t>(grid.n[1]) *
                              static_cast<std::size_t>(grid.n[2]);
  field.probabilities.reserve(n_nodes * static_cast<std::size_t>(n_classes));
  const auto d = static_cast<std::size_t>(
      std::max(1, frame.projected ? frame.pca.axes.n_columns : frame.n_axes));
  const std::size_t batch = std::clamp<std::size_t>(k_batch_numbers / d, 1, k_batch);
  for (std::size_t begin = 0; begin < n_nodes; begin += batch) {
    const Matrix points = lifted_nodes(frame, grid, begin, std::min(n_nodes, begin + batch));
    const Matrix shares = classifier.probabilities(points, watch);
    for (const double share : shares.data) {
      field.probabilities.push_back(static_cast<float>(share));
    }
  }
  return field;
}

}  // namespace baryscope
