#include "tests/core/sampling/plain_neighbors.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/random.h"

namespace baryscope {

Neighbors plain_neighbors(const Matrix& points, const Matrix& queries, int k, bool own) {
  Neighbors neighbors;
  neighbors.n_queries = queries.n_rows;
  neighbors.k = std::min(k, points.n_rows - (own ? 1 : 0));
  for (int q = 0; q < queries.n_rows; ++q) {
    std::vector<std::pair<double, std::int32_t>> all;
    for (int p = 0; p < points.n_rows; ++p) {
      if (own && p == q) {
        continue;
      }
      double sum = 0;
      for (int c = 0; c < points.n_columns; ++c) {
        sum += (queries(q, c) - points(p, c)) * (queries(q, c) - points(p, c));
      }
      all.emplace_back(sum, p);
    }
    std::ranges::sort(all);
    for (int i = 0; i < neighbors.k; ++i) {
      neighbors.squared_distances.push_back(all[static_cast<std::size_t>(i)].first);
      neighbors.indices.push_back(all[static_cast<std::size_t>(i)].second);
    }
  }
  return neighbors;
}

Matrix bell_points(int n, int d, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, d);
  for (double& x : points.data) {
    x = random.uniform() + random.uniform() + random.uniform() + random.uniform() - 2;
  }
  return points;
}

Matrix grid_points(int n, int d, int n_values, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, d);
  for (double& x : points.data) {
    x = static_cast<double>(random.below(static_cast<std::uint64_t>(n_values)));
  }
  return points;
}

Matrix moved(Matrix points, double offset) {
  for (double& x : points.data) {
    x += offset;
  }
  return points;
}

}  // namespace baryscope
