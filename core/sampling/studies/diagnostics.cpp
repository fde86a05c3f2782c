#include "core/sampling/studies/diagnostics.h"

#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "core/geometry/exact_scaling.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/neighbors/neighbors.h"

namespace baryscope {
namespace {

constexpr int k_voters = 5;

/// A sum with its number of terms.
struct Mean {
  double sum = 0;
  std::size_t n = 0;

  void add(double x) {
    sum += x;
    ++n;
  }
  [[nodiscard]] double value() const {
    return n > 0 ? sum / static_cast<double>(n) : std::numeric_limits<double>::quiet_NaN();
  }
};

std::vector<int> rows_with(std::span<const int> labels, int label, bool wanted) {
  std::vector<int> rows;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if ((labels[i] == label) == wanted) {
      rows.push_back(static_cast<int>(i));
    }
  }
  return rows;
}

/// Adds the distance of each query to its nearest point.
void add_distances(const NeighborIndex& others, const Matrix& queries, Mean& first, Mean* second,
                   const Watch& watch) {
  const Neighbors nearest = others.find(queries, 1, watch);
  for (std::size_t i = 0; i < nearest.squared_distances.size(); ++i) {
    first.add(nearest.distance(i));
    if (second != nullptr) {
      second->add(nearest.distance(i));
    }
  }
}

}  // namespace

SamplingDiagnostics make_diagnostics(const DataSet& data, const Resampled& resampled,
                                     bool standardize, const Watch& watch) {
  const ColumnScale scale = standardize ? fit_column_scale(data.points) : ColumnScale{};
  const ExactScaling exact = standardize ? ExactScaling{} : scaling_for_distances(data.points);
  const bool own_units = !standardize && exact.is_identity();
  const auto measured = [&](const Matrix& of) {
    return standardize ? scaled(scale, of) : own_units ? Matrix() : exact(of);
  };
  const Matrix measured_points = measured(data.points);
  const Matrix measured_synthetic = measured(resampled.synthetic.points);
  const Matrix& points = own_units ? data.points : measured_points;
  const Matrix& synthetic = own_units ? resampled.synthetic.points : measured_synthetic;
  const auto in_data_units = [&](const Mean& mean) {
    return std::ldexp(mean.value(), -exact.exponent);
  };
  const std::vector<int>& labels = resampled.synthetic.labels;

  SamplingDiagnostics diagnostics;
  const double none = std::numeric_limits<double>::quiet_NaN();
  diagnostics.mean_majority_distance_by_class.assign(data.classes.size(), none);
  diagnostics.share_in_majority_region_by_class.assign(data.classes.size(), none);
  Mean distance, distance_before, share;
  const NeighborIndex all(points);
  for (int label = 0; label < data.n_classes(); ++label) {
    const std::vector<int> mine = rows_with(labels, label, true);
    if (mine.empty()) {
      continue;
    }
    const auto c = static_cast<std::size_t>(label);
    const Matrix queries = rows_of(synthetic, mine);
    const Matrix others = rows_of(points, rows_with(data.labels, label, false));
    const NeighborIndex index(others);
    Mean of_class;
    add_distances(index, queries, distance, &of_class, watch);
    diagnostics.mean_majority_distance_by_class[c] = in_data_units(of_class);
    add_distances(index, rows_of(points, rows_with(data.labels, label, true)), distance_before,
                  nullptr, watch);

    const Neighbors voters = all.find(queries, k_voters, watch);
    Mean inside;
    for (int q = 0; q < voters.n_queries; ++q) {
      int n_others = 0;
      for (const std::int32_t voter : voters.of(q)) {
        n_others += data.labels[static_cast<std::size_t>(voter)] != label ? 1 : 0;
      }
      inside.add(2 * n_others > voters.k ? 1 : 0);
      share.add(2 * n_others > voters.k ? 1 : 0);
    }
    diagnostics.share_in_majority_region_by_class[c] = inside.value();
  }
  diagnostics.mean_majority_distance = in_data_units(distance);
  diagnostics.mean_majority_distance_before = in_data_units(distance_before);
  diagnostics.share_in_majority_region = share.value();
  return diagnostics;
}

}  // namespace baryscope
