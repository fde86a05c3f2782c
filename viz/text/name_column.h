/// Names in a column beside their points, moved up and down off each other.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace baryscope {

/// One name of a column, in layout pixels.
struct ColumnName {
  double middle = 0;      ///< where it would stand by itself: the height of its point
  double height = 0;      ///< of its box, with the gap to its neighbours
  double importance = 0;  ///< the least one is left out first, and moves farthest
};

/// Tops of the boxes [n_names]; nothing: left out. In the order of their points between `top` and
/// `bottom`, none over another, moved by the least sum of squares (isotonic regression, weighted by
/// importance). Names are left out one by one until all others fit and none is farther from its
/// point than `most_away` times its height: of those in the way the least important one.
std::vector<std::optional<double>> spread_column(std::span<const ColumnName> names, double top,
                                                 double bottom, double most_away);

}  // namespace baryscope
