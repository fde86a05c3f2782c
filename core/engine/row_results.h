/// Attention of the asked rows, in chunks, as plain numbers.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/base/progress.h"
#include "core/engine/mechanism_input.h"

namespace baryscope {

struct RowRequest {
  std::vector<int> queries;  ///< ascending positions
  int focus = 0;             ///< index into `queries`
  int top = 16;
  bool dense = false;             ///< also the weights themselves (small n only)
  bool every_key_weight = false;  ///< key_weights of every query, not of the focus and 64 more
};

struct RowResults {
  std::vector<QueryResult> queries;  ///< without hull and gauge
  std::vector<WeightedEdge> edges;
  std::vector<WeightedTriangle> triangles;
  std::vector<WeightedTuple> tuples;
  bool edges_are_marginals = false;
  double drawn_mass = 0;
  std::optional<std::vector<double>> weights;
};

/// Throws Error where a computed number is NaN or infinite, Cancelled.
RowResults attend_rows(const MechanismInput& input, const RowRequest& request, const Watch& watch);

/// The outputs of all rows, [n_tokens, value_dim], for placing by output.
Matrix all_outputs(const MechanismInput& input, const Watch& watch);

}  // namespace baryscope
