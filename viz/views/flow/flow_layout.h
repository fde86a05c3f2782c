/// Where the flow view's columns and tokens stand.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "viz/scene/vec3.h"

namespace baryscope {

/// Heights of the tokens, the same in every column so that a level pipe means "itself". Those that
/// have no room at full size are ticks between them.
struct FlowRows {
  std::vector<double> y;   ///< [n_tokens] downwards from the top
  std::vector<bool> full;  ///< [n_tokens] with a name of its own
  double height = 0;       ///< from the first to the last

  /// Runs of ticks between tokens of full size: {first, one past the last}.
  [[nodiscard]] std::vector<std::array<int, 2>> gaps() const;
};

/// `importance` [n_tokens]: the most important take the rows that there are, of equal ones the
/// first; `n_rows`: how many tokens of full size fit one below the other.
FlowRows flow_rows(std::span<const double> importance, int n_rows);

/// How many names of `font_size` points fit into a picture of that height, in layout pixels.
int rows_that_fit(double height, double font_size);

/// Of a column's tokens.
inline constexpr double k_flow_height = 10;

/// The columns' places; `width` is the whole of the flow.
struct FlowColumns {
  double width = 12;
  double query = -6, key = 6;
  std::optional<double> key_prime;  ///< of triples, whose queries stand in the middle
};
/// Of a picture of that shape.
FlowColumns flow_columns(bool triples, double width, double height);

/// A pipe that leaves and arrives level; the first point is the query's.
std::vector<Vec3> flow_curve(Vec3 query, Vec3 key);

}  // namespace baryscope
