/// The loop from simplex to synthetic point that all simplicial samplers share, with the boundary
/// biases of science.md §5.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/sampling/samplers/coordinate_draw.h"
#include "core/sampling/samplers/sampling_space.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

struct DrawnFace {
  std::size_t simplex = 0;             ///< its number
  std::span<const std::int32_t> face;  ///< ascending
};

/// Chooses simplex and face of every new point.
class FaceSource {
 public:
  virtual ~FaceSource() = default;
  /// The next point's; `face` is good until the next call.
  virtual DrawnFace draw(Random& random) = 0;
  /// No face has more vertices.
  [[nodiscard]] virtual std::size_t most_vertices() const = 0;
  /// [n_simplices]
  [[nodiscard]] virtual std::vector<double> probabilities() const = 0;
};

/// What options and surroundings mean for one class. γ = 0 is no bias at all.
struct SimplexRules {
  int n_neighbors = 0;      ///< κ, or fewer in a small data set; 0: not asked for
  std::vector<int> others;  ///< [n rows] neighbours of other classes among κ; empty: not asked for
  CoordinateRule coordinates;
  bool weighs_cliques = false;  ///< the simplex bias
  double gamma = 0;
  double tilt = 0;             ///< γ of the tilt bias
  double tilt_length = 0;      ///< h: median distance of the class's points to their nearest one
  std::vector<double> border;  ///< [n_points] r of each row; empty: not asked for
};

/// `needs_border` asks for `others` also without a bias. Leaves border_shares in work.sampled.
SimplexRules simplex_rules(ClassWork& work, bool needs_border);

/// 1 + γ · mean r_v of every clique under the simplex bias, else empty.
std::vector<double> clique_factors(const SimplexList& cliques, const SimplexRules& rules);

/// Appends work.amount points.
void draw_points(ClassWork& work, const SimplexRules& rules, FaceSource& faces);

}  // namespace baryscope
