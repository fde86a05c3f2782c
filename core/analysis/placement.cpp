#include "core/analysis/placement.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/analysis/attainable.h"
#include "core/base/error.h"
#include "core/geometry/exact_scaling.h"
#include "core/geometry/hull_membership.h"
#include "core/geometry/pca.h"

namespace baryscope {
namespace {

Matrix rows_of(const Matrix& matrix, std::span<const int> which) {
  Matrix rows(static_cast<int>(which.size()), matrix.n_columns);
  for (int r = 0; r < rows.n_rows; ++r) {
    const auto from = matrix.row(which[static_cast<std::size_t>(r)]);
    std::copy(from.begin(), from.end(), rows.row(r).begin());
  }
  return rows;
}

/// Of `n_rows` rows those of `rows`; zeros else.
Matrix put_at(std::span<const int> which, const Matrix& rows, int n_rows) {
  Matrix all(n_rows, rows.n_columns);
  for (int r = 0; r < rows.n_rows; ++r) {
    const auto from = rows.row(r);
    std::copy(from.begin(), from.end(), all.row(which[static_cast<std::size_t>(r)]).begin());
  }
  return all;
}

/// One member of every query, [n_queries, value_dim].
Matrix rows_of_queries(std::span<const QueryResult> queries,
                       std::vector<double> QueryResult::* member, int n_columns) {
  Matrix rows(static_cast<int>(queries.size()), n_columns);
  for (int q = 0; q < rows.n_rows; ++q) {
    const std::vector<double>& from = queries[static_cast<std::size_t>(q)].*member;
    BARYSCOPE_CHECK(static_cast<int>(from.size()) == n_columns);
    std::copy(from.begin(), from.end(), rows.row(q).begin());
  }
  return rows;
}

/// Positions on an arc from lower left over the top to lower right: triangles keep an area there.
void place_in_sequence(int n_tokens, Placement& placement) {
  constexpr double k_half_arc = 0.8 * std::numbers::pi;
  placement.tokens = Matrix(n_tokens, 3);
  for (int i = 0; i < n_tokens; ++i) {
    const double t = n_tokens > 1 ? k_half_arc * (2.0 * i / (n_tokens - 1) - 1) : 0.0;
    placement.tokens(i, 0) = std::sin(t);
    placement.tokens(i, 1) = std::cos(t);
  }
}

std::string hull_name(const std::string& place_by) {
  return shares_output_space(place_by) ? "conv(V)" : "conv(" + place_by + " points)";
}

/// Outputs at Σ_j w_j · token_j; the nearest points are those of the drawn hull.
void place_outputs_at_weights(const PlacementInput& input, const Watch& watch,
                              Placement& placement) {
  const Matrix& weights = input.query_weights;
  const Matrix& tokens = placement.tokens;
  BARYSCOPE_CHECK(weights.n_rows == static_cast<int>(input.queries.size()));
  BARYSCOPE_CHECK(weights.n_rows == 0 || weights.n_columns == tokens.n_rows);
  placement.outputs = Matrix(weights.n_rows, 3);
  for (int q = 0; q < weights.n_rows; ++q) {
    for (int j = 0; j < tokens.n_rows; ++j) {
      for (int c = 0; c < 3; ++c) {
        placement.outputs(q, c) += weights(q, j) * tokens(j, c);
      }
    }
  }
  placement.nearest = placement.outputs;
  if (input.allowed.empty()) {
    return;
  }
  const HullMembership hull(tokens);
  for (int q = 0; q < weights.n_rows; ++q) {
    const HullDistance found = hull.distance(placement.outputs.row(q), input.allowed, watch);
    if (found.distance > 1e-9 * hull.scale()) {
      std::copy(found.nearest.begin(), found.nearest.end(), placement.nearest.row(q).begin());
    }
  }
}

Matrix products(const PlacementInput& input) {
  if (input.slot_values.empty()) {
    return Matrix(0, input.values.n_columns);
  }
  Matrix rows(static_cast<int>(input.triangles.size()), input.values.n_columns);
  for (int t = 0; t < rows.n_rows; ++t) {
    const WeightedTriangle& triangle = input.triangles[static_cast<std::size_t>(t)];
    for (int c = 0; c < rows.n_columns; ++c) {
      rows(t, c) = input.values(triangle.key, c) * input.slot_values.front()(triangle.key_prime, c);
    }
  }
  return rows;
}

/// Calls `use` with every matrix of drawn coordinates.
template <class Use>
void for_each_matrix(Placement& placement, const Use& use) {
  for (Matrix* matrix : {&placement.tokens, &placement.outputs, &placement.nearest,
                         &placement.products, &placement.hull.points}) {
    use(*matrix);
  }
  for (AttainableSet& set : placement.attainable) {
    use(set.points);
  }
}

/// Coordinates are drawn in single precision: a power of two takes out what lies beyond it.
void fit_into_picture(Placement& placement) {
  constexpr int k_most_exponent = 30;
  double largest = 0;
  for_each_matrix(placement, [&](const Matrix& matrix) {
    largest = std::max(largest, largest_magnitude(matrix.data));
  });
  if (largest == 0 || !std::isfinite(largest) || std::abs(std::ilogb(largest)) <= k_most_exponent) {
    return;
  }
  const int exponent = -std::ilogb(largest);
  for_each_matrix(placement, [exponent](Matrix& matrix) {
    matrix = times_power_of_two(std::move(matrix), exponent);
  });
}

Placement placed(const PlacementInput& input, const Watch& watch) {
  Placement placement;
  placement.place_by = input.place_by;
  placement.outputs_share_space = shares_output_space(input.place_by);
  Pca pca;
  if (input.place_by == "sequence") {
    place_in_sequence(input.values.n_rows, placement);
    placement.explained_variance = fit_pca(placement.tokens).explained_variance;
  } else {
    BARYSCOPE_CHECK(input.placed.n_rows == input.values.n_rows);
    placement.first_axis_leaves_hull = !input.way_out.empty();
    const Matrix& present =
        input.present.empty() ? input.placed : rows_of(input.placed, input.present);
    pca = placement.first_axis_leaves_hull ? fit_pca_beside(present, input.way_out)
                                           : fit_pca(present);
    placement.tokens = input.present.empty()
                           ? project(pca, present)
                           : put_at(input.present, project(pca, present), input.placed.n_rows);
    placement.explained_variance = pca.explained_variance;
  }
  watch.check();
  if (!placement.outputs_share_space) {
    place_outputs_at_weights(input, watch, placement);
    placement.products = Matrix(0, 3);
    placement.hull = make_set(hull_name(input.place_by), rows_of(placement.tokens, input.allowed));
    return placement;
  }
  const int width = input.values.n_columns;
  BARYSCOPE_CHECK(input.placed.n_columns == width);
  placement.outputs = project(pca, rows_of_queries(input.queries, &QueryResult::output, width));
  placement.nearest = project(pca, rows_of_queries(input.queries, &QueryResult::nearest, width));
  placement.products = project(pca, products(input));
  placement.hull =
      make_set(hull_name(input.place_by), project(pca, rows_of(input.values, input.allowed)));
  placement.attainable = attainable_sets(input, pca, watch);
  return placement;
}

/// Of vectors whose squares would over- or underflow: of the same times 2^exponent.
Placement placed_moderately(const PlacementInput& input, int exponent, const Watch& watch) {
  std::vector<QueryResult> queries(input.queries.begin(), input.queries.end());
  for (QueryResult& query : queries) {
    query.output = times_power_of_two(query.output, exponent);
    query.nearest = times_power_of_two(query.nearest, exponent);
  }
  PlacementInput moderate = input;
  moderate.placed = times_power_of_two(input.placed, exponent);
  moderate.values = times_power_of_two(input.values, exponent);
  moderate.negative_values = times_power_of_two(input.negative_values, exponent);
  moderate.queries = queries;
  return placed(moderate, watch);
}

}  // namespace

const std::vector<std::string>& placement_names() {
  static const std::vector<std::string> names = {"value",    "key",      "query",  "output",
                                                 "residual", "sequence", "outside"};
  return names;
}

bool shares_output_space(std::string_view place_by) {
  return place_by == "value" || place_by == "output" || place_by == "outside";
}

Placement make_placement(const PlacementInput& input, const Watch& watch) {
  double largest =
      std::max(largest_magnitude(input.placed.data), largest_magnitude(input.values.data));
  for (const QueryResult& query : input.queries) {
    largest = std::max(largest, largest_magnitude(query.output));
  }
  const int exponent = moderating_exponent(largest);
  Placement placement =
      exponent == 0 ? placed(input, watch) : placed_moderately(input, exponent, watch);
  fit_into_picture(placement);
  return placement;
}

}  // namespace baryscope
