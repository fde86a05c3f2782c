/// Where everything in the space view lies: plain matrices of one head in, three coordinates out.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/base/progress.h"
#include "core/geometry/matrix.h"

namespace baryscope {

/// What `place-by` may name.
const std::vector<std::string>& placement_names();
/// True where outputs lie in the space of the placed vectors: value, output and outside. Elsewhere
/// they are drawn at Σ_j w_j · token_j, and only there `PlacementInput::query_weights` is needed.
bool shares_output_space(std::string_view place_by);

/// One head as plain numbers. What a mechanism does not have stays empty.
struct PlacementInput {
  std::string place_by = "value";
  Matrix placed;  ///< [n_tokens, d] the vectors that place the tokens; unused for sequence
  /// Tokens that have such a vector, ascending; empty: all.
  std::vector<int> present;
  Matrix values;                    ///< [n_tokens, value_dim]
  std::vector<Matrix> slot_values;  ///< V', V⁽³⁾, … [n_tokens, value_dim] as used, biases included
  Matrix negative_values;           ///< V₂ of dipole [n_tokens, value_dim]; empty: −V
  Matrix query_weights;             ///< [n_queries, n_tokens], only without a shared space
  std::span<const QueryResult> queries;         ///< output and nearest of each
  std::span<const WeightedTriangle> triangles;  ///< drawn ones
  /// Keys j that the focus may attend to by mask, window and key selection, ascending.
  std::vector<int> allowed;
  /// Keys k of the further slots, of which a window may hold none; nothing: as `allowed`.
  std::optional<std::vector<int>> allowed_prime;
  std::optional<int> key_anchor_window;  ///< W2 of a key-anchored window: j − W2 < k ≤ j
  MechanismOptions mechanism;            ///< as it was run
  double lambda = 0;                     ///< of the focus, differential family
  /// Of the focus, output − nearest [value_dim], for place-by outside; empty where it is inside.
  std::vector<double> way_out;
  std::optional<std::vector<int>> kept;  ///< keys with P_j − λP'_j > 0, heaviside-differential
};

/// Coordinates past what single precision holds well are taken by a power of two, all by the same.
/// Throws Cancelled.
Placement make_placement(const PlacementInput& input, const Watch& watch = {});

}  // namespace baryscope
