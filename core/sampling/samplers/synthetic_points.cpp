#include "core/sampling/samplers/synthetic_points.h"

#include "core/base/error.h"
#include "core/sampling/neighbors/parallel_blocks.h"

namespace baryscope {
namespace {

constexpr std::size_t k_block = 4096;

}  // namespace

void combine(const Matrix& points, std::span<const std::int32_t> vertices,
             std::span<const double> coordinates, std::span<double> target) {
  BARYSCOPE_CHECK(!vertices.empty() && vertices.size() == coordinates.size());
  for (std::size_t v = 0; v < vertices.size(); ++v) {
    const std::span<const double> row = points.row(vertices[v]);
    const double coordinate = coordinates[v];
    if (v == 0) {
      for (std::size_t c = 0; c < row.size(); ++c) {
        target[c] = coordinate * row[c];
      }
    } else {
      for (std::size_t c = 0; c < row.size(); ++c) {
        target[c] += coordinate * row[c];
      }
    }
  }
}

void append_point(const Matrix& points, std::span<const std::int32_t> vertices,
                  std::span<const double> coordinates, int label, std::int32_t base,
                  SyntheticSet& synthetic) {
  BARYSCOPE_CHECK(!vertices.empty() && vertices.size() == coordinates.size());
  // As combine(), appended number by number: a call for every few bytes costs more than they do.
  std::vector<double>& data = synthetic.points.data;
  const std::size_t begin = data.size();
  for (const double entry : points.row(vertices[0])) {
    data.push_back(coordinates[0] * entry);
  }
  for (std::size_t v = 1; v < vertices.size(); ++v) {
    const double coordinate = coordinates[v];
    double* target = data.data() + begin;
    for (const double entry : points.row(vertices[v])) {
      *target++ += coordinate * entry;
    }
  }
  ++synthetic.points.n_rows;
  synthetic.labels.push_back(label);
  for (std::size_t v = 0; v < vertices.size(); ++v) {
    synthetic.vertices.push_back(vertices[v]);
    synthetic.coordinates.push_back(coordinates[v]);
  }
  synthetic.offsets.push_back(synthetic.vertices.size());
  synthetic.bases.push_back(base);
}

void combine_rest(const Matrix& points, SyntheticSet& synthetic, const Watch& watch) {
  const auto first = static_cast<std::size_t>(synthetic.points.n_rows);
  const std::size_t n = synthetic.offsets.size() - 1;
  const auto n_columns = static_cast<std::size_t>(points.n_columns);
  BARYSCOPE_CHECK(n >= first && synthetic.labels.size() == n && synthetic.bases.size() == n);
  synthetic.points.data.resize(n * n_columns);
  synthetic.points.n_rows = static_cast<int>(n);
  for_blocks(n - first, k_block, watch, [&](std::size_t begin, std::size_t end) {
    // As combine(), without a call for every few bytes.
    for (std::size_t i = first + begin; i < first + end; ++i) {
      double* const target = synthetic.points.data.data() + i * n_columns;
      for (std::size_t v = synthetic.offsets[i]; v < synthetic.offsets[i + 1]; ++v) {
        const double* const row =
            points.data.data() + static_cast<std::size_t>(synthetic.vertices[v]) * n_columns;
        const double coordinate = synthetic.coordinates[v];
        if (v == synthetic.offsets[i]) {
          for (std::size_t c = 0; c < n_columns; ++c) {
            target[c] = coordinate * row[c];
          }
        } else {
          for (std::size_t c = 0; c < n_columns; ++c) {
            target[c] += coordinate * row[c];
          }
        }
      }
    }
  });
}

void reserve_points(std::size_t n, std::size_t arity, int n_features, SyntheticSet& synthetic) {
  synthetic.points.data.reserve(synthetic.points.data.size() +
                                n * static_cast<std::size_t>(n_features));
  synthetic.labels.reserve(synthetic.labels.size() + n);
  synthetic.offsets.reserve(synthetic.offsets.size() + n);
  synthetic.bases.reserve(synthetic.bases.size() + n);
  synthetic.vertices.reserve(synthetic.vertices.size() + n * arity);
  synthetic.coordinates.reserve(synthetic.coordinates.size() + n * arity);
}

}  // namespace baryscope
